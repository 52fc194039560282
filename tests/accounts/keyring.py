"""Two keys, and a county in which every sealed column has values."""

from datetime import date

from django.db import connection

from accounts.encryption import seal, unseal
from accounts.models import PersonalPast, RecoveryCode, SecondFactor
from accounts.operations.keys import FACTORS
from accounts.sealed import Place, places
from members.models import Member
from members.operations import people
from tests.conftest import Mill
from tests.factories import MembershipFactory, UserFactory, id_number
from unions.operations import consents, officers

DAY = date(2012, 10, 31)


def people_with_numbers(mill: Mill, count: int) -> list[Member]:
    """So many members; one of them had another number before, which undo would restore."""
    found = [MembershipFactory(union=mill.union, id_number=id_number(1000 + n)).member for n in range(count)]
    people.change_details(found[0], id_number=id_number(3000), sex="", born_on=None, on=DAY, by=None)
    officers.change_details(mill.chair, id_number=id_number(4000), by=None)
    consents.give(mill.chair, on=DAY, how="on_paper", by=None)
    user = UserFactory(username="phone")
    SecondFactor.objects.create(user=user, seed_sealed=seal("SEED", FACTORS.bound), enrolled_at="2012-10-31T00:00Z")
    RecoveryCode.objects.create(user=user, code_index="a" * 64)
    return list(Member.objects.everywhere("a test").order_by("pk"))


def values() -> dict[str, list[str]]:
    """What all sealed columns say."""
    return {str(place): sorted(unseal(text, place.bound) for text in texts_of(place)) for place in places}


def texts_of(place: Place) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {place.column} FROM {place.table} WHERE {place.column} <> ''")
        return [text for (text,) in cursor.fetchall()]


def keys_in_use() -> set[str]:
    past = [row.before.get("id_number_sealed") or "" for row in PersonalPast.objects.all()]
    texts = [text for place in places for text in texts_of(place)] + [text for text in past if text]
    return {text.partition(":")[0] for text in texts}
