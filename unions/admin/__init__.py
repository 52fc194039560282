from unions.admin.appointment import AppointmentAdmin
from unions.admin.display import DisplayAdmin
from unions.admin.employer import EmployerAdmin
from unions.admin.honour import HonourAdmin
from unions.admin.officer import OfficerAdmin
from unions.admin.organisation import OrganisationAdmin
from unions.admin.reminders import RemindersAdmin

__all__ = [
    "AppointmentAdmin",
    "DisplayAdmin",
    "EmployerAdmin",
    "HonourAdmin",
    "OfficerAdmin",
    "OrganisationAdmin",
    "RemindersAdmin",
]
