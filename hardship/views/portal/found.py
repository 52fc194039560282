"""Rows of relief of one's own union: 404 outside one's own part, 403 for those who see it from the desk."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from hardship.models import Objection, PublicNotice, ReliefApplication
from unions.views.portal.frame import demand_chair

TAB = "portal-relief"


def own_notice(request: HttpRequest, pk: int) -> PublicNotice:
    user: Any = request.user
    rows = PublicNotice.objects.visible_to(user).filter(kind=PublicNotice.Kind.UNIT)
    row: PublicNotice = get_object_or_404(rows.select_related("organisation", "programme", "photo"), pk=pk)
    demand_chair(request, row.organisation)
    return row


def own_objection(request: HttpRequest, pk: int) -> Objection:
    user: Any = request.user
    rows = Objection.objects.visible_to(user).select_related("notice__organisation", "notice__programme", "application")
    row: Objection = get_object_or_404(rows.filter(notice__kind=PublicNotice.Kind.UNIT), pk=pk)
    demand_chair(request, row.notice.organisation)
    return row


def own_application(request: HttpRequest, pk: int) -> ReliefApplication:
    user: Any = request.user
    rows = ReliefApplication.objects.visible_to(user)
    row: ReliefApplication = get_object_or_404(
        rows.select_related("union", "programme", "file__employer", "version"), pk=pk
    )
    demand_chair(request, row.union)
    return row
