"""Files at the county's desk: found, opened, changed, shown as of any day, ended."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hardship.models import FileVersion, HardshipFile
from hardship.operations import files
from tests.factories import id_number
from tests.hardship.families import contents, make_file
from tests.hardship.files.secrets import make_secret_file

pytestmark = pytest.mark.django_db
FILES = "/admin/hardship/hardshipfile/"
FORM = {
    "opened_on": "2012-05-03",
    "name": "赵困难",
    "id_number": id_number(5),
    "marital_status": "已婚",
    "employment_form": "农民工",
    "standing": "在岗",
    "health": "良好",
    "mobile": "13900000005",
    "address": "河畔镇 5 号",
    "main_cause": "子女上学",
    "other_causes": ["残疾", "其他"],
    "own_income": "24000",
    "own_place": "河畔纸厂",
    "medical": "1,234.5",
    "persons": "2",
    "p0-name": "钱配偶",
    "p0-relation": "配偶",
    "p0-marital_status": "已婚",
    "p0-health": "良好",
    "p0-income": "0",
}


@pytest.fixture
def desk(signed_in, mill):
    return signed_in("rights_staff")


def text_of(answer):
    return answer.content.decode()


def newest(file):
    return FileVersion.objects.everywhere("tests").newest().get(file=file)


def test_a_file_is_opened_by_hand(desk, mill):
    answer = desk.post(f"{FILES}add/", {**FORM, "union": mill.union.pk}, follow=True)

    file = HardshipFile.objects.everywhere("tests").get()
    assert "赵困难 的档案已建立" in text_of(answer)
    assert (file.union, file.code, file.opened_on) == (mill.union, "DA201200001", date(2012, 5, 3))
    said = newest(file).contents
    assert (said.file.other_causes, str(said.file.medical)) == (("残疾", "其他"), "1234.50")
    assert [(one.name, one.relation, str(one.income)) for one in said.household] == [
        ("赵困难", "本人", "24000.00"),
        ("钱配偶", "配偶", "0.00"),
    ]
    assert said.household[0].place == "河畔纸厂"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"id_number": id_number(5)[:-1] + "9"}, "不是有效的居民身份证号"),
        ({"mobile": "123"}, "不是手机号码"),
        ({"medical": "-1"}, "不是金额"),
        ({"marital_status": ""}, "请选择婚姻状况。"),
        ({"address": ""}, "请填写家庭住址。"),
        ({"opened_on": "2012-06-31"}, "没有这一天"),
        ({"p0-income": ""}, "请填写年收入。"),
        ({"p0-id_number": id_number(5)}, "这个身份证号在这一户里已有一行"),
        ({"p0-born_on": "1990-01-02", "p0-id_number": id_number(6)}, "与身份证号不符"),
        ({"union": ""}, "请选择职工所在的工会。"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_written(desk, mill, cells, words):
    answer = desk.post(f"{FILES}add/", {**FORM, "union": mill.union.pk, **cells})

    assert (answer.status_code, words in text_of(answer)) == (200, True)
    assert "赵困难" in text_of(answer)
    assert not HardshipFile.objects.everywhere("tests").exists()


def test_a_code_of_ones_own_is_written_as_the_register_reads_it(desk, mill):
    """Else the file would not be found again by its own export."""
    desk.post(f"{FILES}add/", {**FORM, "union": mill.union.pk, "code": " ｄａ－7 "})

    assert HardshipFile.objects.everywhere("tests").get().code == "DA-7"


def test_one_more_person_is_asked_for_without_losing_what_was_typed(desk, mill):
    answer = desk.post(f"{FILES}add/", {**FORM, "union": mill.union.pk, "more": "1", "id_number": "12"})

    page = text_of(answer)
    assert 'name="p2-name"' in page
    assert "钱配偶" in page
    assert "不是有效的居民身份证号" not in page
    assert not HardshipFile.objects.everywhere("tests").exists()


def test_a_second_file_of_a_household_is_refused_beside_the_number(desk, mill):
    make_file(mill.union, "DA-1", said=contents(5))

    answer = desk.post(f"{FILES}add/", {**FORM, "union": mill.union.pk})

    assert "已有一份在档的困难职工档案（DA-1，河畔纸厂工会）" in text_of(answer)


def test_a_form_sent_twice_opens_one_file(desk, mill):
    data = {**FORM, "union": mill.union.pk, "once": "8a4b0a34-5d3f-4a5b-9df0-3c7f4c1f0001"}
    for _ in range(2):
        desk.post(f"{FILES}add/", data)

    assert HardshipFile.objects.everywhere("tests").count() == 1


def edit_form(file, **cells):
    """What the page of a change is filled with, as a browser would send it back."""
    said = newest(file).contents
    form = {"since": f"{timezone.localdate():%Y-%m-%d}", "persons": str(len(said.household) - 1)}
    for name in ("name", "id_number", "marital_status", "employment_form", "standing", "health", "mobile", "address"):
        form[name] = getattr(said.file, name)
    form |= {"main_cause": said.file.main_cause, "card": said.file.card, "own_income": str(said.household[0].income)}
    form |= {"disability": said.file.disability, "medical": str(said.file.medical or "")}
    for place, one in enumerate(said.household[1:]):
        for name in ("name", "relation", "id_number", "marital_status", "health", "income"):
            form[f"p{place}-{name}"] = str(getattr(one, name))
    return {**form, **cells}


def test_a_change_writes_a_state_of_its_own(desk, mill):
    file = make_secret_file(mill.union)

    desk.post(f"{FILES}{file.pk}/edit/", edit_form(file, mobile="13900000009", reason="换号", **{"p1-gone": "on"}))

    version = newest(file)
    assert (version.number, version.kind, version.reason, version.made_by.username) == (
        2,
        "change",
        "换号",
        "rights_staff",
    )
    assert version.facts.mobile == "13900000009"
    assert [one.relation for one in version.contents.household] == ["本人", "配偶"]
    assert version.contents.household[1].health == "罕见病乙"


def test_the_page_shows_what_the_file_said_on_a_day(desk, mill):
    file = make_secret_file(mill.union)
    desk.post(f"{FILES}{file.pk}/edit/", edit_form(file, address="新家 9 号"))

    now, before, never = (
        text_of(desk.get(f"{FILES}{file.pk}/change/?on={day}")) for day in ("", "2012-06-01", "2012-05-02")
    )

    assert ("新家 9 号" in now, "新家 9 号" in before, "云岭县天河镇" in before) == (True, False, True)
    assert "还没有建档" in never


def test_a_past_day_of_a_file_that_has_ended_says_how_it_stood_then(desk, signed_in, mill):
    file = make_file(mill.union, on=date(2012, 5, 3))
    files.close(file, closed_on=date(2012, 9, 1), reason="迁出", at=timezone.now(), by=None)

    pages = [text_of(desk.get(f"{FILES}{file.pk}/change/?on=2012-{day}")) for day in ("08-31", "09-01")]
    phone = text_of(signed_in("chair").get(f"/portal/relief/files/{file.pk}/?on=2012-08-31"))

    assert ["当时在档" in page for page in [*pages, phone]] == [True, False, True]
    assert "当时已注销" in pages[1]


@pytest.mark.parametrize("day", ["2012-13-45", "x", "9999-12-31", "%00"])
def test_an_odd_day_is_today(desk, mill, day):
    file = make_file(mill.union)

    assert desk.get(f"{FILES}{file.pk}/change/?on={day}").status_code == 200


def test_acts_end_a_file_and_take_the_end_back(desk, mill):
    file = make_file(mill.union)
    one = f"{FILES}{file.pk}/"
    day = f"{timezone.localdate():%Y-%m-%d}"

    desk.post(f"{one}review/", {"reviewed_on": day, "note": "一致"})
    desk.post(f"{one}out/", {"on": day, "reason": "女儿工作了"})
    ended = text_of(desk.get(f"{one}change/"))
    desk.post(f"{one}take-back/", {"reason": "办错"})

    file.refresh_from_db()
    assert "女儿工作了" in ended
    assert "返困另建档案" in ended
    kinds = FileVersion.objects.everywhere("tests").filter(file=file).order_by("number").values_list("kind", flat=True)
    assert (file.state, list(kinds)) == ("on_file", ["open", "review", "out", "back"])


def test_a_relapse_opens_a_linked_file(desk, mill):
    file = make_secret_file(mill.union)
    day = timezone.localdate()
    desk.post(f"{FILES}{file.pk}/close/", {"on": f"{day:%Y-%m-%d}", "reason": "迁出"})

    desk.post(f"{FILES}{file.pk}/relapse/", edit_form(file, opened_on=f"{day:%Y-%m-%d}"))

    new = HardshipFile.objects.everywhere("tests").exclude(pk=file.pk).get()
    assert (new.previous, new.state) == (file, "on_file")
    assert "原档案" in text_of(desk.get(f"{FILES}{new.pk}/change/"))


def test_files_not_reviewed_for_a_year_are_listed(desk, mill):
    today = timezone.localdate()
    make_file(mill.union, "DA-OLD", said=contents(1), on=today - timedelta(days=365))
    make_file(mill.union, "DA-NEW", said=contents(2), on=today - timedelta(days=364))

    due, done = (text_of(desk.get(f"{FILES}?review={asked}")) for asked in ("due", "done"))

    assert ("DA-OLD" in due, "DA-NEW" in due) == (True, False)
    assert ("DA-OLD" in done, "DA-NEW" in done) == (False, True)
    assert "逾期" in due


def test_a_file_is_found_by_number_code_and_name(desk, mill):
    file = make_file(mill.union, "DA-77", said=contents(7, name="赵某"))
    make_file(mill.union, "DA-78", said=contents(8, name="钱某"))

    by_number = desk.post(f"{FILES}number/", {"number": f" {id_number(7)} "})
    unknown = desk.post(f"{FILES}number/", {"number": id_number(99)}, follow=True)

    assert by_number.url == f"{FILES}{file.pk}/change/"
    assert "没有这个身份证号" in text_of(unknown)
    for words in ("DA-77", "赵某"):
        page = text_of(desk.get(FILES, {"q": words}))
        assert ("DA-77" in page, "DA-78" in page) == (True, False), words


@pytest.mark.parametrize(
    "asked", ["state__exact=out", "opened=2012", "retention=over", "opened=x", "review=x", "body=1"]
)
def test_filters_answer(desk, mill, asked):
    make_file(mill.union)

    assert desk.get(f"{FILES}?{asked}").status_code == 200


def queries(act):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        act()
    return len(caught)


def test_reading_ten_files_costs_what_one_costs(desk, mill):
    make_file(mill.union, said=contents(0))
    desk.get(FILES)
    one = queries(lambda: desk.get(FILES))
    for number in range(1, 10):
        make_file(mill.union, said=contents(number))

    assert queries(lambda: desk.get(FILES)) == one


def test_the_auditor_prints_what_the_button_offers(signed_in, mill):
    file = make_secret_file(mill.union)

    answer = signed_in("auditor").post(f"{FILES}{file.pk}/print/", {"kind": "xlsx", "reason": "年度审计"})

    assert answer["Content-Type"].startswith("application/vnd")


def test_the_form_is_printed_for_a_reason(desk, mill):
    file = make_secret_file(mill.union)

    nothing = desk.post(f"{FILES}{file.pk}/print/", {"kind": "xlsx"})
    answer = desk.post(f"{FILES}{file.pk}/print/", {"kind": "xlsx", "reason": "存档"})

    assert "请用一句话写明用途" in text_of(nothing)
    body = b"".join(answer) if answer.streaming else answer.content
    assert (answer.status_code, body[:2]) == (200, b"PK")
