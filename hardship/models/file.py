"""困难职工档案: one per household, in the name of one worker, and every state it ever had (hardship.md §1, §2)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.encryption import unseal
from hardship.facts import Contents, FileFacts, PersonFacts
from hardship.querysets import FileQuerySet, FileVersionQuerySet, HouseholdPersonQuerySet
from members.models import Member
from unions.models import Employer, Organisation

FILE_FACTS = "hardship_fileversion.facts_sealed"
PERSON_FACTS = "hardship_householdperson.facts_sealed"


class HardshipFile(models.Model):
    """The file itself: whose part of the tree, and where in its life. What it says stands in its versions."""

    class State(models.TextChoices):
        ON_FILE = "on_file", "在档"
        OUT = "out", "已脱困"
        CLOSED = "closed", "已注销"

    code = models.CharField("档案编号", max_length=32, unique=True)
    union = models.ForeignKey(Organisation, models.PROTECT, related_name="hardship_files", verbose_name="工会")
    # The worker: a member, or the worker of an employer.
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="hardship_files", verbose_name="会员"
    )
    employer = models.ForeignKey(
        Employer, models.PROTECT, null=True, blank=True, related_name="hardship_files", verbose_name="工作单位"
    )
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="relapses", verbose_name="原档案", editable=False
    )
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.ON_FILE)
    # Of the worker named by the latest version; exact comparison only.
    person_index = models.CharField(max_length=64, editable=False)
    name = models.CharField("姓名", max_length=64)
    latest = models.PositiveIntegerField("最新版本", default=0, editable=False)
    opened_on = models.DateField("建档日期")
    reviewed_on = models.DateField("最近复核日期", null=True, blank=True)
    ended_on = models.DateField("脱困（注销）日期", null=True, blank=True)
    end_reason = models.CharField("脱困（注销）原因", max_length=200, blank=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = "困难职工档案"
        verbose_name_plural = "困难职工档案"
        ordering = ["-opened_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="hardshipfile_one_open",
                fields=["person_index"],
                condition=Q(state="on_file"),
                violation_error_message="这位职工已有一份在档的困难职工档案，一户只能一档。",
            ),
            models.CheckConstraint(
                name="hardshipfile_ended_has_its_day",
                condition=Q(state="on_file", ended_on__isnull=True)
                | ~Q(state="on_file") & Q(ended_on__gte=F("opened_on")),
                violation_error_message="脱困、注销的档案要有日期，且不早于建档日期。",
            ),
            models.CheckConstraint(name="hardshipfile_not_its_own_past", condition=~Q(previous=F("id"))),
        ]
        indexes = [models.Index(fields=["union", "state"], name="hardshipfile_union")]

    def __str__(self) -> str:
        return f"困难职工档案 {self.code}"


class FileVersion(models.Model):
    """The file as it stands from `since` until the next version: added only, never changed (the database sees to it).

    Of two versions with one `since` the later number holds. An application keeps the version it was judged by.
    """

    class Kind(models.TextChoices):
        OPEN = "open", "建档"
        CHANGE = "change", "变更"
        REVIEW = "review", "年度复核"
        OUT = "out", "脱困"
        CLOSE = "close", "注销"
        BACK = "back", "撤回脱困（注销）"

    file = models.ForeignKey(HardshipFile, models.PROTECT, related_name="versions", verbose_name="档案")
    number = models.PositiveIntegerField("版本")
    kind = models.CharField("办理", max_length=8, choices=Kind.choices)
    state = models.CharField("状态", max_length=8, choices=HardshipFile.State.choices)
    since = models.DateField("生效日期")
    name = models.CharField("姓名", max_length=64)
    facts_sealed = models.TextField("档案内容", editable=False)
    reason = models.CharField("说明", max_length=200, blank=True)
    made_at = models.DateTimeField("登记时间")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人", editable=False
    )

    objects = FileVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "档案版本"
        verbose_name_plural = "档案版本"
        ordering = ["file", "-number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="fileversion_once")]
        indexes = [models.Index(fields=["file", "since"], name="fileversion_since")]

    def __str__(self) -> str:
        return f"档案版本 {self.file_id}-{self.number}"

    @property
    def facts(self) -> FileFacts:
        """What sheet 档案 says; unsealed anew each time it is asked."""
        return FileFacts.from_text(unseal(self.facts_sealed, FILE_FACTS))

    @property
    def contents(self) -> Contents:
        """With the household: one query, unless `persons` is prefetched."""
        through = self.persons.everywhere("the household of a version already in scope")
        rows = self.persons.all() if "persons" in getattr(self, "_prefetched_objects_cache", {}) else through
        return Contents(self.facts, tuple(one.facts for one in rows))


class HouseholdPerson(models.Model):
    """One row of 家庭成员 as of a version; the worker is the row 本人."""

    version = models.ForeignKey(FileVersion, models.CASCADE, related_name="persons", verbose_name="档案版本")
    number = models.PositiveSmallIntegerField("序号")
    relation = models.CharField("关系", max_length=8)
    id_number_index = models.CharField(max_length=64, blank=True, editable=False)
    facts_sealed = models.TextField("家庭成员内容", editable=False)

    objects = HouseholdPersonQuerySet.as_manager()

    class Meta:
        verbose_name = "家庭成员"
        verbose_name_plural = "家庭成员"
        ordering = ["version", "number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="householdperson_once")]
        indexes = [
            models.Index(fields=["id_number_index"], name="householdperson_number", condition=~Q(id_number_index=""))
        ]

    def __str__(self) -> str:
        return f"家庭成员 {self.version_id}-{self.number}"

    @property
    def facts(self) -> PersonFacts:
        return PersonFacts.from_text(unseal(self.facts_sealed, PERSON_FACTS))
