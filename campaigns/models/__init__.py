from campaigns.models.campaign import Campaign, Category, JudgeOn, Phase, ScopeRule, SizeClass, Target
from campaigns.models.report import Report

__all__ = ["Campaign", "Category", "JudgeOn", "Phase", "Report", "ScopeRule", "SizeClass", "Target"]
