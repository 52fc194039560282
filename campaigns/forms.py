"""The small forms of the reports' and campaigns' acts."""

from datetime import date
from typing import Any

from django import forms

from accounts.admin.base import DeskForm
from campaigns.models import Campaign, Report
from campaigns.template import TEMPLATES, Template, template_of


class MonthField(forms.DateField):
    """`2012-10`, as the browser's month box sends it; gives the month's first day."""

    widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
    input_formats = ["%Y-%m"]
    default_error_messages = {
        "required": "请选择月份。",
        "invalid": "请把月份写成 2012-10 的样子。",
    }

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and day.year < 1900:
            raise forms.ValidationError("月份太早，请填 1900 年以后的月份。")
        return day


class OrderForm(forms.Form):
    campaign = forms.ModelChoiceField(
        Campaign.objects.all(),
        label="活动",
        empty_label=None,
        error_messages={"required": "请选择活动。", "invalid_choice": "没有这个活动，请重新选择。"},
    )
    month = MonthField(label="月份", help_text="通报写该月最后一天的情况，月份结束后才能生成。")


class IssueForm(forms.Form):
    month = forms.CharField(
        label="月份",
        max_length=20,
        help_text="为防误发，请输入这份通报的月份，如 201210。",
        error_messages={"required": "请输入这份通报的月份。"},
    )

    def scope_to(self, report: Report, user: Any) -> None:
        self.report = report

    def clean_month(self) -> str:
        month: str = self.cleaned_data["month"].strip()
        if month != f"{self.report.month:%Y%m}":
            raise forms.ValidationError(f"与这份通报的月份不符，应为 {self.report.month:%Y%m}。")
        return month


class CorrectForm(forms.Form):
    reason = forms.CharField(
        label="更正原因",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="印在新版通报的说明里，如：南溪乡漏报 3 家。",
        error_messages={"required": "请写明更正原因。", "max_length": "更正原因请缩短到 300 个字以内。"},
    )


class TakeAwayForm(forms.Form):
    reason = forms.CharField(
        label="用途",
        max_length=100,
        help_text="如：印发本月通报。",
        error_messages={"required": "请用一句话写明用途。"},
    )


class CampaignForm(DeskForm):
    """The campaign's own fields; `confirm` is asked for when published figures would move."""

    confirm = forms.CharField(
        label="确认改动",
        required=False,
        max_length=80,
        help_text="改动会使已发布月份的数字与通报不同，确定要改的，请输入活动名称。",
    )


class TemplateForm(forms.Form):
    """A new campaign of another's shape (the 2012 plan's, or one that is there), moved by whole years."""

    source = forms.ChoiceField(label="照哪一个", error_messages={"required": "请选择照哪一个活动新建。"})
    slug = forms.SlugField(
        label="代号",
        max_length=40,
        help_text="小写字母、数字和短横线，如 shuangliang-2026；印在通报编号里。",
        error_messages={
            "required": "请填写代号。",
            "invalid": "代号只用小写字母、数字和短横线，如 shuangliang-2026。",
        },
    )
    name = forms.CharField(label="名称", max_length=80, error_messages={"required": "请填写活动名称。"})
    starts_in = forms.IntegerField(
        label="开始年份",
        min_value=1950,
        max_value=2100,
        help_text="阶段、统计范围和目标的日期都按年份顺延，之后可以修改。",
        error_messages={"required": "请填写开始年份。", "invalid": "请填写四位数的年份，如 2026。"},
    )
    reports_from = MonthField(label="通报起始月份", help_text="从这个月起每月自动生成通报。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = [
            (str(campaign.pk), f"{campaign.name}（{campaign.starts_on.year} 年）")
            for campaign in Campaign.objects.all()
        ]
        self.fields["source"].choices = [*((key, words) for key, (words, _) in TEMPLATES.items()), *there]  # type: ignore[attr-defined]
        self.fields["source"].required = False

    def clean_source(self) -> Template:
        chosen = self.cleaned_data["source"]
        return TEMPLATES[chosen][1] if chosen in TEMPLATES else template_of(Campaign.objects.get(pk=chosen))

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        Campaign._meta.get_field("slug").run_validators(slug)
        return slug
