"""The demonstration's accounts: one per role, each at its place."""

from datetime import date, timedelta

from accounts.duties import Role
from accounts.operations import open_account
from config.demo import ACCOUNTS, CHAIRS_NAME, COUNTY_NAME
from unions.models import Officer, Organisation
from unions.operations.appointments import appoint

MADE_UP = "the demonstration county is made by the system"
# Who sits behind each account; the chair is the officer whose tenure it hangs on.
HOLDERS = {
    "admin": (Role.SYSTEM_ADMIN, "方立新"),
    "shenji": (Role.AUDITOR, "严慧敏"),
    "zuxuan": (Role.ORGANISATION_STAFF, "周文静"),
    "quanyi": (Role.RIGHTS_STAFF, "贺春梅"),
    "lingdao": (Role.APPROVER, "秦国平"),
    "caiwu": (Role.FINANCE, "田桂芳"),
    "tianhe": (Role.BODY_OFFICER, "范志远"),
    "luoyan": (Role.BODY_OFFICER, "黎长生"),
    "kaifaqu": (Role.BODY_OFFICER, "邵晓东"),
    "zhuxi": (Role.CHAIR, CHAIRS_NAME),
}


def open_accounts(today: date) -> None:
    """All of ACCOUNTS, ready to sign in with the printed password."""
    for username, password, label, place in ACCOUNTS:
        role, name = HOLDERS[username]
        organisation = Organisation.objects.everywhere(MADE_UP).get(name=place)
        shown = f"{name}（{label}）" if place == COUNTY_NAME else name
        user = open_account(username, name=shown, password=password, by=None)
        since, officer = today - timedelta(days=400), None
        if role == Role.CHAIR:
            officer = Officer.objects.everywhere(MADE_UP).chairs().sitting_on(today).get(union=organisation, name=name)
            since = max(since, officer.elected_on)
        appoint(user, role, organisation, since=since, officer=officer, by=None)
