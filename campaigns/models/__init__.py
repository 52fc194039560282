from campaigns.models.campaign import Campaign, Category, JudgeOn, Phase, ScopeRule, SizeClass, Target
from campaigns.models.indicator import Allocation, IndicatorTarget
from campaigns.models.report import Report

__all__ = [
    "Allocation",
    "Campaign",
    "Category",
    "IndicatorTarget",
    "JudgeOn",
    "Phase",
    "Report",
    "ScopeRule",
    "SizeClass",
    "Target",
]
