"""Who may read and change what, written down from roles.md by hand: never asks the code it judges."""

from accounts.duties import Role
from tests.leaks import relief_oracle as relief
from tests.leaks.changes import MAY_CHANGE
from tests.leaks.mint import Mark

ANONYMOUS, FORMER = "anonymous", "former"
PRINCIPALS = (
    "system_admin",
    "auditor",
    "organisation_staff",
    "rights_staff",
    "approver",
    "finance",
    "body_officer",
    "stranger",
    "chair",
    FORMER,
    ANONYMOUS,
)
ROLE_OF = {"stranger": Role.BODY_OFFICER, **{role.value: role.value for role in Role}}

# The places of the world, and whose part they are.
PLACES = ("county", "riverside", "mill", "bakery", "hilltop", "quarry")
# shared: an employer of one township, organised in a union of the other, and a member who is to move between them.
# crossing: how a member came from the quarry to the mill, whose chair is one of the two sides.
EVERYWHERE = {*PLACES, "shared", "crossing"}
PARTS = {
    "body_officer": {"riverside", "mill", "bakery", "shared", "crossing"},
    "stranger": {"hilltop", "quarry", "shared", "crossing"},
    "chair": {"mill", "crossing"},
    FORMER: set(),
    ANONYMOUS: set(),
}

REGISTER_READERS = {"auditor", "organisation_staff", "approver", "body_officer"}
KNOWERS = {
    "organisations": {*REGISTER_READERS, "system_admin", "rights_staff", "finance", "chair"},
    "employers": {*REGISTER_READERS, "rights_staff", "finance", "chair"},
    "officers": {*REGISTER_READERS, "chair"},
    "displays": {*REGISTER_READERS, "chair"},
    "campaigns": REGISTER_READERS,
    "reports": REGISTER_READERS,
    "imports": REGISTER_READERS,
    "jobs": {"system_admin", "auditor", "organisation_staff"},
    "accounts": {"system_admin", "auditor"},
    # Who did it stands beside imports, jobs and reports: a colleague's name, not the account.
    "colleagues": {"system_admin", "auditor", "organisation_staff", "approver", "rights_staff", "finance"},
    "book": {"auditor"},
    "invitations": {"organisation_staff", "body_officer"},
    "members": {*REGISTER_READERS, "chair"},
    "error reports": {*REGISTER_READERS, "chair"},
    **relief.KNOWERS,
    "releases": {"auditor", "organisation_staff", "approver"},
    "own lists": set(),
    "numbers": set(),  # of persons: masked (docs/decisions/0010)
    "secrets": set(),
}
# Whose table a row is, for the tables whose columns are all of one class; columns that differ are below.
KINDS = {
    "unions.Organisation": "organisations",
    "unions.Employer": "employers",
    "unions.Honour": "organisations",
    "unions.Officer": "officers",
    "unions.Display": "displays",
    "unions.Appointment": "accounts",
    "unions.Reminders": "organisations",
    "unions.PortalSettings": "organisations",
    "unions.Invitation": "invitations",
    "unions.MobileConsent": "officers",
    "unions.Photo": "displays",
    "unions.Confirmation": "displays",
    "unions.ElectionReport": "officers",
    "unions.ErrorReport": "error reports",
    "unions.ScanCount": "organisations",
    "unions.PrintOrder": "own lists",
    "members.Member": "members",
    "members.Membership": "members",
    "members.Transfer": "members",
    "members.Duplicate": "members",
    "members.RosterCheck": "members",
    "members.Erasure": "members",
    "members.FormPrint": "organisations",
    **relief.KINDS,
    "accounts.PersonalPast": "secrets",
    "accounts.SentOnce": "secrets",
    "accounts.Throttle": "secrets",
    "campaigns.Campaign": "campaigns",
    "campaigns.Phase": "campaigns",
    "campaigns.ScopeRule": "campaigns",
    "campaigns.Target": "campaigns",
    "campaigns.IndicatorTarget": "campaigns",
    "campaigns.Allocation": "reports",
    "campaigns.Report": "reports",
    "registers.ImportRun": "imports",
    "registers.ImportFault": "imports",
    "registers.NumberRelease": "releases",
    "accounts.Job": "jobs",
    "accounts.User": "accounts",
    "accounts.BookEntry": "book",
    "accounts.ListExport": "own lists",
    "accounts.SavedFilter": "own lists",
    "accounts.SecondFactor": "secrets",
    "accounts.RecoveryCode": "secrets",
    "accounts.SignedIn": "accounts",
    "axes.AccessAttempt": "accounts",
    "axes.AccessLog": "accounts",
    "axes.AccessFailureLog": "accounts",
}
COLUMN_KINDS = {
    "accounts.User.name": "colleagues",
    "accounts.User.username": "colleagues",
    "accounts.User.id": "colleagues",
    "unions.Officer.id_number_sealed": "secrets",
    "unions.Officer.id_number_index": "secrets",
    "members.Member.id_number_sealed": "secrets",
    "members.Member.id_number_index": "secrets",
    "members.Member.mobile": "numbers",
    "accounts.User.password": "secrets",
    "accounts.BookEntry.id": "officers",  # names the act that is taken back
    "accounts.SecondFactor.id": "accounts",
    "accounts.RecoveryCode.id": "accounts",
    "unions.Officer.mobile": "numbers",
    "unions.Officer.office_phone": "numbers",
    "unions.Employer.phone": "numbers",
    "unions.Organisation.phone": "numbers",
    "unions.ElectionReport.mobile": "numbers",
    "unions.ElectionReport.office_phone": "numbers",
    **relief.COLUMN_KINDS,
}
# A table the list above does not know: whoever reads the registers of the part it belongs to.
UNKNOWN = "imports"


# Doors for everybody (accounts/public.py), and what they may say of a listed union, a sitting chair or vice-chair and
# a union's employers; world.py knows which rows that is. No number: all of this world's are mobile numbers.
PUBLIC_DOORS = {
    "directory",
    "suggest",
    "bodies",
    "body-page",
    "scan",
    "union-page",
    "robots",
    "sitemap",
    "sitemap-part",
    "report-error",
    "find-error-report",
    "error-report",
    "progress",
    "verify",
    "verification",
    "relief-notices",
    "relief-notice",
    "relief-result",
}
PUBLISHED = {
    "unions.Organisation": {"name", "address"},
    "unions.Officer": {"name"},
    "unions.Employer": {"name"},
    "unions.PortalSettings": {"hotline"},
    "campaigns.Campaign": {"name"},
    "campaigns.Report": {"figures"},  # of issued ones
}
# Reports carry the body's code in their number.
REPORT_DOORS = {"progress", "verify", "verification"}
# Pages of the portal name the responsible body of one's own union: whom to ask stands where a chair could be stuck (ui.md).
BODY_OF = {"chair": "riverside"}
# What anybody may bring in, by address: new rows, nothing else.
ANYBODY_WRITES = {
    "report-error": {"unions_errorreport", "accounts_throttle", "accounts_bookentry"},
    # How often somebody tried, under a keyed fingerprint.
    "portal-sign-in": {"accounts_throttle"},
    "portal-code": {"accounts_throttle"},
    "relief-result": {"accounts_throttle"},
}
ONE_ROW = {"unions.Reminders", "unions.PortalSettings"}  # the county's days and choices
HOTLINE = ("unions.PortalSettings", "hotline")  # stands wherever somebody could be stuck, signed in or not
# Of the county federation itself: its name stands on the sign-in page, its row is above everybody's.
PUBLIC = {"name", "id", "code"}
# Doors that show a number of one's own part, for a reason that the book keeps (roles.md), and which. Who may open them
# is the door table's; nobody but these roles has any of them.
REVEALS = {
    **relief.REVEALS,
    "admin:unions_officer_id-number": {"unions.Officer.id_number_sealed"},
    "admin:unions_officer_mobile": {"unions.Officer.mobile"},
    "admin:unions_officer_office-phone": {"unions.Officer.office_phone"},
    "admin:unions_electionreport_mobile": {"unions.ElectionReport.mobile"},
    "admin:unions_electionreport_office-phone": {"unions.ElectionReport.office_phone"},
    "admin:unions_employer_phone": {"unions.Employer.phone"},
    "admin:unions_organisation_phone": {"unions.Organisation.phone"},
    "admin:unions_officer_export": {"unions.Officer.mobile", "unions.Officer.office_phone"},
    "admin:unions_employer_export": {"unions.Employer.phone"},
    "admin:unions_organisation_export": {"unions.Organisation.phone"},
    "admin:registers_importrun_export": {
        *(name for name, kind in COLUMN_KINDS.items() if kind == "numbers"),
        "members.Member.id_number_sealed",
    },
    "admin:members_member_id-number": {"members.Member.id_number_sealed"},
    "admin:members_member_mobile": {"members.Member.mobile"},
    # The official forms and a person's own data, on paper.
    **dict.fromkeys(
        (
            "admin:members_member_forms",
            "admin:members_transfer_forms",
            "admin:members_member_own-data",
            "admin:unions_organisation_forms",
            "admin:unions_officer_forms",
        ),
        {
            "members.Member.id_number_sealed",
            "members.Member.mobile",
            "unions.Officer.id_number_sealed",
            "unions.Officer.mobile",
            "unions.Officer.office_phone",
            "unions.Organisation.phone",
            "unions.Employer.phone",
            "accounts.PersonalPast.before",
        },
    ),
    "portal-member-phone": {"members.Member.mobile"},
    "portal-roster-download": {"members.Member.id_number_sealed", "members.Member.mobile"},
    "portal-forms": {
        "members.Member.id_number_sealed",
        "members.Member.mobile",
        "unions.Officer.id_number_sealed",
        "unions.Officer.mobile",
        "unions.Officer.office_phone",
        "unions.Organisation.phone",
        "unions.Employer.phone",
    },
}
SHOWN_TO = REGISTER_READERS - {"approver"}


def kind_of(label: str, column: str) -> str:
    return COLUMN_KINDS.get(f"{label}.{column}", KINDS.get(label, UNKNOWN))


def part_of(who: str) -> set[str]:
    return PARTS.get(who, EVERYWHERE)


def may_read(who: str, mark: Mark, door: str = "") -> bool:
    """By class of knowledge and by place. A secret counts as readable only at the door that shows it for a reason."""
    role = ROLE_OF.get(who, "")
    if (mark.owner == who and mark.kind != "secrets") or (mark.label, mark.column) == HOTLINE:
        return True
    if mark.kind in {"numbers", "secrets"}:
        shown = f"{mark.label}.{mark.column}" in REVEALS.get(door, ())
        keepers = SHOWN_TO | ({Role.CHAIR} if door.startswith("portal-") else set())
        keepers |= relief.KEEPERS if mark.label.startswith("hardship.") or door in relief.REVEALS else set()
        return shown and role in keepers and mark.home in part_of(who)
    if role == Role.AUDITOR or _is_for_all(mark):
        return bool(role) or mark.column == "name"
    return _is_told(role, mark, part_of(who)) or (role in KNOWERS[mark.kind] and mark.home in part_of(who))


def names_the_body(who: str, mark: Mark, door: str) -> bool:
    """The responsible body's name at the foot of a page of the portal, which is also a chair's own home."""
    at_portal = door == "home" or door.startswith("portal")
    own = mark.label == "unions.Organisation" and mark.column == "name" and mark.home == BODY_OF.get(who)
    return at_portal and own


def _is_for_all(mark: Mark) -> bool:
    """The county federation's own name, and its days."""
    county = mark.label == "unions.Organisation" and mark.home == "county"
    return (county and mark.column in PUBLIC) or mark.label in ONE_ROW


def _is_told(role: str, mark: Mark, part: set[str]) -> bool:
    """What reaches beyond the part: campaigns, the names on what the county issues, the rows that jobs are about."""
    if mark.kind in {"campaigns", *relief.TOLD}:
        return role in KNOWERS[mark.kind]
    if mark.kind == "colleagues" and mark.home in {"county", *part} and mark.column in {"name", "id"}:
        return role in KNOWERS["colleagues"] | REGISTER_READERS
    return mark.column == "id" and role in KNOWERS["jobs"] and mark.kind in {"imports", "reports", "own lists"}


# What is everybody's own, by the column that says whose; never anybody else's.
ONES_OWN = {
    "accounts.User": "id",
    "accounts.SecondFactor": "user_id",
    "accounts.RecoveryCode": "user_id",
    "accounts.SignedIn": "user_id",
    "accounts.SavedFilter": "user_id",
    "accounts.ListExport": "by_id",
    "registers.NumberRelease": "by_id",
    "unions.PrintOrder": "by_id",
    "accounts.Job": "by_id",
    "accounts.SentOnce": "user_id",
    "hardship.AuditPackage": "by_id",
    "hardship.WhatIf": "by_id",
}


def may_change(who: str) -> set[str]:
    return MAY_CHANGE.get(ROLE_OF.get(who, ""), set())
