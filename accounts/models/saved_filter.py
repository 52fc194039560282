"""What a list was narrowed to, under a name."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class SavedFilterQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own, and those shared in the county; whose rows they bring is decided anew for each user."""
        return self.filter(Q(user=user) | Q(shared=True)) if user.is_authenticated else self.none()


class SavedFilter(models.Model):
    """A list's query string, of its allowed parameters only. It narrows a list, it never opens one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="保存人")
    list_key = models.CharField("列表", max_length=60)  # unions.officer
    name = models.CharField("名称", max_length=30)
    query = models.CharField("筛选参数", max_length=1000)
    shared = models.BooleanField("县里共用", default=False)
    is_default = models.BooleanField("打开列表时自动使用", default=False)
    at = models.DateTimeField("保存时间", default=timezone.now)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = "保存的筛选"
        verbose_name_plural = "保存的筛选"
        ordering = ["list_key", "shared", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "list_key", "name"],
                name="saved_filter_name_once",
                violation_error_message="您在这个列表上已有同名的筛选，请换一个名称。",
            ),
            models.UniqueConstraint(
                fields=["user", "list_key"],
                condition=Q(is_default=True),
                name="saved_filter_one_default",
                violation_error_message="一个列表只能有一个默认筛选。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
