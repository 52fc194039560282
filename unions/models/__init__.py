from unions.models.appointment import Appointment
from unions.models.confirmation import Confirmation
from unions.models.consent import MobileConsent
from unions.models.display import Display, Item, Way
from unions.models.election_report import ElectionReport
from unions.models.employer import Employer, Industry, Nature, Ownership, Size, ownership_of
from unions.models.error_report import ErrorReport
from unions.models.honour import Honour, Level
from unions.models.invitation import Invitation
from unions.models.officer import FullTime, Officer, Post, Sex
from unions.models.organisation import BODY_KINDS, GRASSROOTS_KINDS, Kind, Organisation
from unions.models.photo import Photo
from unions.models.portal_settings import PortalSettings
from unions.models.print_order import Piece, PrintOrder
from unions.models.reminders import Reminders
from unions.models.scan import ScanCount
from unions.models.search import EmployerKey, OfficerKey, OrganisationKey

__all__ = [
    "BODY_KINDS",
    "GRASSROOTS_KINDS",
    "Appointment",
    "Display",
    "Employer",
    "EmployerKey",
    "FullTime",
    "Honour",
    "Industry",
    "Item",
    "Kind",
    "Level",
    "Nature",
    "Officer",
    "OfficerKey",
    "Organisation",
    "OrganisationKey",
    "Ownership",
    "Post",
    "Reminders",
    "Sex",
    "Size",
    "Way",
    "ownership_of",
    "Confirmation",
    "MobileConsent",
    "ElectionReport",
    "ErrorReport",
    "Invitation",
    "Photo",
    "Piece",
    "PortalSettings",
    "PrintOrder",
    "ScanCount",
]
