"""How often something was tried from somewhere: counted without keeping who."""

from django.db import models


class Throttle(models.Model):
    """Tries of one kind under one key within one window; the key is a keyed fingerprint, never an address in clear."""

    kind = models.CharField("事项", max_length=30)
    key_index = models.CharField(max_length=64)
    window_starts_at = models.DateTimeField("时段开始")
    count = models.PositiveIntegerField("次数", default=0)

    class Meta:
        verbose_name = "频次"
        verbose_name_plural = "频次"
        constraints = [
            models.UniqueConstraint(fields=["kind", "key_index", "window_starts_at"], name="throttle_once"),
        ]
        indexes = [models.Index(fields=["window_starts_at"], name="throttle_window")]

    def __str__(self) -> str:
        return f"{self.kind}（{self.count}）"
