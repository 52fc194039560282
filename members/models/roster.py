"""The roster as the register `members` has it: each membership with its person, in one row. A view, nothing of its own."""

from typing import Any

from django.db import models

from members.models.member import Member
from members.models.membership import Membership
from members.querysets import RosterQuerySet
from unions.models import Employer, Organisation

OF_MEMBER = (
    "id_kind", "id_number_sealed", "id_number_index", "name", "sex", "born_on", "ethnicity", "employment", "mobile",
    "education", "skill_level", "political_status", "native_place", "hukou_type", "is_migrant", "is_dispatched",
)  # fmt: skip
OF_MEMBERSHIP = ("since", "until", "state", "changed_on", "reason")


class Roster(models.Model):
    """What an import compares with (registers/plan.py); `home` is where the person is now (Member.union).

    The asker's rights hold behind the view, row security included (security_invoker).
    """

    member = models.ForeignKey(Member, models.DO_NOTHING, related_name="+", verbose_name="会员")
    union = models.ForeignKey(Organisation, models.DO_NOTHING, related_name="+", verbose_name="工会")
    employer = models.ForeignKey(Employer, models.DO_NOTHING, null=True, related_name="+", verbose_name="工作单位")
    home = models.ForeignKey(Organisation, models.DO_NOTHING, related_name="+", verbose_name="会员所在工会")

    objects = RosterQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "members_roster"
        verbose_name = "花名册"
        verbose_name_plural = "花名册"

    def __str__(self) -> str:
        return f"会籍 {self.pk}"


for _model, _names in ((Membership, OF_MEMBERSHIP), (Member, OF_MEMBER)):
    for _name in _names:
        _field: Any = _model._meta.get_field(_name)
        Roster.add_to_class(_name, _field.clone())
