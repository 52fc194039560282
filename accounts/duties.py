"""Who may do what: one pure table (roles.md). Where it may be done is the appointment's organisation."""

from enum import StrEnum


class Role(StrEnum):
    SYSTEM_ADMIN = "system_admin"
    AUDITOR = "auditor"
    ORGANISATION_STAFF = "organisation_staff"
    RIGHTS_STAFF = "rights_staff"
    APPROVER = "approver"
    FINANCE = "finance"
    BODY_OFFICER = "body_officer"
    CHAIR = "chair"


ROLE_LABELS: dict[str, str] = {
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.AUDITOR: "安全审计员",
    Role.ORGANISATION_STAFF: "组宣部",
    Role.RIGHTS_STAFF: "权益保障部",
    Role.APPROVER: "分管领导",
    Role.FINANCE: "财务",
    Role.BODY_OFFICER: "乡镇（开发区、系统）工会干部",
    Role.CHAIR: "基层工会主席",
}


class Duty(StrEnum):
    """A thing one may do; `SEE_…` opens lists and pages, the others change something."""

    SEE_ACCOUNTS = "see_accounts"
    MANAGE_ACCOUNTS = "manage_accounts"
    SEE_JOBS = "see_jobs"
    SEE_BOOK = "see_book"
    SEE_ORGANISATIONS = "see_organisations"
    EDIT_ORGANISATIONS = "edit_organisations"
    SEE_EMPLOYERS = "see_employers"
    SEE_OFFICERS = "see_officers"
    EDIT_OFFICERS = "edit_officers"
    SEE_DISPLAYS = "see_displays"
    REPORT_DISPLAYS = "report_displays"
    VERIFY_DISPLAYS = "verify_displays"
    SEE_CAMPAIGNS = "see_campaigns"
    EDIT_CAMPAIGNS = "edit_campaigns"
    SEE_REPORTS = "see_reports"
    MAKE_REPORTS = "make_reports"
    ISSUE_REPORTS = "issue_reports"
    SEE_IMPORTS = "see_imports"
    IMPORT_REGISTERS = "import_registers"
    EXPORT_REGISTERS = "export_registers"
    RELEASE_NUMBERS = "release_numbers"
    SHARE_FILTERS = "share_filters"
    INVITE_CHAIRS = "invite_chairs"
    SEE_ERROR_REPORTS = "see_error_reports"
    ANSWER_ERROR_REPORTS = "answer_error_reports"
    MAKE_PRINTS = "make_prints"
    SEE_MEMBERS = "see_members"
    EDIT_MEMBERS = "edit_members"
    SETTLE_DUPLICATES = "settle_duplicates"
    ERASE_MEMBERS = "erase_members"
    SEE_RELIEF = "see_relief"
    EDIT_PROGRAMMES = "edit_programmes"
    SEE_FILES = "see_files"
    EDIT_FILES = "edit_files"
    SEE_APPLICATIONS = "see_applications"
    APPLY_FOR_RELIEF = "apply_for_relief"
    GIVE_OPINION = "give_opinion"
    REVIEW_RELIEF = "review_relief"
    PUBLISH_RELIEF = "publish_relief"
    APPROVE_RELIEF = "approve_relief"
    SEE_FUNDS = "see_funds"
    EDIT_FUNDS = "edit_funds"
    SEE_PAYMENTS = "see_payments"
    PAY_RELIEF = "pay_relief"
    SEE_VISITS = "see_visits"
    EDIT_VISITS = "edit_visits"
    TAKE_AUDIT = "take_audit"
    USE_PORTAL = "use_portal"
    WORK_AT_DESK = "work_at_desk"


SEE_REGISTERS = {
    Duty.SEE_ORGANISATIONS,
    Duty.SEE_EMPLOYERS,
    Duty.SEE_OFFICERS,
    Duty.SEE_DISPLAYS,
    Duty.SEE_CAMPAIGNS,
    Duty.SEE_REPORTS,
    Duty.SEE_IMPORTS,
    Duty.SEE_ERROR_REPORTS,
    Duty.SEE_MEMBERS,
    Duty.WORK_AT_DESK,
}
KEEP_REGISTERS = {
    Duty.EDIT_ORGANISATIONS,
    Duty.EDIT_OFFICERS,
    Duty.REPORT_DISPLAYS,
    Duty.VERIFY_DISPLAYS,
    Duty.IMPORT_REGISTERS,
    Duty.EXPORT_REGISTERS,
    Duty.INVITE_CHAIRS,
    Duty.ANSWER_ERROR_REPORTS,
    Duty.MAKE_PRINTS,
    Duty.EDIT_MEMBERS,
    Duty.SETTLE_DUPLICATES,
}
# What opens tables of personal data to a role, here and in the database (accounts/wall.py).
PERSONAL_DUTIES = frozenset({Duty.SEE_MEMBERS})
# The same for tables of families in hardship: a wall of their own.
RELIEF_DUTIES = frozenset({Duty.SEE_FILES, Duty.SEE_APPLICATIONS, Duty.SEE_PAYMENTS, Duty.SEE_VISITS})
SEE_RELIEF = {
    Duty.SEE_RELIEF,
    Duty.SEE_FILES,
    Duty.SEE_APPLICATIONS,
    Duty.SEE_FUNDS,
    Duty.SEE_PAYMENTS,
    Duty.SEE_VISITS,
}

DUTIES: dict[str, frozenset[Duty]] = {
    # Organisations, so that roles can be given there; employers hold telephones and persons' names.
    Role.SYSTEM_ADMIN: frozenset(
        {Duty.SEE_ACCOUNTS, Duty.MANAGE_ACCOUNTS, Duty.SEE_JOBS, Duty.SEE_ORGANISATIONS, Duty.WORK_AT_DESK}
    ),
    Role.AUDITOR: frozenset(
        SEE_REGISTERS
        | SEE_RELIEF
        | {Duty.SEE_ACCOUNTS, Duty.SEE_BOOK, Duty.SEE_JOBS, Duty.EXPORT_REGISTERS, Duty.TAKE_AUDIT}
    ),
    Role.ORGANISATION_STAFF: frozenset(
        SEE_REGISTERS
        | KEEP_REGISTERS
        | {Duty.EDIT_CAMPAIGNS, Duty.MAKE_REPORTS, Duty.SEE_JOBS, Duty.SHARE_FILTERS}
        | {Duty.ERASE_MEMBERS, Duty.RELEASE_NUMBERS}
    ),
    Role.RIGHTS_STAFF: frozenset(
        {Duty.SEE_ORGANISATIONS, Duty.SEE_EMPLOYERS, Duty.WORK_AT_DESK}
        | SEE_RELIEF
        | {Duty.EDIT_PROGRAMMES, Duty.EDIT_FILES, Duty.REVIEW_RELIEF, Duty.PUBLISH_RELIEF, Duty.EDIT_VISITS}
        | {Duty.SEE_IMPORTS, Duty.IMPORT_REGISTERS, Duty.EXPORT_REGISTERS}
    ),
    Role.APPROVER: frozenset(
        SEE_REGISTERS | SEE_RELIEF | {Duty.ISSUE_REPORTS, Duty.RELEASE_NUMBERS, Duty.APPROVE_RELIEF}
    ),
    # Of an application what a payment needs; no file, no illness, no income.
    Role.FINANCE: frozenset(
        {Duty.SEE_ORGANISATIONS, Duty.SEE_EMPLOYERS, Duty.WORK_AT_DESK}
        | {Duty.SEE_RELIEF, Duty.SEE_FUNDS, Duty.EDIT_FUNDS, Duty.SEE_PAYMENTS, Duty.PAY_RELIEF}
    ),
    # An opinion on applications; no file, no illness.
    Role.BODY_OFFICER: frozenset(
        SEE_REGISTERS | KEEP_REGISTERS | {Duty.SEE_RELIEF, Duty.SEE_APPLICATIONS, Duty.GIVE_OPINION}
    ),
    # No desk: a chair works in the portal, on the own union only.
    Role.CHAIR: frozenset(
        {
            Duty.SEE_ORGANISATIONS,
            Duty.SEE_EMPLOYERS,
            Duty.SEE_OFFICERS,
            Duty.SEE_DISPLAYS,
            Duty.EDIT_OFFICERS,
            Duty.REPORT_DISPLAYS,
            Duty.IMPORT_REGISTERS,
            Duty.MAKE_PRINTS,
            Duty.SEE_MEMBERS,
            Duty.EDIT_MEMBERS,
            Duty.SEE_RELIEF,
            Duty.SEE_FILES,
            Duty.EDIT_FILES,
            Duty.SEE_APPLICATIONS,
            Duty.APPLY_FOR_RELIEF,
            Duty.USE_PORTAL,
        }
    ),
}

COUNTY_ROLES = frozenset(
    {Role.SYSTEM_ADMIN, Role.AUDITOR, Role.ORGANISATION_STAFF, Role.RIGHTS_STAFF, Role.APPROVER, Role.FINANCE}
)
