"""Campaigns and monthly reports at the desk."""

from campaigns.admin import on_organisation  # fills its places on the unions' pages
from campaigns.admin.campaign import CampaignAdmin
from campaigns.admin.report import ReportAdmin

__all__ = ["CampaignAdmin", "ReportAdmin", "on_organisation"]
