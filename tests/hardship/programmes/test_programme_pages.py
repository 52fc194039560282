"""帮扶项目 at the desk: list, page, a new one of another's shape, its documents."""

from typing import Any

import pytest
from django.urls import reverse

from hardship.models import DocumentRule, ReliefProgramme
from hardship.operations import programmes
from hardship.operations.programmes import documents_mark
from hardship.template import WINTER_RELIEF
from tests.hardship.families import make_programme

pytestmark = pytest.mark.django_db
LIST = "/admin/hardship/reliefprogramme/"
TYPED = {
    "name": "二〇一三年送温暖",
    "slug": "winter-2012",
    "kind": "send_warmth",
    "is_open": "on",
    "note": "",
    "opens_at_0": "2012-12-01",
    "opens_at_1": "00:00",
    "closes_at_0": "2012-12-30",
    "closes_at_1": "17:30",
    "notice_days": "7",
    "online_days": "5",
    "asks_opinion": "on",
    "opinion_days": "3",
    "standard_amount": "1200.00",
    "ceiling": "3000.00",
    "year_ceiling": "6000",
    "instalments": "1",
}


@pytest.fixture
def programme(cast: Any) -> ReliefProgramme:
    return programmes.make_from_template(
        WINTER_RELIEF, slug="winter-relief", name="元旦春节送温暖", year=2012, by=cast["rights_staff"]
    )


def page_of(programme: ReliefProgramme, page: str = "change") -> str:
    return reverse(f"admin:hardship_reliefprogramme_{page}", args=[programme.pk])


def test_an_empty_list_says_what_to_do_next(signed_in: Any) -> None:
    assert "照“元旦春节送温暖”模板建一个" in signed_in("rights_staff").get(LIST).content.decode()


def test_the_page_tells_the_criteria_in_words_and_who_made_them(signed_in: Any, programme: ReliefProgramme) -> None:
    text = signed_in("auditor").get(page_of(programme)).content.decode()

    assert "人均月收入低于最低生活保障线的 1.5 倍；政府救助后仍困难" in text
    assert f"{programme.criteria_versions.get().made_by.name}修改：由模板建立" in text
    assert "两套及以上住房、有经营性雇工、高收费择校或自费留学、拥有非营运机动车" in text
    assert "<strong>身份证复印件</strong>，计入人口的每人一份" in text
    assert "修改帮扶条件" not in text


def test_rights_staff_change_a_programme(signed_in: Any) -> None:
    programme = make_programme()

    answer = signed_in("rights_staff").post(page_of(programme), TYPED)

    programme.refresh_from_db()
    assert (answer.status_code, programme.notice_days, str(programme.year_ceiling)) == (302, 7, "6000.00")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"year_ceiling": "2000"}, "每户全年最高不能低于每户最高"),
        ({"closes_at_0": "2012-11-30"}, "截止申报要晚于开始申报"),
        ({"standard_amount": "5000"}, "帮扶标准不能高于每户最高"),
        ({"slug": "Winter!"}, "代号"),
        ({"ceiling": "-1"}, ""),
    ],
)
def test_malformed_input_changes_nothing(signed_in: Any, change: dict[str, str], says: str) -> None:
    programme = make_programme()

    answer = signed_in("rights_staff").post(page_of(programme), TYPED | change)

    programme.refresh_from_db()
    assert (answer.status_code, programme.notice_days) == (200, 5)
    assert says in answer.content.decode()


def test_who_only_reads_changes_nothing(signed_in: Any) -> None:
    programme = make_programme()

    for who in ("auditor", "approver", "finance", "body_officer"):
        assert signed_in(who).post(page_of(programme), TYPED).status_code == 403
    programme.refresh_from_db()
    assert programme.notice_days == 5


def test_a_programme_registered_from_nothing_cannot_be_open_yet(signed_in: Any) -> None:
    browser = signed_in("rights_staff")

    refused = browser.post(f"{LIST}add/", TYPED | {"slug": "study"})
    made = browser.post(
        f"{LIST}add/", {key: value for key, value in TYPED.items() if key != "is_open"} | {"slug": "study"}
    )

    assert "还没有帮扶条件，不能启用" in refused.content.decode()
    assert made.status_code == 302
    assert ReliefProgramme.objects.get().slug == "study"


def test_a_new_one_is_made_like_the_template_or_like_one_that_is_there(
    signed_in: Any, programme: ReliefProgramme
) -> None:
    browser, url = signed_in("rights_staff"), f"{LIST}from-template/"

    browser.post(url, {"source": "winter-relief", "name": "甲", "slug": "first", "year": "2026"})
    browser.post(url, {"source": str(programme.pk), "name": "乙", "slug": "second", "year": "2027"})

    first, second = (ReliefProgramme.objects.get(slug=slug) for slug in ("first", "second"))
    assert (first.closes_at.year, second.closes_at.year, first.is_open) == (2026, 2027, False)
    assert first.document_rules.count() == second.document_rules.count() == len(WINTER_RELIEF.documents)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"slug": "winter-relief"}, "已经有了，请换一个代号"),
        ({"slug": "送温暖"}, "代号只用小写字母"),
        ({"year": "20x6"}, "四位数的年份"),
        ({"source": "999999"}, "没有这个项目"),
        ({"name": ""}, "请填写项目名称"),
    ],
)
def test_a_malformed_order_makes_nothing(
    signed_in: Any, programme: ReliefProgramme, change: dict[str, str], says: str
) -> None:
    typed = {"source": "winter-relief", "name": "甲", "slug": "first", "year": "2026"} | change

    answer = signed_in("rights_staff").post(f"{LIST}from-template/", typed)

    assert says in answer.content.decode()
    assert ReliefProgramme.objects.count() == 1


def test_documents_are_asked_for_on_one_page(signed_in: Any, programme: ReliefProgramme) -> None:
    typed = {
        "seen": documents_mark(programme),
        "id_copy-when": "always",
        "id_copy-of_each": "on",
        "bank_card-when": "always",
        "bank_card-note": "正反面",
        "diagnosis-when": "cause",
        "diagnosis-causes": ["本人大病"],
        **{
            f"{kind}-when": "no"
            for kind in DocumentRule.Kind.values
            if kind not in ("id_copy", "bank_card", "diagnosis")
        },
    }

    answer = signed_in("rights_staff").post(page_of(programme, "documents"), typed)

    assert answer.status_code == 302
    assert set(programme.document_rules.values_list("kind", "note")) == {
        ("id_copy", ""),
        ("bank_card", "正反面"),
        ("diagnosis", ""),
    }
    assert programme.document_rules.get(kind="diagnosis").causes == ["本人大病"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"diagnosis-causes": []}, "请选择哪些致困原因要交诊断证明"),
        ({"diagnosis-causes": ["贫穷"]}, "选择"),
        ({"id_copy-when": "perhaps"}, "perhaps"),
        ({"seen": "0" * 64}, "有人改了材料要求"),
    ],
)
def test_malformed_documents_change_nothing(
    signed_in: Any, programme: ReliefProgramme, change: dict[str, Any], says: str
) -> None:
    typed: dict[str, Any] = {f"{kind}-when": "no" for kind in DocumentRule.Kind.values}
    typed |= {"seen": documents_mark(programme), "diagnosis-when": "cause", "diagnosis-causes": ["本人大病"]}

    answer = signed_in("rights_staff").post(page_of(programme, "documents"), typed | change)

    assert (answer.status_code, programme.document_rules.count()) == (200, len(WINTER_RELIEF.documents))
    assert says in answer.content.decode()
