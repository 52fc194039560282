from hardship.models.application import (
    AmountChange,
    Document,
    DocumentCheck,
    HomeVisit,
    ReliefApplication,
    Step,
)
from hardship.models.audit import AuditPackage
from hardship.models.file import FileVersion, HardshipFile, HouseholdPerson
from hardship.models.money import BankReturn, Budget, FundEntry, FundSource, Instalment, Payment, PaymentBatch
from hardship.models.no_hardship import NoHardship
from hardship.models.notice import NoticeLine, Objection, PublicNotice
from hardship.models.paper import PaperPrint
from hardship.models.programme import (
    CalendarDay,
    CriteriaVersion,
    Criterion,
    DocumentRule,
    LivingLine,
    ReliefProgramme,
    ReliefSettings,
)
from hardship.models.visit import VisitGroup, VisitPlan, VisitQuota, VisitStop
from hardship.models.what_if import WhatIf

__all__ = [
    "AmountChange",
    "AuditPackage",
    "BankReturn",
    "Budget",
    "CalendarDay",
    "CriteriaVersion",
    "Criterion",
    "Document",
    "DocumentCheck",
    "DocumentRule",
    "FileVersion",
    "FundEntry",
    "FundSource",
    "HardshipFile",
    "HomeVisit",
    "HouseholdPerson",
    "Instalment",
    "LivingLine",
    "NoHardship",
    "NoticeLine",
    "Objection",
    "PaperPrint",
    "Payment",
    "PaymentBatch",
    "PublicNotice",
    "ReliefApplication",
    "ReliefProgramme",
    "ReliefSettings",
    "Step",
    "VisitGroup",
    "VisitPlan",
    "VisitQuota",
    "VisitStop",
    "WhatIf",
]
