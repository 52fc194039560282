"""Who may read what of relief, written down from roles.md by hand, as in oracle.py."""

# 组宣部 and 系统管理员 read nothing of it; a township reads applications, never a file; finance what a payment needs.
COUNTY = {"rights_staff", "approver", "auditor"}
KNOWERS: dict[str, set[str]] = {
    "relief rules": {*COUNTY, "finance", "body_officer", "chair"},
    "files": {*COUNTY, "chair"},
    "applications": {*COUNTY, "body_officer", "chair"},
    "payees": {*COUNTY, "body_officer", "chair", "finance"},
    "payments": {*COUNTY, "finance"},
    "funds": {*COUNTY, "finance"},
    "visits": COUNTY,
    "papers": {*COUNTY, "finance", "body_officer", "chair"},
}
# The county's own, the same in every part.
TOLD = {"relief rules"}
KINDS = {
    **dict.fromkeys(
        (
            "hardship.ReliefProgramme",
            "hardship.CriteriaVersion",
            "hardship.Criterion",
            "hardship.DocumentRule",
            "hardship.LivingLine",
            "hardship.CalendarDay",
            "hardship.ReliefSettings",
        ),
        "relief rules",
    ),
    **dict.fromkeys(
        (
            "hardship.HardshipFile",
            "hardship.FileVersion",
            "hardship.HouseholdPerson",
            "hardship.Document",
            "hardship.DocumentCheck",
            "hardship.HomeVisit",
        ),
        "files",
    ),
    **dict.fromkeys(
        (
            "hardship.ReliefApplication",
            "hardship.Step",
            "hardship.AmountChange",
            "hardship.PublicNotice",
            "hardship.NoticeLine",
            "hardship.Objection",
        ),
        "applications",
    ),
    "hardship.NoHardship": "applications",
    "hardship.Instalment": "payments",
    "hardship.Payment": "payments",
    "hardship.PaymentBatch": "funds",
    "hardship.BankReturn": "funds",
    "hardship.FundSource": "funds",
    "hardship.Budget": "funds",
    "hardship.FundEntry": "funds",
    "hardship.VisitPlan": "visits",
    "hardship.VisitQuota": "visits",
    "hardship.VisitGroup": "visits",
    "hardship.VisitStop": "visits",
    "hardship.PaperPrint": "papers",
    "hardship.AuditPackage": "own lists",
    "hardship.WhatIf": "own lists",
}
# Inside the sealed texts (stain.py): which words of them are whose.
COLUMN_KINDS = {
    "hardship.ReliefApplication.name": "payees",
    "hardship.ReliefApplication.id": "payees",
    "hardship.ReliefApplication.judgement_sealed": "files",
    "hardship.Step.decided_by": "payees",  # who let it through stands beside the payment, as a colleague does
    "hardship.FileVersion.facts id_number": "numbers",
    "hardship.FileVersion.facts card": "numbers",
    "hardship.FileVersion.facts mobile": "numbers",
    "hardship.HouseholdPerson.facts id_number": "numbers",
    "hardship.Payment.account_sealed": "numbers",
    "hardship.PaymentBatch.file_sealed": "secrets",
}
# Who may have a whole number shown, for a reason that the book keeps.
KEEPERS = {"rights_staff", "approver", "finance", "auditor", "chair"}
_FILE = {
    *(f"hardship.FileVersion.facts {name}" for name in ("id_number", "card", "mobile")),
    "hardship.HouseholdPerson.facts id_number",
}
_DESK, _PHONE = "admin:hardship_hardshipfile_", "portal-relief-"
REVEALS: dict[str, set[str]] = {
    # What is on file, whole, for whoever changes or prints it: noted in the book each time.
    **dict.fromkeys((f"{_DESK}{act}" for act in ("whole", "edit", "relapse", "print", "paper")), _FILE),
    **dict.fromkeys((f"{_DESK}{act}" for act in ("card", "mobile", "id-number")), _FILE),
    **dict.fromkeys(
        (f"{_PHONE}{act}" for act in ("file-whole", "file-edit", "print-file", "print-application")), _FILE
    ),
    "admin:hardship_reliefapplication_paper": _FILE,
    "admin:hardship_payment_account": {"hardship.Payment.account_sealed"},
    # The family is told whom to ring.
    **dict.fromkeys(
        ("admin:hardship_reliefapplication_receipt", f"{_PHONE}print-receipt"), {"unions.Organisation.phone"}
    ),
}
# A form is filled in with what is on file as soon as it is opened, which the book keeps; elsewhere a reason is sent first.
AT_ONCE = {f"{_DESK}edit", f"{_DESK}relapse", f"{_PHONE}file-edit", f"{_PHONE}file-relapse"}
# What each role may change (changes.py).
FILES = {"hardship.HardshipFile", "hardship.FileVersion", "hardship.HouseholdPerson", "hardship.Document"}
FLOW = {"hardship.ReliefApplication", "hardship.Step", "hardship.Document"}
MAY_CHANGE: dict[str, set[str]] = {
    "rights_staff": {
        *FILES,
        *FLOW,
        "hardship.DocumentCheck",
        "hardship.HomeVisit",
        "hardship.AmountChange",
        "hardship.PublicNotice",
        "hardship.NoticeLine",
        "hardship.Objection",
        *(one for one, kind in KINDS.items() if kind in {"relief rules", "visits"}),
        "hardship.FundEntry",
        "hardship.PaperPrint",
        "registers.ImportRun",
        "registers.ImportFault",
        "accounts.Job",
    },
    # Of what is printed or taken along a line is kept.
    "auditor": {"hardship.PaperPrint", "hardship.AuditPackage", "accounts.Job"},
    "approver": {*FLOW, "hardship.Instalment", "hardship.Budget", "hardship.PaperPrint"},
    "finance": {
        *(one for one, kind in KINDS.items() if kind in {"funds", "payments"}),
        "hardship.PaperPrint",
        "hardship.ReliefApplication",
        "hardship.Step",
    },
    "body_officer": {"hardship.ReliefApplication", "hardship.Step"},
    "chair": {
        *FILES,
        *FLOW,
        "hardship.PublicNotice",
        "hardship.NoticeLine",
        "hardship.Objection",
        "hardship.PaperPrint",
        "hardship.NoHardship",
    },
}
