"""What is shown is the narrowest of union, tenure and consent: held against a plain twin, and against canaries."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.encryption import blind_index
from tests.factories import EmployerFactory, OfficerFactory, OrganisationFactory
from unions import public
from unions.models import MobileConsent, Officer, Organisation, Post
from unions.operations import consents, employers, officers, organisations
from unions.published import Place, Tenure, publish

DAY = date(2014, 6, 1)
NEAR = st.integers(-3, 3).map(lambda days: DAY + timedelta(days=days))
MAYBE = st.none() | NEAR


@st.composite
def periods(draw: Any, first: Any = NEAR) -> tuple[date, date | None]:
    since, until = draw(first), draw(MAYBE)
    return since, None if until is None else max(since, until)


@st.composite
def tenures(draw: Any) -> Tenure:
    """Each with a number of its own: 1390000xxxx tells whose it is."""
    number = draw(st.integers(0, 9999))
    since, until = draw(periods())
    post = draw(st.sampled_from(["chair", "vice_chair"]))
    office = draw(
        st.sampled_from(["", f"0551-111{number:04}", f"1390000{number:04}", f"0551-1110000 1390000{number:04}"])
    )
    given = tuple(draw(st.lists(periods(), max_size=2)))
    return Tenure(f"某{number}", post, since, until, office, f"1390000{number:04}", given)


def within(day: date, period: tuple[date | None, date | None]) -> bool:
    """The twin's own idea of a period: days counted one by one."""
    since, until = period
    days = [DAY + timedelta(days=number) for number in range(-10, 11)]
    return day in [each for each in days if (since or each) <= each and (until is None or each < until)]


@given(
    listed=st.booleans(),
    life=periods(MAYBE.map(lambda day: day or DAY)),
    found=st.lists(tenures(), max_size=5, unique_by=lambda each: each.mobile),
    phone=st.sampled_from(["", "0551-2222222", "13800000000"]),
)
@settings(max_examples=400, deadline=None)
def test_the_page_shows_no_more_and_no_less_than_the_twin(
    listed: bool, life: tuple[date, date | None], found: list[Tenure], phone: str
) -> None:
    place = Place("token", "某工会", "某处", phone, listed, *life)

    shown = publish(place, tenures=found, on=DAY)

    if not listed or life[0] > DAY:
        assert shown is None
        return
    assert shown is not None
    everything = repr(shown)
    if not within(DAY, life):
        assert shown.dissolved_on == life[1]
        assert not any(each.name in everything for each in found)
        assert "某处" not in everything
        return
    people = [*([shown.chair] if shown.chair else []), *shown.vice_chairs]
    sitting = [each for each in found if within(DAY, (each.elected_on, each.left_on))]
    chairs = [each.name for each in sitting if each.post == "chair"]
    vices = [each.name for each in sitting if each.post == "vice_chair"]
    assert sorted(each.name for each in people) == sorted([*chairs[:1], *vices])
    agreed = {each.mobile for each in sitting if any(within(DAY, one) for one in each.consents)}
    agreed -= {each.mobile for each in sitting if each.post == "chair" and each.name not in chairs[:1]}
    assert set(re.findall(r"139\d{8}", everything)) == agreed
    assert "13800000000" not in everything
    office = {each.name: re.findall(r"0551-111\d{4}", each.office_phone) for each in sitting}
    assert all(
        [one.shown for one in each.office if one.shown.startswith("0551")] == office[each.name] for each in people
    )


@pytest.fixture
def union(riverside: Organisation) -> Organisation:
    return OrganisationFactory(parent=riverside, name="某工会")


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_rows_read_are_the_facts_of_the_union(union: Organisation, data: Any) -> None:
    """The same through the database: what the reading hands to publish() is all there is and nothing of another union."""
    drawn = data.draw(st.lists(tenures(), max_size=4, unique_by=lambda each: each.mobile))
    vices = [Tenure(each.name, "vice_chair", *_rest(each)) for each in drawn]
    with undone():
        for each in vices:
            _store(union, each)
        _store(
            OrganisationFactory(parent=union.parent, name="别的工会"),
            Tenure("别人", "chair", DAY, None, "", "13700000000"),
        )

        found = public.union_page(union.token, DAY)

        expected = publish(Place(union.token, union.name, "", "", True, None, None), tenures=vices, on=DAY)
        assert found is not None
        assert expected is not None
        assert sorted(found[0].vice_chairs, key=repr) == sorted(expected.vice_chairs, key=repr)
        assert found[0].chair is None


def _rest(each: Tenure) -> tuple[Any, ...]:
    return each.elected_on, each.left_on, each.office_phone, each.mobile, _apart(each.consents)


def _apart(given: tuple[tuple[date, date | None], ...]) -> tuple[tuple[date, date | None], ...]:
    """The database holds one open consent at most."""
    return tuple(
        each for number, each in enumerate(given) if each[1] or not any(one[1] is None for one in given[:number])
    )


def _store(union: Organisation, each: Tenure) -> None:
    officer = OfficerFactory(
        union=union,
        name=each.name,
        post=each.post,
        elected_on=each.elected_on,
        office_phone=each.office_phone,
        mobile=each.mobile,
    )
    if each.left_on:
        officers.leave(officer, on=each.left_on, by=None)
    for since, until in each.consents:
        MobileConsent.objects.create(
            officer=officer, since=since, until=until, how="on_paper", number_index=blind_index(officer.mobile)
        )


class undone:  # noqa: N801 (reads as a block)
    """What happens inside is rolled back: one example must not see the last one's rows."""

    def __enter__(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()

    def __exit__(self, *error: Any) -> None:
        if error[0] is None:
            transaction.set_rollback(True)
        self.block.__exit__(*error)


# Every field that is nobody's business, each with a word or number of its own.
OFFICER = {
    "born_on": date(1961, 2, 3),
    "political_status": "政治canary",
    "education": "学历canary",
    "employer_post": "行政canary",
    "mobile": "13911112222",
    "id_number": "34010119610203001X",
}
UNION = {
    "approval_number": "批文canary",
    "postcode": "246813",
    "code": "349999777777",
    "credit_code": "81349999CANARY0001",
}
EMPLOYER = {
    "phone": "0551-7654321",
    "legal_representative": "法人canary",
    "address": "厂址canary",
    "credit_code": "91349999CANARY0002",
}
HIDDEN = (
    "canary",
    "1961",
    "13911112222",
    "34010119610203",
    "246813",
    "349999777777",
    "CANARY",
    "7654321",
    "approved",
    "3100年",
)


@pytest.fixture
def secretive(riverside: Organisation) -> Organisation:
    union = OrganisationFactory(parent=riverside, name="河畔茶厂工会", **UNION, approved_on=date(2009, 9, 9))
    unit = EmployerFactory(body=riverside, union=union, name="河畔茶厂", staff=98765, **EMPLOYER)
    employers.change_details(unit, staff=98765, by=None)
    chair = OfficerFactory(union=union, name="李茶", office_phone="0551-2222222", **OFFICER)
    former = OfficerFactory(
        union=union, name="前任canary", post=Post.VICE_CHAIR, mobile="13911112222", elected_on=date(2010, 1, 1)
    )
    consents.give(former, on=date(2010, 1, 1), how="on_paper", by=None)
    officers.leave(former, on=date(2011, 1, 1), by=None)
    OfficerFactory(union=union, name="委员canary", post=Post.MEMBER, office_phone="0551-7654321")
    assert isinstance(chair, Officer)
    return union


def addresses(union: Organisation) -> Iterator[str]:
    body = union.parent
    assert body is not None
    for words in (
        "茶厂",
        "hepanchachang",
        "hpcc",
        "canary",
        "李茶",
        "13911112222",
        "349999777777",
        "0551-7654321",
        "34010119610203001X",
    ):
        yield f"/?q={words}"
        yield f"/suggest/?q={words}"
    yield from (
        "/",
        "/bodies/",
        f"/bodies/{body.token}/",
        f"/u/{union.token}",
        f"/u/{union.token}/",
        f"/u/{body.token}/",
    )
    yield from ("/robots.txt", "/sitemap.xml", "/sitemap-0.xml", "/sitemap-1.xml", "/u/nobodystoken/")


def test_no_other_field_is_in_any_byte_of_any_public_page(secretive: Organisation) -> None:
    for address in addresses(secretive):
        response = Client().get(address)
        asked = address.partition("q=")[2]
        text = (
            f"{response.headers} {response.content.decode()}".replace(asked, "") if asked else response.content.decode()
        )
        assert [word for word in HIDDEN if word in text] == [], address
        assert f"/{secretive.pk}/" not in text, address


def test_a_person_or_a_number_or_a_code_finds_no_union(secretive: Organisation) -> None:
    for words in ("李茶", "licha", "13911112222", "349999777777", "0551-7654321", "34010119610203001X", "法人canary"):
        assert Client().get(f"/suggest/?q={words}").json() == {"found": []}, words


def test_the_canaries_are_in_the_union(secretive: Organisation) -> None:
    """Or the silence above would have another reason."""
    assert "李茶" in Client().get(f"/u/{secretive.token}/").content.decode()
    officer = Officer.objects.everywhere("a test").get(union=secretive, name="李茶")
    assert officer.mobile == "13911112222"
    assert organisations.change_details(secretive, by=None).code == "349999777777"
    assert timezone.localdate() > DAY
