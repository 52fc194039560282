"""The tree of unions."""

import secrets

from django.db import models
from django.db.models import F, Func, Q

from unions.querysets import OrganisationQuerySet


class Kind(models.TextChoices):
    """组织类型 (registers.md §2)."""

    COUNTY_FEDERATION = "county_federation", "县总工会"
    TOWNSHIP_FEDERATION = "township_federation", "乡镇（街道）总工会"
    TOWNSHIP_UNION_FEDERATION = "township_union_federation", "乡镇工会联合会"
    DEV_ZONE_UNION = "dev_zone_union", "开发区工会"
    SYSTEM_FEDERATION = "system_federation", "系统工会联合会"
    INDUSTRY_FEDERATION = "industry_federation", "行业工会联合会"
    REGIONAL_FEDERATION = "regional_federation", "区域工会联合会"
    COMMUNITY_UNION = "community_union", "村（社区）工会"
    GRASSROOTS_SINGLE = "grassroots_single", "独立基层工会"
    GRASSROOTS_JOINT = "grassroots_joint", "联合基层工会"


GRASSROOTS_KINDS = (Kind.GRASSROOTS_SINGLE, Kind.GRASSROOTS_JOINT)
# These stand directly under the county (domain.md B2).
BODY_KINDS = (
    Kind.TOWNSHIP_FEDERATION,
    Kind.TOWNSHIP_UNION_FEDERATION,
    Kind.DEV_ZONE_UNION,
    Kind.SYSTEM_FEDERATION,
)


# Of the letters and digits alone, as the database's own default.
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def new_token() -> str:
    """Twelve letters and digits, some 71 bits: what a plaque's QR code says (`/u/<token>`). Nobody can guess another's."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


class RandomToken(Func):
    """The same made by the database, for rows that come by COPY or SQL."""

    template = "translate(encode(substring(sha256(uuid_send(gen_random_uuid())) from 1 for 9), 'base64'), '+/', 'xy')"
    output_field = models.CharField()


class Organisation(models.Model):
    """One organisation of the tree, from the county federation down to a grassroots union."""

    code = models.CharField("工会编码", max_length=20, unique=True)
    name = models.CharField("工会名称", max_length=120)
    kind = models.CharField("组织类型", max_length=32, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", verbose_name="上级工会")
    # `/1/4/`: the ids from the county down to this row, each followed by a slash. The database refuses any other.
    path = models.CharField(max_length=200, unique=True, editable=False)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    # Empty only for the county federation that setup_county made and no register has filled in yet.
    established_on = models.DateField("建会日期", null=True)
    approval_number = models.CharField("批复文号", max_length=64, blank=True)
    approved_on = models.DateField("批复日期", null=True, blank=True)
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)
    dissolved_why = models.CharField("撤销原因", max_length=200, blank=True)
    term_years = models.PositiveSmallIntegerField("届期年数", null=True, blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    phone = models.CharField("办公电话", max_length=64, blank=True)
    postcode = models.CharField("邮编", max_length=6, blank=True)
    # Stable for the union's life: it stands on plaques.
    token = models.CharField(
        "公开网址编号", max_length=12, unique=True, editable=False, default=new_token, db_default=RandomToken()
    )
    is_published = models.BooleanField("在公开目录中显示", default=True, db_default=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="承接工会"
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "工会组织"
        verbose_name_plural = "工会组织"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="organisation_dissolved_after_established",
                condition=Q(dissolved_on__gte=F("established_on")),
                violation_error_message="撤销日期早于建会日期，请核对两个日期。",
            ),
            models.CheckConstraint(
                name="organisation_parent_unless_county",
                condition=Q(kind=Kind.COUNTY_FEDERATION, parent__isnull=True)
                | ~Q(kind=Kind.COUNTY_FEDERATION) & Q(parent__isnull=False, established_on__isnull=False),
                violation_error_message="除县总工会外，每个工会组织都要有上级工会和建会日期。",
            ),
            models.CheckConstraint(
                name="organisation_term_of_3_or_5_years",
                condition=Q(term_years__in=[3, 5]),
                violation_error_message="届期年数只能是 3 或 5。",
            ),
            models.CheckConstraint(
                name="organisation_succeeded_by_another",
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")) & Q(dissolved_on__isnull=False),
                violation_error_message="只有已撤销的工会才有承接工会，且不能是它自己。",
            ),
            models.UniqueConstraint(
                name="organisation_one_county",
                fields=["kind"],
                condition=Q(kind=Kind.COUNTY_FEDERATION),
                violation_error_message="本系统只能有一个县总工会。",
            ),
            models.UniqueConstraint(
                name="organisation_credit_code_once",
                fields=["credit_code"],
                condition=~Q(credit_code=""),
                violation_error_message="该统一社会信用代码已登记在另一个工会组织上，请核对。",
            ),
        ]
        indexes = [
            models.Index(fields=["path"], name="organisation_path", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["credit_code"], name="organisation_credit_code", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_grassroots(self) -> bool:
        return self.kind in GRASSROOTS_KINDS

    @property
    def ids_above(self) -> list[int]:
        """The ids on the path from the county down, this one's own included."""
        return [int(part) for part in self.path.strip("/").split("/")]
