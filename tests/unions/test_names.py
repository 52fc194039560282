"""A person's name typed at the desk or in the portal is one somebody could have; what an import brought in stays."""

from datetime import date
from typing import Any

import pytest

from tests.conftest import Mill
from tests.factories import EmployerFactory, OfficerFactory
from tests.unions.pressing import look
from unions.forms.fields import NO_NAME, person_name
from unions.models import Officer, Organisation, Post

NAMES = (
    "陈河", "欧阳娜娜", "阿依古丽·买买提", "阿依古丽•买买提", "李〇", "𠮷田", "Jean-Luc O’Neil", "J. F. Kennedy Jr.", "Ngọc Ánh",
    "张\ue000",
)  # fmt: skip
NO_NAMES = (
    "1e9",
    "123",
    "１２３",
    "陈河2",
    "陈",
    "·陈河",
    "陈河！",
    "陈河（代）",
    "<b>陈河</b>",
    "--",
    "陈河\n主席@",
    "①②",
    "😀😀",
)


@pytest.mark.parametrize("name", NAMES)
def test_whoever_is_called_so_is_not_refused(name: str) -> None:
    assert person_name(name) == name


@pytest.mark.parametrize("name", NO_NAMES)
def test_nobody_is_called_so(name: str) -> None:
    assert person_name(name) is None


def test_spaces_and_invisible_characters_are_tidied() -> None:
    assert person_name(" 陈　河\u200b ") == "陈 河"


@pytest.mark.parametrize("act", ["elect", "succeed", "found", "mend"])
def test_the_desk_says_the_same_wherever_it_asks_for_a_name(
    signed_in: Any, mill: Mill, riverside: Organisation, act: str
) -> None:
    member = OfficerFactory(union=mill.union, name="李委员", post=Post.MEMBER)
    unit = EmployerFactory(body=riverside, name="河畔镇新建纺织有限公司")
    officer = {"post": "member", "elected_on": "2012-05-04", "is_principal_or_kin": "unknown", "name": "1e9"}
    founding = {"name": "新建工会", "parent": riverside.pk, "code": "349999000102", "established_on": "2012-10-01"}
    asked: dict[str, tuple[str, dict[str, Any]]] = {
        "elect": ("officer/add/", {**officer, "union": mill.union.pk}),
        "succeed": (f"organisation/{mill.union.pk}/succeed/", {**officer, "seat": mill.chair.pk}),
        "found": (f"employer/{unit.pk}/found/", {**founding, "term_years": "5", "chair_name": "1e9", "mobile": "13900000005"}),
        "mend": (f"officer/{member.pk}/change/", officer),
    }  # fmt: skip

    page = look(signed_in("body_officer"), f"/admin/unions/{asked[act][0]}", asked[act][1]).content.decode()

    assert NO_NAME in page
    assert "请把姓名也填上" not in page
    assert not Officer.objects.everywhere("a test").filter(name="1e9").exists()


def test_an_imported_name_stays_while_something_else_is_mended(signed_in: Any, mill: Mill) -> None:
    member = OfficerFactory(union=mill.union, name="李某2（小）", post=Post.MEMBER, elected_on=date(2012, 5, 4))
    browser, url = signed_in("body_officer"), f"/admin/unions/officer/{member.pk}/change/"
    form = browser.get(url).context["adminform"].form
    values = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}

    answer = browser.post(url, {**values, "is_principal_or_kin": "unknown", "education": "大学本科"})

    assert answer.status_code == 302
    assert Officer.objects.everywhere("a test").get(pk=member.pk).education == "大学本科"
