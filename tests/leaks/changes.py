"""What each role may change, written down from roles.md by hand (oracle.py asks it)."""

from tests.leaks import relief_oracle as relief

# What each role may change, by table; whatever is not listed must stay as it is, whatever is asked.
OWN_REGISTERS = {
    "unions.Organisation",
    "unions.Officer",
    "unions.Display",
    "unions.Employer",
    "unions.Honour",
    "unions.Appointment",  # ends with the tenure or the union
    "registers.ImportRun",
    "registers.ImportFault",
    "accounts.Job",
    "unions.Reminders",
    "unions.PortalSettings",
    # These go with the row they hang on.
    "unions.Invitation",
    "unions.MobileConsent",
    "unions.Photo",
    "unions.Confirmation",
    "unions.ElectionReport",
    "unions.ErrorReport",
    "unions.ScanCount",
    "unions.PrintOrder",
    "members.Member",
    "members.Membership",
    "members.Transfer",
    "members.Duplicate",
    "members.RosterCheck",
    "members.Erasure",
    "members.FormPrint",
    "accounts.PersonalPast",  # what a change of a person leaves
}
COUNTY_PLANS = {
    "campaigns.Campaign",
    "campaigns.Phase",
    "campaigns.ScopeRule",
    "campaigns.Target",
    "campaigns.IndicatorTarget",
    "campaigns.Allocation",
    "campaigns.Report",
}
REGISTERS: dict[str, set[str]] = {
    "system_admin": {
        "accounts.User",
        "accounts.SignedIn",
        "accounts.SecondFactor",
        "accounts.RecoveryCode",
        "unions.Appointment",
    },
    "auditor": set(),
    "organisation_staff": OWN_REGISTERS | COUNTY_PLANS | {"registers.NumberRelease"},
    "rights_staff": set(),
    "approver": {"campaigns.Report", "registers.NumberRelease"},
    "finance": set(),
    "body_officer": OWN_REGISTERS,
    "chair": {
        "unions.Organisation",  # the office of the own union, where it is and its telephone
        "unions.Officer",
        "unions.Display",
        "unions.Photo",
        "unions.Confirmation",
        "unions.ElectionReport",
        "unions.MobileConsent",
        "members.Member",
        "members.Membership",
        "members.Transfer",
        "members.RosterCheck",
        "members.FormPrint",
        "accounts.PersonalPast",
        "registers.ImportRun",
        "accounts.Job",
    },
}
MAY_CHANGE = {role: tables | relief.MAY_CHANGE.get(role, set()) for role, tables in REGISTERS.items()}
