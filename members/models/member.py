"""One natural person who is or was a member of a union in the county."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from members.models.codes import ETHNICITIES, Education, Employment, Hukou, IdKind, PoliticalStatus, SkillLevel
from members.querysets import MemberQuerySet
from unions.models import Organisation
from unions.models.officer import Sex
from unions.models.search import Key


class Member(models.Model):
    """A person, once in the county. Where he or she belongs since when: the memberships.

    The number is sealed (accounts/encryption.py); its blind index makes one person of every spelling. Merged into
    another and erased persons stay as empty rows, so that counts of past days and the book keep their ground.
    """

    # Of the current membership, of the last one where none is current: whose part of the tree the person is in.
    union = models.ForeignKey(Organisation, models.PROTECT, related_name="members", verbose_name="工会")
    id_kind = models.CharField("证件类别", max_length=16, choices=IdKind.choices, default=IdKind.RESIDENT)
    id_number_sealed = models.CharField("证件号码", max_length=120, blank=True, editable=False)
    id_number_index = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 (of erased persons none, and several of these)
    name = models.CharField("姓名", max_length=64)
    sex = models.CharField("性别", max_length=6, choices=Sex.choices, blank=True)
    born_on = models.DateField("出生日期", null=True, blank=True)
    ethnicity = models.CharField("民族", max_length=2, choices=ETHNICITIES, blank=True)
    employment = models.CharField("就业状况", max_length=16, choices=Employment.choices, blank=True)
    mobile = models.CharField("移动电话", max_length=11, blank=True)
    education = models.CharField("学历", max_length=16, choices=Education.choices, blank=True)
    skill_level = models.CharField("技术等级", max_length=8, choices=SkillLevel.choices, blank=True)
    political_status = models.CharField("政治面貌", max_length=2, choices=PoliticalStatus.choices, blank=True)
    native_place = models.CharField("籍贯", max_length=64, blank=True)
    hukou_type = models.CharField("户籍类型", max_length=16, choices=Hukou.choices, blank=True)
    is_migrant = models.BooleanField("是否农民工", null=True, blank=True)
    is_dispatched = models.BooleanField("是否劳务派遣", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="并入", editable=False
    )
    erased_on = models.DateField("个人信息删除日期", null=True, blank=True, editable=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "会员"
        verbose_name_plural = "会员"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="member_erased_is_empty",
                condition=Q(erased_on__isnull=True)
                | Q(
                    id_number_sealed="", id_number_index__isnull=True, mobile="", native_place="", born_on__isnull=True
                ),
                violation_error_message="已删除个人信息的会员不能再登记信息。",
            ),
            models.CheckConstraint(
                name="member_numbered_unless_erased",
                condition=Q(erased_on__isnull=False) | Q(id_number_index__isnull=False) & ~Q(id_number_sealed=""),
                violation_error_message="会员要有证件号码。",
            ),
            models.CheckConstraint(
                name="member_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                violation_error_message="不能并入自己。",
            ),
        ]
        indexes = [
            models.Index(fields=["union", "id"], name="member_union"),
            # The duplicate hunt's own question; also by hand, when somebody asks for a number that rings.
            models.Index(fields=["mobile"], name="member_mobile", condition=~Q(mobile="")),
            models.Index(fields=["born_on", "name"], name="member_born", condition=Q(born_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"会员 {self.pk}"


class MemberKey(Key):
    """What members' names are found by (unions/models/search.py). The application can't read it: members_found() does."""

    member_id = models.BigIntegerField(primary_key=True)
    union_id = models.BigIntegerField()  # the person's, kept by the database

    class Meta(Key.Meta):
        indexes = [GinIndex(fields=["keys"], name="member_keys")]
