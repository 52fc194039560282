"""Display facts of 双亮: what hangs, what is published, who shows who he or she is (coverage.md §1)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from unions.models.officer import Officer
from unions.models.organisation import Organisation
from unions.querysets import DisplayQuerySet


class Item(models.TextChoices):
    SIGN = "sign", "悬挂牌匾"
    OFFICE = "office", "公布办公地点"
    IDENTITY = "identity", "亮明身份"
    CONTACT = "contact", "公布联系方式"


class Way(models.TextChoices):
    ENTERPRISE_FRONT = "enterprise_front", "企业门面"
    UNION_OFFICE = "union_office", "工会办公地点"
    PUBLICITY_WINDOW = "publicity_window", "企业宣传橱窗"
    AFFAIRS_BOARD = "affairs_board", "厂务公开栏"
    WEBSITE = "website", "企业网站"
    CANTEEN = "canteen", "职工食堂"
    OTHER = "other", "其他明显位置"
    CHEST_CARD = "chest_card", "佩戴胸卡"
    DUTY_BADGE = "duty_badge", "戴牌上岗"
    CONTACT_CARD = "contact_card", "联系卡"
    DESK_PLATE = "desk_plate", "办公桌牌"


_PLACES = [Way.PUBLICITY_WINDOW, Way.AFFAIRS_BOARD, Way.WEBSITE, Way.CANTEEN, Way.OTHER]
WAYS_OF: dict[str, list[Way]] = {
    Item.SIGN: [Way.ENTERPRISE_FRONT, Way.UNION_OFFICE],
    Item.OFFICE: _PLACES,
    Item.IDENTITY: [Way.CHEST_CARD, Way.DUTY_BADGE, Way.CONTACT_CARD, Way.DESK_PLATE],
    Item.CONTACT: _PLACES,
}
OFFICER_ITEMS = (Item.IDENTITY, Item.CONTACT)


def _allowed_ways() -> Q:
    allowed = Q()
    for item, ways in WAYS_OF.items():
        allowed |= Q(item=item, way__in=[str(way) for way in ways])
    return allowed


class Display(models.Model):
    """One fact; holds from `starts_on` until `ends_on`, that day not included."""

    union = models.ForeignKey(Organisation, models.PROTECT, related_name="displays", verbose_name="工会")
    item = models.CharField("事项", max_length=8, choices=Item.choices)
    way = models.CharField("方式", max_length=20, choices=Way.choices)
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="displays", verbose_name="干部"
    )
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)
    verified_on = models.DateField("核实日期", null=True, blank=True)
    verified_by = models.CharField("核实人", max_length=64, blank=True)
    # Sent back to whoever reported it; cleared when it is handed in again. Counting does not ask for it.
    returned_on = models.DateField("退回日期", null=True, blank=True)
    returned_by = models.CharField("退回人", max_length=64, blank=True, default="", db_default="")
    returned_why = models.CharField("退回原因", max_length=200, blank=True, default="", db_default="")
    content = models.CharField("内容", max_length=200, blank=True)
    # Who entered it: nobody verifies what he or she entered (roles.md).
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="录入人"
    )

    objects = DisplayQuerySet.as_manager()

    class Meta:
        verbose_name = "双亮台账"
        verbose_name_plural = "双亮台账"
        ordering = ["union", "item", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "item", "way", "officer", "starts_on"],
                name="display_once",
                nulls_distinct=False,
                violation_error_message="同一事项、方式和开始日期的记录已经有了。",
            ),
            models.CheckConstraint(
                name="display_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="结束日期早于开始日期，请核对。",
            ),
            models.CheckConstraint(
                name="display_way_fits_item",
                condition=_allowed_ways(),
                violation_error_message="这个事项没有这种方式，请按台账的选项选择。",
            ),
            models.CheckConstraint(
                name="display_officer_where_due",
                condition=Q(item__in=[str(item) for item in OFFICER_ITEMS], officer__isnull=False)
                | Q(item__in=[str(Item.SIGN), str(Item.OFFICE)], officer__isnull=True),
                violation_error_message="亮明身份、公布联系方式要写明干部，悬挂牌匾、公布办公地点不写干部。",
            ),
            models.CheckConstraint(
                name="display_not_verified_and_returned",
                condition=Q(verified_on__isnull=True) | Q(returned_on__isnull=True),
                violation_error_message="这条记录已退回，重新报送后才能核实；已核实的，撤回核实后才能退回。",
            ),
            models.CheckConstraint(
                name="display_returned_with_a_reason",
                condition=Q(returned_on__isnull=True, returned_why="", returned_by="")
                | Q(returned_on__isnull=False) & ~Q(returned_why=""),
                violation_error_message="退回要写明原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_item_display()}（{self.get_way_display()}）"
