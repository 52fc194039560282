"""调整试算 of a large county: asked for, worked out in the background, kept for a day (ui.md: over 10 s is a job)."""

import json
from typing import Any, Self

from django.conf import settings
from django.db import models

from accounts.encryption import unseal
from hardship.models.programme import ReliefProgramme

WHAT_IF = "hardship_whatif.result_sealed"


class WhatIfQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own: the families of another's part may stand in it."""
        return self.filter(by=user) if user.is_authenticated else self.none()


class WhatIf(models.Model):
    """One question. Its Job says how far it is; `made_at` is empty until the answer is whole."""

    programme = models.ForeignKey(ReliefProgramme, models.PROTECT, related_name="+", verbose_name="项目")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="试算人")
    at = models.DateTimeField("发起时间")
    query = models.TextField("试算的数字")
    # Paths of the organisations whose files were judged: who no longer stands there reads it no more.
    places = models.JSONField("范围", default=list)
    # Which families meet which criteria: nobody's to read in a dump.
    result_sealed = models.TextField("结果", blank=True, editable=False)
    made_at = models.DateTimeField("算完时间", null=True)
    expires_at = models.DateTimeField("保留至", null=True)

    objects = WhatIfQuerySet.as_manager()

    class Meta:
        verbose_name = "调整试算"
        verbose_name_plural = "调整试算"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"调整试算 {self.pk}"

    @property
    def result(self) -> Any:
        return json.loads(unseal(self.result_sealed, WHAT_IF)) if self.result_sealed else None
