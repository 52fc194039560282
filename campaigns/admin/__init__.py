"""Campaigns and monthly reports at the desk."""

from campaigns.admin.campaign import CampaignAdmin
from campaigns.admin.report import ReportAdmin

__all__ = ["CampaignAdmin", "ReportAdmin"]
