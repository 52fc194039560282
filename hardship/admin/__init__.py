"""Relief at the county's desk."""

from hardship.admin.application import ReliefApplicationAdmin
from hardship.admin.audit import AuditPackageAdmin
from hardship.admin.batch import PaymentBatchAdmin
from hardship.admin.budget import BudgetAdmin
from hardship.admin.county import CalendarDayAdmin, LivingLineAdmin, ReliefSettingsAdmin
from hardship.admin.file import HardshipFileAdmin
from hardship.admin.fund_source import FundSourceAdmin
from hardship.admin.notice import PublicNoticeAdmin
from hardship.admin.paper import PaperPrintAdmin
from hardship.admin.payment import PaymentAdmin
from hardship.admin.programme import ProgrammeAdmin
from hardship.admin.visit import VisitPlanAdmin
from hardship.admin.visit_group import VisitGroupAdmin
from hardship.admin.visit_stop import VisitStopAdmin

__all__ = [
    "AuditPackageAdmin",
    "CalendarDayAdmin",
    "BudgetAdmin",
    "FundSourceAdmin",
    "HardshipFileAdmin",
    "LivingLineAdmin",
    "PaperPrintAdmin",
    "ProgrammeAdmin",
    "PaymentAdmin",
    "PaymentBatchAdmin",
    "PublicNoticeAdmin",
    "ReliefApplicationAdmin",
    "ReliefSettingsAdmin",
    "VisitGroupAdmin",
    "VisitPlanAdmin",
    "VisitStopAdmin",
]
