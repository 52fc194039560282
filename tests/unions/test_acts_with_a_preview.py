"""Acts that first show what changes: nothing is written by looking, and what was looked at is what is done."""

from datetime import date
from typing import Any

import pytest

from accounts.duties import Role
from accounts.models import BookEntry
from campaigns.operations.campaigns import make_from_template
from campaigns.template import SHUANGLIANG_2012
from tests.conftest import CANARY, Mill
from tests.factories import DisplayFactory, EmployerFactory, OfficerFactory, OrganisationFactory, make_colleague
from tests.unions.pressing import look, look_and_press
from unions.models import Item, Kind, Officer, Organisation, Post, Way
from unions.operations import officers

ON = date(2012, 10, 31)
PAGE = "/admin/unions"


@pytest.fixture(autouse=True)
def a_day_of_the_campaign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: date(2012, 10, 31))


@pytest.fixture
def campaign(mill: Mill, quarry: Mill) -> None:
    make_from_template(SHUANGLIANG_2012, slug="shuangliang-2012", name="双亮活动", by=None)


@pytest.fixture
def shown(mill: Mill) -> Mill:
    """The mill shows who its chair is, and its plaque and office."""
    for item, way in ((Item.IDENTITY, Way.CHEST_CARD), (Item.CONTACT, Way.CANTEEN)):
        DisplayFactory(union=mill.union, officer=mill.chair, item=item, way=way)
    DisplayFactory(union=mill.union, item=Item.OFFICE, way=Way.CANTEEN)
    return mill


def again(row: Any) -> Any:
    return type(row).objects.everywhere("a test looks at what was written").get(pk=row.pk)


def succession(mill: Mill, **change: Any) -> dict[str, Any]:
    values = {"seat": mill.chair.pk, "end_facts": "on", "name": "新主席", "elected_on": "2012-10-31"}
    return {**values, "is_principal_or_kin": "unknown", "ends_vice": "on", **change}


def test_looking_writes_nothing(signed_in: Any, shown: Mill) -> None:
    lines = BookEntry.objects.count()

    look(signed_in("body_officer"), f"{PAGE}/organisation/{shown.union.pk}/succeed/", succession(shown))

    assert BookEntry.objects.count() == lines
    assert again(shown.chair).left_on is None


def test_the_preview_says_what_becomes_stale_and_by_when_it_is_renewed(signed_in: Any, shown: Mill) -> None:
    make_colleague("陈河的账号", Role.CHAIR, shown.union, since=date(2011, 3, 8), officer=shown.chair)

    page = look(signed_in("body_officer"), f"{PAGE}/organisation/{shown.union.pk}/succeed/", succession(shown))

    text = page.content.decode()
    preview = page.context["preview"]
    assert (preview.was_shown, preview.is_shown, len(preview.facts)) == (True, False, 2)
    assert "陈河的账号 的账号当天关闭" in text
    assert "2012年11月15日" in text
    assert "不算覆盖" in text


def test_a_changed_form_is_previewed_anew(signed_in: Any, mill: Mill) -> None:
    browser, url = signed_in("body_officer"), f"{PAGE}/organisation/{mill.union.pk}/succeed/"
    first = look(browser, url, succession(mill))

    answer = browser.post(url, {**succession(mill, name="另一位"), "previewed": first.context["previewed"]})

    assert answer.context["preview"].new.name == "另一位"
    assert again(mill.chair).left_on is None


def test_done_it_leads_on_to_the_new_chairs_badge_and_to_undo(signed_in: Any, mill: Mill) -> None:
    answer = look_and_press(signed_in("body_officer"), f"{PAGE}/officer/{mill.chair.pk}/succeed/", succession(mill))

    new = Officer.objects.everywhere("a test").get(name="新主席")
    text = answer.content.decode()
    assert f"/admin/unions/display/add/?union={mill.union.pk}&amp;item=identity&amp;officer={new.pk}" in text
    assert f"/admin/unions/organisation/{mill.union.pk}/take-back/" in text


def test_and_undone_at_the_desk_the_old_chair_sits_again(signed_in: Any, mill: Mill) -> None:
    browser, url = signed_in("body_officer"), f"{PAGE}/organisation/{mill.union.pk}"
    look_and_press(browser, f"{url}/succeed/", succession(mill))

    asked = browser.get(f"{url}/take-back/")
    act_id = asked.context["form"].initial["act_id"]
    done = browser.post(f"{url}/take-back/", {"act_id": act_id}, follow=True)

    assert "换届交接" in asked.content.decode()
    assert "已撤销" in done.content.decode()
    assert again(mill.chair).left_on is None
    assert not Officer.objects.everywhere("a test").filter(name="新主席").exists()


def test_the_term_left_as_prefilled_follows_the_day_elected(signed_in: Any, mill: Mill) -> None:
    url = f"{PAGE}/organisation/{mill.union.pk}/succeed/"
    prefilled = signed_in("body_officer").get(url).context["form"].initial["term_ends_on"]
    values = succession(mill, elected_on="2012-09-01", term_ends_on=prefilled.isoformat())

    look_and_press(signed_in("body_officer"), url, values)

    assert Officer.objects.everywhere("a test").get(name="新主席").term_ends_on == date(2017, 8, 31)


def test_a_reelected_chair_needs_no_name_and_keeps_what_is_known(signed_in: Any, shown: Mill) -> None:
    values = succession(shown, name="", is_reelected="on", restate="on")

    look_and_press(signed_in("body_officer"), f"{PAGE}/organisation/{shown.union.pk}/succeed/", values)

    new = Officer.objects.everywhere("a test").get(union=shown.union, elected_on=ON)
    assert (new.name, new.mobile) == ("陈河", "13900000001")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "请填写当选人的姓名"),
        ({"seat": "999999"}, "已不在任"),
        ({"elected_on": "2012-06-31"}, "没有这一天"),
        ({"left_on": "2012-11-01"}, "请把离任日期改为"),
        ({"seat": "vice_chair", "is_reelected": "on"}, "谈不上连任"),
        ({"is_principal_or_kin": "true"}, "《工会法》"),
        ({"mobile": "123"}, "不是手机号码"),
    ],
)
def test_what_is_wrong_is_said_with_what_was_typed_kept(
    signed_in: Any, mill: Mill, change: dict[str, str], sentence: str
) -> None:
    values = succession(mill, employer_post="车间主任", **change)

    page = look(signed_in("body_officer"), f"{PAGE}/organisation/{mill.union.pk}/succeed/", values)

    assert sentence in str(page.context["form"].errors)
    assert "车间主任" in page.content.decode()
    assert again(mill.chair).left_on is None


def test_a_vacant_seat_is_offered_first(signed_in: Any, mill: Mill) -> None:
    officers.leave(mill.chair, on=date(2012, 9, 1), by=None)
    OfficerFactory(union=mill.union, name="副的", post=Post.VICE_CHAIR)
    url = f"{PAGE}/organisation/{mill.union.pk}/succeed/"

    seats = signed_in("body_officer").get(url).context["form"].fields["seat"].choices
    look_and_press(signed_in("body_officer"), url, succession(mill, seat="chair"))

    assert seats[0] == ("chair", "主席空缺，补上主席")
    assert Officer.objects.everywhere("a test").chairs().sitting_on(ON).filter(union=mill.union).exists()


def shifts(page: Any) -> dict[tuple[str, str], tuple[tuple[int, int], tuple[int, int]]]:
    """(place, category) → (unions, covered) before and after."""
    return {
        (one.before.place, one.before.category): (
            (one.before.unions, one.before.covered),
            (one.after.unions, one.after.covered),
        )
        for one in page.context["preview"].rehearsal.shifts
    }


def test_a_move_shows_the_figures_of_both_bodies_before_and_after(
    signed_in: Any, campaign: None, shown: Mill, hilltop: Organisation
) -> None:
    url = f"{PAGE}/organisation/{shown.union.pk}/move/"

    page = look(signed_in("organisation_staff"), url, {"new_parent": hilltop.pk})

    found = shifts(page)
    assert found["河畔镇工会联合会", "全部"] == ((1, 1), (0, 0))
    assert found[hilltop.name, "全部"] == ((1, 0), (2, 1))
    assert found["云岭县总工会", "全部"] == ((2, 1), (2, 1))
    assert again(shown.union).parent_id != hilltop.pk


@pytest.mark.parametrize("act", ["dissolve", "merge"])
def test_a_union_that_ends_leaves_the_figures(
    signed_in: Any, campaign: None, shown: Mill, riverside: Organisation, act: str
) -> None:
    joint = OrganisationFactory(parent=riverside, kind=Kind.GRASSROOTS_JOINT)
    values = {"on": "2012-10-31", "why": "企业注销", "into": joint.pk}

    page = look(signed_in("organisation_staff"), f"{PAGE}/organisation/{shown.union.pk}/{act}/", values)

    before, after = shifts(page)["河畔镇工会联合会", "全部"]
    assert (before[0] - after[0], before[1] - after[1]) == (1, 1)


def test_a_township_officer_sees_the_own_figures_only(signed_in: Any, campaign: None, shown: Mill) -> None:
    url = f"{PAGE}/organisation/{shown.union.pk}/dissolve/"

    page = look(signed_in("body_officer"), url, {"on": "2012-10-31", "why": "企业注销"})

    assert {place for place, _ in shifts(page)} == {"河畔镇工会联合会"}
    assert CANARY not in page.content.decode()


def test_what_would_be_refused_is_said_at_the_first_press(signed_in: Any, mill: Mill, riverside: Organisation) -> None:
    single = OrganisationFactory(parent=riverside)
    EmployerFactory(body=riverside, union=single)

    page = look(
        signed_in("body_officer"),
        f"{PAGE}/organisation/{mill.union.pk}/merge/",
        {"into": single.pk, "on": "2012-10-31", "why": "合并"},
    )

    assert "改为联合基层工会" in str(page.context["form"].errors)


@pytest.mark.parametrize(("act", "gone"), [("dissolve", True), ("merge", True)])
def test_pressed_twice_it_is_done(
    signed_in: Any, campaign: None, mill: Mill, riverside: Organisation, act: str, gone: bool
) -> None:
    joint = OrganisationFactory(parent=riverside, kind=Kind.GRASSROOTS_JOINT)
    values = {"on": "2012-10-31", "why": "企业注销", "into": joint.pk}

    page = look_and_press(signed_in("body_officer"), f"{PAGE}/organisation/{mill.union.pk}/{act}/", values)

    assert (again(mill.union).dissolved_on is not None) == gone
    assert f"/admin/unions/organisation/{mill.union.pk}/take-back/" in page.content.decode()
