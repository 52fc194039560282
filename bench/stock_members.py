"""A stock import_export.ModelResource for members, as its documentation has it (bench/import_members.py)."""

from pathlib import Path
from typing import Any

import tablib
from django.utils import timezone
from import_export import fields, resources, widgets

from bench.scratch import spent
from members.models import Member, Membership, State
from members.operations.people import stored
from members.registers.columns import MEMBERS
from unions.models import Employer, Organisation


class ByLabel(widgets.Widget):
    def __init__(self, choices: Any) -> None:
        super().__init__()
        self.choices = choices

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return self.choices[value]


class Union(widgets.ForeignKeyWidget):  # type: ignore[type-arg]
    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
        return Organisation.objects.everywhere("bench")


def _widget(column: Any) -> Any:
    if column.choices:
        return ByLabel(column.choices)
    if column.kind == "boolean":
        return ByLabel({"是": True, "否": False})
    return widgets.DateWidget() if column.kind == "date" else widgets.CharWidget()


class MemberResource(resources.ModelResource):
    union = fields.Field("union", "工会编码", Union(Organisation, "code"))
    id_number_index = fields.Field("id_number_index", "id_number_index")
    id_number_sealed = fields.Field("id_number_sealed", "id_number_sealed")

    class Meta:
        model = Member
        import_id_fields = ("id_number_index",)
        fields = ("union", "id_number_index", "id_number_sealed")

    def get_queryset(self) -> Any:
        return Member.objects.everywhere("bench")

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        for header in ("id_number_index", "id_number_sealed"):
            dataset.append_col(lambda row: "", header=header)

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        row.update(stored({"id_number": row["证件号码"]}, on=timezone.localdate()))

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """One membership after each person, found again the next time; nobody is a member twice."""
        ended = row["会籍状态"] == "退会"
        day = row["会籍变化日期"] if ended else None
        rows = Membership.objects.everywhere("bench")
        if rows.filter(member=instance, until__isnull=True).exclude(union=instance.union).exists():
            raise ValueError("a member of another union")
        rows.update_or_create(
            member=instance,
            union=instance.union,
            since=row["入会日期"],
            defaults={
                "employer": Employer.objects.everywhere("bench").get(credit_code=row["单位统一社会信用代码"]),
                "state": State.WITHDRAWN if ended else State.NORMAL,
                "until": day,
                "changed_on": day,
                "reason": row["会籍变化原因"] or "",
            },
        )


for _column in MEMBERS.columns:
    if hasattr(Member, _column.field):
        MemberResource.fields[_column.field] = fields.Field(_column.field, _column.name, _widget(_column))


def per_second(path: Path, count: int) -> tuple[float, float]:
    """Rows per second by the clock, and per second of processor, of a file of so many new members."""

    def run() -> Any:
        with path.open("rb") as file:
            data = tablib.Dataset().load(file, format="xlsx")
        result = MemberResource().import_data(data, raise_errors=True)
        assert result.totals["new"] == count, result.totals  # noqa: S101 (a bench that measured nothing must not pass)

    seconds, processor, _ = spent(run)
    return count / seconds, count / processor
