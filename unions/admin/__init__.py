from unions.admin.appointment import AppointmentAdmin
from unions.admin.display import DisplayAdmin
from unions.admin.election_report import ElectionReportAdmin
from unions.admin.employer import EmployerAdmin
from unions.admin.error_report import ErrorReportAdmin
from unions.admin.honour import HonourAdmin
from unions.admin.officer import OfficerAdmin
from unions.admin.one_row import PortalSettingsAdmin, RemindersAdmin
from unions.admin.organisation import OrganisationAdmin
from unions.admin.print_order import PrintOrderAdmin

__all__ = [
    "AppointmentAdmin",
    "DisplayAdmin",
    "ElectionReportAdmin",
    "EmployerAdmin",
    "ErrorReportAdmin",
    "HonourAdmin",
    "OfficerAdmin",
    "OrganisationAdmin",
    "PortalSettingsAdmin",
    "PrintOrderAdmin",
    "RemindersAdmin",
]
