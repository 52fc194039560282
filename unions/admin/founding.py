"""为单位建会: from a unit without a union to the union, the link and the chair, in one act."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from accounts.admin.acts import Act
from accounts.duties import Duty
from unions.forms.founding import FoundingForm
from unions.models import Employer, Officer, Organisation
from unions.operations import employers
from unions.previews import rehearse

DETAILS = ("code", "name", "established_on", "approval_number", "approved_on", "term_years")


@dataclass(frozen=True)
class Founding:
    """What is going to be written, and which unions of the body are called alike."""

    union: Organisation
    employer: Employer
    chair: Officer | None
    alike: list[Organisation]


FOUND = Act(
    "found",
    "为它建会",
    Duty.EDIT_ORGANISATIONS,
    lambda row, values, by: _found(row, values, by),
    form=FoundingForm,
    applies=lambda row: row.union_id is None and row.deregistered_on is None,
    preview=lambda row, values, by: _founding(row, values, by),
    preview_template="admin/unions/_founding.html",
    preview_verb="下一步：核对",
)


def _run(row: Employer, values: dict[str, Any], by: Any) -> Organisation:
    details = {name: values[name] for name in DETAILS}
    union: Organisation = employers.establish_union(row, values["parent"], chair=values["chair"], **details, by=by)
    return union


def _founding(row: Employer, values: dict[str, Any], by: Any) -> Founding:
    here = Organisation.objects.visible_to(by).filter(path__startswith=row.body.path)
    alike = list(here.called_like(values["name"]).order_by("code")[:10])

    def look(union: Organisation) -> Officer | None:
        chair: Officer | None = Officer.objects.everywhere("of the union just made").filter(union=union).first()
        return chair

    done = rehearse(lambda: _run(row, values, by), on=values["established_on"], by=by, look=look, figures=False)
    return Founding(done.result, row, done.seen, alike)


def _found(row: Employer, values: dict[str, Any], by: Any) -> str:
    union = _run(row, values, by)
    asked = f"{reverse('admin:unions_display_add')}?union={union.pk}"
    return format_html(
        '“<a href="{}">{}</a>”已建立，“{}”归它覆盖{}。接下来可以<a href="{}">上报双亮记录</a>；办错了可以<a href="{}">撤销</a>。',
        reverse("admin:unions_organisation_change", args=[union.pk]),
        union.name,
        row.name,
        f"，主席 {values['chair_name']} 已登记" if values["chair"] else "，主席还空缺",
        asked,
        reverse("admin:unions_employer_take-back", args=[row.pk]),
    )
