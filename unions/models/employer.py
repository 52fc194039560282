"""Employing units, with or without a union of their own."""

from django.db import models
from django.db.models import F, Q

from unions.models.organisation import Organisation
from unions.querysets import EmployerQuerySet


class Nature(models.TextChoices):
    """单位性质; the numbers are those of the union forms (domain.md B3), with places made for what they lump."""

    STATE_OWNED = "110", "国有企业"
    COLLECTIVE = "120", "集体企业"
    SHARE_COOPERATIVE = "130", "股份合作企业"
    JOINT = "140", "联营企业"
    SOLE_STATE = "151", "国有独资公司"
    OTHER_LIMITED = "159", "其他有限责任公司"
    STATE_CONTROLLED = "161", "国有控股公司"
    OTHER_SHARE = "169", "其他股份有限公司"
    PRIVATE = "170", "私营企业"
    OTHER_DOMESTIC = "190", "其他内资企业"
    HONG_KONG_MACAO_TAIWAN = "200", "港澳台商投资企业"
    FOREIGN = "300", "外商投资企业"
    FUNDED_INSTITUTION = "410", "财政拨款的事业单位"
    OTHER_INSTITUTION = "400", "其他事业单位"
    STATE_ORGAN = "500", "机关"
    INDIVIDUAL = "600", "个体经济组织"
    SOCIAL_ORGANISATION = "710", "社会团体"
    PRIVATE_NON_ENTERPRISE = "700", "民办非企业单位"
    FOUNDATION = "720", "基金会"
    OTHER = "900", "其他组织"


class Ownership(models.TextChoices):
    """Ownership groups of coverage.md §3; derived from the nature, never stored."""

    STATE_OWNED = "state_owned", "国有企业"
    NON_PUBLIC = "non_public", "非公企业"
    OTHER_ENTERPRISE = "other_enterprise", "其他企业"
    NOT_ENTERPRISE = "not_enterprise", "非企业单位"


OWNERSHIP: dict[str, Ownership] = {
    Nature.STATE_OWNED: Ownership.STATE_OWNED,
    Nature.SOLE_STATE: Ownership.STATE_OWNED,
    Nature.STATE_CONTROLLED: Ownership.STATE_OWNED,
    Nature.PRIVATE: Ownership.NON_PUBLIC,
    Nature.INDIVIDUAL: Ownership.NON_PUBLIC,
    Nature.OTHER_LIMITED: Ownership.NON_PUBLIC,
    Nature.OTHER_SHARE: Ownership.NON_PUBLIC,
    Nature.OTHER_DOMESTIC: Ownership.NON_PUBLIC,
    Nature.HONG_KONG_MACAO_TAIWAN: Ownership.NON_PUBLIC,
    Nature.FOREIGN: Ownership.NON_PUBLIC,
    Nature.COLLECTIVE: Ownership.OTHER_ENTERPRISE,
    Nature.SHARE_COOPERATIVE: Ownership.OTHER_ENTERPRISE,
    Nature.JOINT: Ownership.OTHER_ENTERPRISE,
}


def ownership_of(nature: str) -> Ownership:
    """The ownership group of a nature (coverage.md §3); whatever is not listed there is no enterprise."""
    return OWNERSHIP.get(nature, Ownership.NOT_ENTERPRISE)


class Size(models.TextChoices):
    LARGE = "large", "大型"
    MEDIUM = "medium", "中型"
    SMALL = "small", "小型"
    MICRO = "micro", "微型"


class Industry(models.TextChoices):
    """GB/T 4754-2017 sections."""

    A = "A", "农、林、牧、渔业"
    B = "B", "采矿业"
    C = "C", "制造业"
    D = "D", "电力、热力、燃气及水生产和供应业"
    E = "E", "建筑业"
    F = "F", "批发和零售业"
    G = "G", "交通运输、仓储和邮政业"
    H = "H", "住宿和餐饮业"
    I = "I", "信息传输、软件和信息技术服务业"  # noqa: E741 (the standard's own letter)
    J = "J", "金融业"
    K = "K", "房地产业"
    L = "L", "租赁和商务服务业"
    M = "M", "科学研究和技术服务业"
    N = "N", "水利、环境和公共设施管理业"
    O = "O", "居民服务、修理和其他服务业"  # noqa: E741 (the standard's own letter)
    P = "P", "教育"
    Q = "Q", "卫生和社会工作"
    R = "R", "文化、体育和娱乐业"
    S = "S", "公共管理、社会保障和社会组织"
    T = "T", "国际组织"


class Employer(models.Model):
    """One employing unit. `union` is the union that covers it; empty means no union yet (未建会)."""

    credit_code = models.CharField("统一社会信用代码", max_length=18, unique=True)
    name = models.CharField("单位名称", max_length=120)
    nature = models.CharField("单位性质", max_length=3, choices=Nature.choices)
    size = models.CharField("企业规模", max_length=8, choices=Size.choices, blank=True)
    industry = models.CharField("所属行业", max_length=1, choices=Industry.choices, blank=True)
    staff = models.PositiveIntegerField("职工人数")
    women = models.PositiveIntegerField("女职工人数", null=True, blank=True)
    migrants = models.PositiveIntegerField("农民工人数", null=True, blank=True)
    dispatched = models.PositiveIntegerField("劳务派遣工人数", null=True, blank=True)
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="employers_here", verbose_name="责任工会")
    union = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="employers", verbose_name="所属工会"
    )
    address = models.CharField("单位地址", max_length=200, blank=True)
    legal_representative = models.CharField("法定代表人", max_length=64, blank=True)
    phone = models.CharField("联系电话", max_length=64, blank=True)
    deregistered_on = models.DateField("注销日期", null=True, blank=True)

    objects = EmployerQuerySet.as_manager()

    class Meta:
        verbose_name = "法人单位"
        verbose_name_plural = "法人单位"
        ordering = ["credit_code"]
        constraints = [
            models.CheckConstraint(
                name=f"employer_{part}_within_staff",
                condition=Q(**{f"{part}__lte": F("staff")}),
                violation_error_message=f"{label}不能多于职工人数。",
            )
            for part, label in (("women", "女职工人数"), ("migrants", "农民工人数"), ("dispatched", "劳务派遣工人数"))
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ownership(self) -> Ownership:
        return ownership_of(self.nature)
