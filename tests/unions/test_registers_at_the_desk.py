"""The admin pages: what they show, what they write, what they refuse."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from accounts.models import BookEntry, User
from tests.conftest import CANARY, Mill
from tests.factories import DisplayFactory, EmployerFactory, OfficerFactory, OrganisationFactory
from tests.unions.pressing import look_and_press
from unions.models import Display, Employer, Item, Officer, Organisation, Post, Way
from unions.operations import officers

PAGE = "/admin/unions"
ID_NUMBER = "34999919700101001X"

UNION = {
    "code": "349999000155",
    "name": "新厂工会",
    "kind": "grassroots_single",
    "established_on": "2012-05-04",
    "term_years": "5",
}
OFFICER = {"name": "李某", "post": "vice_chair", "elected_on": "2012-05-04", "is_principal_or_kin": "unknown"}


def fields(row: Any, *names: str) -> tuple[Any, ...]:
    kept = type(row).objects.everywhere("a test looks at what was written").get(pk=row.pk)
    return tuple(getattr(kept, name) for name in names)


def errors(answer: Any) -> str:
    """The sentences in the form that came back."""
    form = answer.context["adminform"].form if "adminform" in answer.context else answer.context["form"]
    return " ".join(text for texts in form.errors.values() for text in texts)


def test_an_officer_registers_a_union(signed_in: Any, cast: dict[str, User], riverside: Organisation) -> None:
    answer = signed_in("body_officer").post(f"{PAGE}/organisation/add/", {**UNION, "parent": riverside.pk})

    union = Organisation.objects.everywhere("a test").get(code=UNION["code"])
    assert answer.status_code == 302
    assert union.path == f"{riverside.path}{union.pk}/"
    line = BookEntry.objects.get(table_name="unions_organisation", row_id=union.pk)
    assert (line.act, line.by) == ("organisations.establish", cast["body_officer"])
    assert line.address == "127.0.0.1"


def test_a_foreign_parent_is_no_choice(signed_in: Any, hilltop: Organisation) -> None:
    answer = signed_in("body_officer").post(f"{PAGE}/organisation/add/", {**UNION, "parent": hilltop.pk})

    assert "parent" in answer.context["adminform"].form.errors
    assert CANARY not in answer.content.decode()
    assert not Organisation.objects.everywhere("a test").filter(code=UNION["code"]).exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "349999000101"}, "已被使用"),
        ({"code": "12345"}, "6 至 20 位数字"),
        ({"credit_code": "91349999000000001X"}, "统一社会信用代码"),
        ({"established_on": "2012-06-31"}, "日期"),
        ({"term_years": "4"}, "3 或 5"),
        ({"kind": "township_union_federation"}, "上级应是县总工会"),
        ({"postcode": "12"}, "6 位数字"),
        ({"phone": "没有"}, "电话号码"),
        ({"name": ""}, "请填写"),
    ],
)
def test_one_thing_wrong_is_said_and_nothing_written(
    signed_in: Any, riverside: Organisation, mill: Mill, change: dict[str, str], sentence: str
) -> None:
    before = Organisation.objects.everywhere("a test").count()

    answer = signed_in("body_officer").post(f"{PAGE}/organisation/add/", {**UNION, "parent": riverside.pk, **change})

    assert answer.status_code == 200
    assert sentence in errors(answer)
    assert Organisation.objects.everywhere("a test").count() == before


def test_what_only_the_database_knows_is_said_in_the_form(signed_in: Any, mill: Mill, quarry: Mill) -> None:
    taken = "81349999MC0000001" + "X"
    Organisation.objects.everywhere("a test").filter(pk=quarry.union.pk).update(credit_code=taken)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE unions_organisation SET credit_code = %s WHERE id = %s", [taken, quarry.union.pk])
    url = f"{PAGE}/officer/{mill.chair.pk}/change/"
    other = OfficerFactory(union=mill.union, name="同名", post=Post.MEMBER)

    answer = signed_in("body_officer").post(
        url, {"name": "同名", "post": "member", "elected_on": str(other.elected_on), "is_principal_or_kin": "unknown"}
    )

    assert answer.status_code == 200
    assert "已经登记过了" in errors(answer) or "亮身份记录" in errors(answer)
    assert fields(mill.chair, "name") == ("陈河",)


def test_a_changed_union_keeps_its_place(signed_in: Any, mill: Mill) -> None:
    url = f"{PAGE}/organisation/{mill.union.pk}/change/"

    signed_in("body_officer").post(url, {**UNION, "code": mill.union.code, "name": "河畔纸业工会", "parent": 1})

    assert fields(mill.union, "name", "parent_id", "path") == ("河畔纸业工会", mill.union.parent_id, mill.union.path)


def test_the_unions_page_shows_what_belongs_to_it(signed_in: Any, mill: Mill) -> None:
    page = signed_in("body_officer").get(f"{PAGE}/organisation/{mill.union.pk}/change/").content.decode()

    for words in ("陈河", "悬挂牌匾", "河畔纸厂", "河畔先进", "2011-03-08", f"{PAGE}/officer/{mill.chair.pk}/change/"):
        assert words in page


def test_finance_sees_no_officers_on_the_page(signed_in: Any, mill: Mill) -> None:
    page = signed_in("finance").get(f"{PAGE}/organisation/{mill.union.pk}/change/").content.decode()

    assert "陈河" not in page
    assert "陈河" not in signed_in("finance").get(f"{PAGE}/organisation/").content.decode()
    assert "陈河" in signed_in("auditor").get(f"{PAGE}/organisation/").content.decode()


@pytest.mark.parametrize("who", ["body_officer", "organisation_staff", "auditor", "approver"])
def test_a_mobile_is_masked_even_for_who_keeps_the_record(signed_in: Any, mill: Mill, who: str) -> None:
    for url in (f"{PAGE}/officer/", f"{PAGE}/officer/{mill.chair.pk}/change/"):
        page = signed_in(who).get(url).content.decode()
        assert "13900000001" not in page
        assert "139****0001" in page


def test_an_id_number_goes_in_and_never_comes_out_whole(signed_in: Any, mill: Mill) -> None:
    url = f"{PAGE}/officer/{mill.chair.pk}/change/"
    form = {"name": "陈河", "post": "chair", "elected_on": "2011-03-08", "is_principal_or_kin": "unknown"}
    number = _with_check_digit("34999919700101001")

    answer = signed_in("body_officer").post(url, {**form, "id_number": number})

    assert answer.status_code == 302
    page = signed_in("body_officer").get(url).content.decode()
    assert number not in page
    assert f"349*************{number[-2:]}" in page


@pytest.mark.parametrize("who", ["body_officer", "auditor"])
def test_a_whole_id_number_is_shown_for_a_reason_that_the_book_keeps(
    signed_in: Any, cast: dict[str, User], mill: Mill, who: str
) -> None:
    number = _with_check_digit("34999919700101001")
    officers.change_details(mill.chair, id_number=number, by=None)
    url = f"{PAGE}/officer/{mill.chair.pk}/id-number/"

    silent = signed_in(who).post(url, {"reason": ""})
    given = signed_in(who).post(url, {"reason": "核对换届材料"})

    assert number not in silent.content.decode()
    assert number in given.content.decode()
    assert "no-store" in given["Cache-Control"]
    line = BookEntry.objects.get(act="personal.show")
    assert (line.by, line.row_id, line.details) == (
        cast[who],
        mill.chair.pk,
        {"field": "身份证号", "reason": "核对换届材料"},
    )


def test_an_approver_is_not_shown_the_number(signed_in: Any, mill: Mill) -> None:
    officers.change_details(mill.chair, id_number=_with_check_digit("34999919700101001"), by=None)

    answer = signed_in("approver").post(f"{PAGE}/officer/{mill.chair.pk}/id-number/", {"reason": "看看"})

    assert answer.status_code == 403


def _with_check_digit(digits: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]


def test_an_officer_elected_from_the_unions_page_leads_back_there(signed_in: Any, mill: Mill) -> None:
    url = f"{PAGE}/officer/add/?union={mill.union.pk}"

    answer = signed_in("body_officer").post(url, {**OFFICER, "union": mill.union.pk})

    assert answer["Location"] == f"{PAGE}/organisation/{mill.union.pk}/change/"
    assert Officer.objects.everywhere("a test").get(name="李某").term_ends_on == date(2017, 5, 3)


def test_a_chair_leaves_and_is_replaced_at_the_desk(signed_in: Any, mill: Mill) -> None:
    url = f"{PAGE}/officer/{mill.chair.pk}"

    early = signed_in("body_officer").post(f"{url}/leave/", {"on": "2011-03-07"})
    chosen = {"seat": mill.chair.pk, "elected_on": "2012-10-31", "name": "新主席", "is_principal_or_kin": "unknown"}
    look_and_press(signed_in("body_officer"), f"{url}/succeed/", chosen)

    assert "早于当选日期" in errors(early)
    assert fields(mill.chair, "left_on") == (date(2012, 10, 31),)
    assert Officer.objects.everywhere("a test").filter(name="新主席", post=Post.CHAIR).exists()


def test_chosen_displays_are_verified_with_one_date(signed_in: Any, cast: dict[str, User], mill: Mill) -> None:
    own = DisplayFactory(union=mill.union, item=Item.OFFICE, way=Way.CANTEEN, by=cast["body_officer"])
    chosen = {"action": "verify_chosen", "_selected_action": [mill.display.pk, own.pk]}
    browser = signed_in("body_officer")

    asked = browser.post(f"{PAGE}/display/", chosen)
    done = browser.post(f"{PAGE}/display/", {**chosen, "on": "2012-10-31"}, follow=True)

    assert "核实这 1 条记录" in asked.content.decode()
    assert "本人录入" in asked.content.decode()
    assert "已核实 1 条记录" in done.content.decode()
    assert "本人录入" in done.content.decode()
    assert fields(mill.display, "verified_on", "verified_by") == (date(2012, 10, 31), "body_officer")
    assert fields(own, "verified_on") == (None,)


def test_tomorrow_is_no_day_to_have_verified(signed_in: Any, mill: Mill) -> None:
    answer = signed_in("body_officer").post(f"{PAGE}/display/{mill.display.pk}/verify/", {"on": "2999-01-01"})

    assert "不能晚于今天" in errors(answer)
    assert fields(mill.display, "verified_on") == (None,)


def test_foreign_displays_cannot_be_chosen(signed_in: Any, mill: Mill, quarry: Mill) -> None:
    chosen = {"action": "verify_chosen", "_selected_action": [quarry.display.pk], "on": "2012-10-31"}

    signed_in("body_officer").post(f"{PAGE}/display/", chosen)

    assert fields(quarry.display, "verified_on") == (None,)


def test_a_reported_display_remembers_who_entered_it(signed_in: Any, cast: dict[str, User], mill: Mill) -> None:
    form = {"union": mill.union.pk, "item": "office", "way": "website", "officer": "", "starts_on": "2012-07-01"}

    signed_in("body_officer").post(f"{PAGE}/display/add/", form)

    made = Display.objects.everywhere("a test").get(union=mill.union, item="office")
    assert (made.entered_by, made.verified_on) == (cast["body_officer"], None)


def test_moving_needs_the_duty_at_both_ends(signed_in: Any, mill: Mill, hilltop: Organisation) -> None:
    url = f"{PAGE}/organisation/{mill.union.pk}/move/"

    look_and_press(signed_in("body_officer"), url, {"new_parent": hilltop.pk})
    assert fields(mill.union, "parent_id") == (mill.union.parent_id,)

    look_and_press(signed_in("organisation_staff"), url, {"new_parent": hilltop.pk})
    assert fields(mill.union, "parent_id") == (hilltop.pk,)


def test_a_mistaken_union_is_removed_a_used_one_stays(signed_in: Any, riverside: Organisation, mill: Mill) -> None:
    mistaken = OrganisationFactory(parent=riverside)

    gone = signed_in("body_officer").post(f"{PAGE}/organisation/{mistaken.pk}/delete/", {"post": "yes"})
    kept = signed_in("body_officer").post(f"{PAGE}/organisation/{mill.union.pk}/delete/", {"post": "yes"})

    assert gone.status_code == 302
    assert "不能删除" in kept.content.decode()
    assert not Organisation.objects.everywhere("a test").filter(pk=mistaken.pk).exists()
    assert fields(mill.union, "code") == (mill.union.code,)


def test_an_employer_shared_with_another_township_names_no_foreign_union(
    signed_in: Any, hilltop: Organisation, mill: Mill, quarry: Mill, riverside: Organisation
) -> None:
    shared = EmployerFactory(body=riverside, union=None, name="河边仓库")
    Employer.objects.everywhere("a test").filter(pk=quarry.employer.pk).update(union=None)
    Employer.objects.everywhere("a test").filter(pk=shared.pk).update(union=quarry.union)

    for url in (f"{PAGE}/employer/", f"{PAGE}/employer/{shared.pk}/change/"):
        page = signed_in("body_officer").get(url).content.decode()
        assert "河边仓库" in page
        assert CANARY not in page
