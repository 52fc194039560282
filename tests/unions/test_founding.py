"""为它建会 at the desk: a unit without a union gets one, seen before it is done."""

from datetime import date
from typing import Any

import pytest

from accounts.models import BookEntry
from tests.conftest import Mill
from tests.factories import EmployerFactory, OrganisationFactory
from tests.unions.pressing import look, look_and_press
from tests.unions.test_acts_with_a_preview import ON, PAGE, a_day_of_the_campaign, again
from unions.models import Officer, Organisation
from unions.operations import employers

__all__ = ["a_day_of_the_campaign"]


@pytest.fixture
def unit(mill: Mill, riverside: Organisation) -> Any:
    return EmployerFactory(body=riverside, name="河畔镇新建纺织有限公司")


def founding(riverside: Organisation, **change: Any) -> dict[str, Any]:
    values = {"name": "新建纺织工会", "parent": riverside.pk, "code": "349999000102", "established_on": "2012-10-01"}
    return {**values, "term_years": "5", "is_principal_or_kin": "unknown", **change}


def test_the_unit_fills_in_its_unions_form(signed_in: Any, unit: Any, riverside: Organisation) -> None:
    listed = signed_in("body_officer").get(f"{PAGE}/employer/?organised=no").content.decode()
    initial = signed_in("body_officer").get(f"{PAGE}/employer/{unit.pk}/found/").context["form"].initial

    assert f"/admin/unions/employer/{unit.pk}/found/" in listed
    assert initial == {"name": "河畔镇新建纺织有限公司工会", "parent": riverside.pk, "code": "349999000102"}


def test_union_link_and_chair_in_one_act(signed_in: Any, unit: Any, riverside: Organisation) -> None:
    values = founding(riverside, chair_name="新主席", mobile="13900000005")

    page = look_and_press(signed_in("body_officer"), f"{PAGE}/employer/{unit.pk}/found/", values)

    union = Organisation.objects.everywhere("a test").get(code="349999000102")
    chair = Officer.objects.everywhere("a test").get(union=union)
    assert (again(unit).union_id, chair.name, chair.term_ends_on) == (union.pk, "新主席", date(2017, 9, 30))
    acts = BookEntry.objects.filter(act="employers.establish_union").values_list("act_id", flat=True)
    assert len(set(acts)) == 1
    assert "已建立" in page.content.decode()


def test_a_union_called_alike_is_pointed_out_before(signed_in: Any, unit: Any, riverside: Organisation) -> None:
    twin = OrganisationFactory(parent=riverside, name="河畔新建纺织厂工会委员会")

    page = look(signed_in("body_officer"), f"{PAGE}/employer/{unit.pk}/found/", founding(riverside))

    assert page.context["preview"].alike == [twin]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "349999000101"}, "已被使用"),
        ({"chair_name": "", "mobile": "13900000005"}, "请把姓名也填上"),
        ({"chair_name": "新人", "chair_elected_on": "2012-09-30"}, "建会日期"),
        ({"chair_name": "新人", "is_principal_or_kin": "true"}, "《工会法》"),
    ],
)
def test_a_founding_that_does_not_fit_writes_nothing(
    signed_in: Any, unit: Any, riverside: Organisation, change: dict[str, str], sentence: str
) -> None:
    before = Organisation.objects.everywhere("a test").count()

    page = look(signed_in("body_officer"), f"{PAGE}/employer/{unit.pk}/found/", founding(riverside, **change))

    assert sentence in str(page.context["form"].errors)
    assert Organisation.objects.everywhere("a test").count() == before
    assert again(unit).union_id is None


def test_a_foreign_parent_is_no_choice(signed_in: Any, unit: Any, hilltop: Organisation) -> None:
    page = look(signed_in("body_officer"), f"{PAGE}/employer/{unit.pk}/found/", founding(hilltop))

    assert "parent" in page.context["form"].errors


def test_asked_for_twice_it_is_one_union(unit: Any, riverside: Organisation) -> None:
    details: Any = {"code": "349999000102", "name": "新建纺织工会", "established_on": ON}
    first = employers.establish_union(unit, riverside, by=None, **details)

    assert employers.establish_union(unit, riverside, by=None, **details) == first
