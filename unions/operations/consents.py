"""An officer's consent to showing the mobile number on the internet, given and taken back (domain.md E-05)."""

from datetime import date

from accounts.book import operation
from accounts.encryption import blind_index
from accounts.models import User
from accounts.refused import Refused
from unions.models import MobileConsent, Officer
from unions.operations.rows import amend, open_on
from unions.querysets import LEADERS


@operation("consents.give")
def give(officer: Officer, *, on: date, how: str, by: User | None) -> MobileConsent:
    """The mobile number on file may be shown from `on`, while the tenure holds and the number stays. Given already, it
    writes nothing.

    `how` is a MobileConsent.How. Raises Refused for who does not sit that day, shows no number in the directory, or
    has none on file.
    """
    officer = Officer.objects.lock(officer)
    there = open_on(MobileConsent.objects.everywhere("of the locked officer").filter(officer=officer), "until", on)
    number = blind_index(officer.mobile)
    if there and there[0].number_index == number:
        return there[0]
    if officer.post not in LEADERS:
        raise Refused("公开目录只显示主席和副主席，不用登记其他干部的同意。")
    if on < officer.elected_on or (officer.left_on is not None and officer.left_on <= on):
        raise Refused(f"{officer.name} 在 {on} 不在任，不能登记同意公开手机号，请核对日期。")
    if not officer.mobile:
        raise Refused("还没有登记手机号码，请先登记号码，再登记本人的同意。")
    for other in there:  # to a number that has changed since
        amend(other, {"until": max(on, other.since)})
    return MobileConsent.objects.create(officer=officer, since=on, how=how, number_index=number, recorded_by=by)


@operation("consents.withdraw")
def withdraw(officer: Officer, *, on: date, by: User | None) -> None:
    """The mobile number is not shown from `on`; nobody need say why. Nothing given, nothing is written."""
    officer = Officer.objects.lock(officer)
    given = MobileConsent.objects.everywhere("of the locked officer").filter(officer=officer)
    for consent in open_on(given, "until", on):
        amend(consent, {"until": max(on, consent.since)})
