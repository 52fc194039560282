"""What everybody sees: listing in the public directory, scans of the plaque's code, consents to show a mobile number."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.admin.acts import Act
from accounts.duties import Duty
from unions.admin.page_parts import PageView
from unions.admin.parts import in_words
from unions.forms.acts import DayField, WhyForm
from unions.models import MobileConsent, Officer, Organisation
from unions.operations import consents, publishing
from unions.querysets import LEADERS
from unions.scans import SHOWN_DAYS, Scans, scans_of


@dataclass(frozen=True)
class Publicity:
    """How the union stands in the directory; `days` is how far back `scans.recent` counts."""

    is_published: bool
    page: str
    scans: Scans
    days: int


def publicity_of(view: PageView) -> Publicity:
    """Two queries. As it is now, whatever day the page shows."""
    page = reverse("union-page", args=[view.union.token])
    return Publicity(view.union.is_published, page, scans_of(view.union, view.today), SHOWN_DAYS)


def listing_acts() -> tuple[Act, ...]:
    return (
        Act(
            "publish",
            "在公开目录中显示",
            Duty.EDIT_ORGANISATIONS,
            lambda row, values, by: _publish(row, values["why"], by),
            form=WhyForm,
            applies=lambda row: not row.is_published,
        ),
        Act(
            "unpublish",
            "从公开目录中撤下",
            Duty.EDIT_ORGANISATIONS,
            lambda row, values, by: _unpublish(row, values["why"], by),
            form=WhyForm,
            warning="撤下后，职工查不到这个工会，牌匾上的二维码也打不开它的页面，已打开过的页面一分钟内失效。",
            applies=lambda row: row.is_published,
        ),
    )


def consent_acts() -> tuple[Act, ...]:
    return (
        Act(
            "consent",
            "登记手机号公开同意",
            Duty.EDIT_OFFICERS,
            lambda row, values, by: _give(row, values, by),
            form=ConsentForm,
            warning="只在本人同意后登记。登记后，任何人都能在公开目录中看到完整的手机号码，任期结束自动撤下。",
            applies=lambda row: (
                row.post in LEADERS and row.left_on is None and bool(row.mobile) and consent_of(row) is None
            ),
        ),
        Act(
            "withdraw-consent",
            "撤回手机号公开同意",
            Duty.EDIT_OFFICERS,
            lambda row, values, by: _withdraw(row, by),
            warning="手机号码今天起从公开目录撤下。本人随时可以撤回，不用说明理由。",
            applies=lambda row: consent_of(row) is not None,
        ),
    )


class ConsentForm(forms.Form):
    on = DayField("同意日期", "本人签字或在手机端同意的那一天。")
    how = forms.ChoiceField(
        label="方式", choices=[(MobileConsent.How.ON_PAPER.value, MobileConsent.How.ON_PAPER.label)]
    )

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("同意日期不能晚于今天。")
        return on


def consent_of(officer: Officer) -> MobileConsent | None:
    """The consent that stands today; the officer is handed over already found in scope."""
    given = MobileConsent.objects.everywhere("of an officer already in scope").to_number_of(officer)
    return given.standing_on(timezone.localdate()).first()


def consent_words(officer: Officer) -> str:
    found = consent_of(officer)
    if officer.left_on is not None or officer.post not in LEADERS:
        return "不公开"
    if found is None:
        return "不公开：本人没有同意"
    return f"公开：{in_words(found.since)}{found.get_how_display()}"


def _publish(row: Organisation, why: str, by: Any) -> str:
    publishing.publish(row, why=why, by=by)
    page = reverse("union-page", args=[row.token])
    return format_html('“{}”已在公开目录中显示。<a href="{}">查看公开页面</a>', row.name, page)


def _unpublish(row: Organisation, why: str, by: Any) -> str:
    publishing.unpublish(row, why=why, by=by)
    return f"“{row.name}”已从公开目录中撤下。要恢复，请点“在公开目录中显示”。"


def _give(row: Officer, values: dict[str, Any], by: Any) -> str:
    consents.give(row, on=values["on"], how=values["how"], by=by)
    return f"已登记 {row.name} 同意公开手机号。要撤下，请点“撤回手机号公开同意”。"


def _withdraw(row: Officer, by: Any) -> str:
    consents.withdraw(row, on=timezone.localdate(), by=by)
    return f"{row.name} 的手机号码已从公开目录撤下。"
