"""修改帮扶条件 at the desk: the last version in cards, tried first, saved as the next."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from hardship.models import CriteriaVersion, ReliefProgramme
from tests.hardship.families import contents, make_file, make_line, make_programme

pytestmark = pytest.mark.django_db
SWITCHES = {"excludes_homes": "on", "excludes_hires": "on", "excludes_costly_school": "on", "excludes_car": "on"}


@pytest.fixture
def programme(cast: Any) -> ReliefProgramme:
    """C1 alone: under 1.5 times the line, hard after aid."""
    return make_programme()


def url(programme: ReliefProgramme) -> str:
    return reverse("admin:hardship_reliefprogramme_criteria", args=[programme.pk])


def typed(*cards: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The form as a browser sends it, with an empty card at the end."""
    form = {
        "c-TOTAL_FORMS": len(cards) + 1,
        "c-INITIAL_FORMS": 1,
        "since": f"{timezone.localdate()}",
        "note": "",
        "seen": "1",
    }
    for place, card in enumerate([*cards, {}]):
        filled = {"code": "", "multiple": "", "is_inclusive": "yes", "least_cost": "", "source": "", **card}
        form |= {f"c-{place}-{name}": value for name, value in filled.items()}
    return {**form, **SWITCHES, **changes}


C1 = {"code": "C1", "multiple": "1.50", "is_inclusive": "no", "needs_hard_after_aid": "on"}
C2 = {"code": "C2", "multiple": "2", "causes": ["子女上学"]}


def test_the_cards_show_the_last_version(signed_in: Any, programme: ReliefProgramme) -> None:
    text = signed_in("rights_staff").get(url(programme)).content.decode()

    assert 'name="c-0-code" value="C1"' in text
    assert 'name="c-0-multiple" value="1.5"' in text
    assert '<option value="no" selected>' in text


def test_a_new_version_is_saved(signed_in: Any, programme: ReliefProgramme, cast: Any) -> None:
    answer = signed_in("rights_staff").post(url(programme), typed(C1, C2, note="新规定", excludes_car=""), follow=True)

    made = programme.criteria_versions.get(number=2)
    assert [(row.code, row.is_inclusive, row.causes) for row in made.criteria.all()] == [
        ("C1", False, []),
        ("C2", True, ["子女上学"]),
    ]
    assert (made.note, made.excludes_car, made.made_by) == ("新规定", False, cast["rights_staff"])
    assert "已存为第2版" in answer.content.decode()


def test_a_card_left_empty_is_taken_out(signed_in: Any, programme: ReliefProgramme) -> None:
    signed_in("rights_staff").post(url(programme), typed({}, C2))

    assert [row.code for row in programme.criteria_versions.get(number=2).criteria.all()] == ["C2"]


def test_the_same_again_saves_nothing_and_says_so(signed_in: Any, programme: ReliefProgramme) -> None:
    answer = signed_in("rights_staff").post(url(programme), typed(C1), follow=True)

    assert "条件没有变化，没有存新版" in answer.content.decode()
    assert CriteriaVersion.objects.count() == 1


def test_trying_shows_who_comes_in_and_saves_nothing(
    signed_in: Any, programme: ReliefProgramme, mill: Any, county: Any
) -> None:
    make_line(county)
    make_file(mill.union, said=contents(0))

    answer = signed_in("rights_staff").post(url(programme), typed(C1, C2, _try="yes"))

    text = answer.content.decode()
    assert "新增 1" in text
    assert "共判定 1 户" in text
    assert "1,000.00" in text
    assert 'name="c-1-code" value="C2"' in text
    assert CriteriaVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("cards", "changes", "says"),
    [
        ([{}], {}, "至少写一条"),
        ([{"code": "C1"}], {}, "C1 什么也没有要求"),
        ([C1, C1], {}, "代号有重复"),
        ([{**C1, "code": ""}], {}, "请给这一条写个代号"),
        ([{**C1, "multiple": "一倍半"}], {}, "请填写数字"),
        ([{**C1, "multiple": "-1"}], {}, "不能是负数"),
        ([{**C1, "multiple": "NaN"}], {}, "请填写数字"),
        ([{**C1, "multiple": "1e3"}], {}, ""),
        ([{**C1, "causes": ["贫穷"]}], {}, "没有这种致困原因"),
        ([{**C1, "least_cost": "20000.001"}], {}, "最多两位小数"),
        ([{**C1, "is_inclusive": "perhaps"}], {}, ""),
        ([C1, C2], {"since": "2012-06-31"}, "没有这一天"),
        ([C1, C2], {"since": "2000-01-01"}, "新版不能更早"),
        ([C1, C2], {"seen": "0"}, "有人存了第1版"),
        ([C1, C2], {"c-TOTAL_FORMS": "5000"}, ""),
        ([C1, C2], {"c-TOTAL_FORMS": "x"}, ""),
    ],
)
def test_malformed_input_changes_nothing(
    signed_in: Any, programme: ReliefProgramme, cards: list[dict[str, Any]], changes: dict[str, Any], says: str
) -> None:
    answer = signed_in("rights_staff").post(url(programme), typed(*cards, **changes))

    assert (answer.status_code, CriteriaVersion.objects.count()) == (200, 1)
    assert says in answer.content.decode()


@pytest.mark.parametrize("who", ["auditor", "approver", "finance", "organisation_staff", "body_officer", "chair"])
def test_others_change_nothing(signed_in: Any, programme: ReliefProgramme, who: str) -> None:
    assert signed_in(who).post(url(programme), typed(C1, C2)).status_code == 403
    assert CriteriaVersion.objects.count() == 1


def test_a_programme_that_is_not_there_is_404(signed_in: Any, programme: ReliefProgramme) -> None:
    assert signed_in("rights_staff").get(url(ReliefProgramme(pk=999_999))).status_code == 404
