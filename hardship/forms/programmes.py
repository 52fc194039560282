"""帮扶项目 as they are typed: a new one of another's shape."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.admin.base import DeskForm
from hardship.models import ReliefProgramme
from hardship.operations.programmes import template_of
from hardship.template import TEMPLATES, Template

SLUG = {
    "required": "请填写代号。",
    "invalid": "代号只用小写字母、数字和短横线，如 winter-relief-2026。",
}


class ProgrammeForm(DeskForm):
    """The programme's own fields."""

    class Meta:
        error_messages = {"slug": SLUG}  # noqa: RUF012


class TemplateForm(forms.Form):
    """A new programme of a template's shape, or of one that is there."""

    source = forms.ChoiceField(label="照哪一个", error_messages={"invalid_choice": "没有这个项目，请重新选择。"})
    name = forms.CharField(
        label="项目名称",
        max_length=80,
        help_text="如：2027年元旦春节送温暖。",
        error_messages={"required": "请填写项目名称。"},
    )
    slug = forms.SlugField(
        label="项目代号",
        max_length=40,
        help_text="小写字母、数字和短横线，如 winter-relief-2026；以后有了申请就不能再改。",
        error_messages=SLUG,
    )
    year = forms.IntegerField(
        label="年份",
        min_value=1950,
        max_value=2100,
        help_text="开始和截止的日期、帮扶条件的执行日期都按这一年，之后可以修改。",
        error_messages={"required": "请填写年份。", "invalid": "请填写四位数的年份，如 2026。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        built_in = [(slug, f"{template.name}（模板）") for slug, template in TEMPLATES.items()]
        there = [(str(row.pk), row.name) for row in ReliefProgramme.objects.filter(criteria_versions__number=1)]
        self.fields["source"].choices = [*built_in, *there]  # type: ignore[attr-defined]
        self.fields["year"].initial = timezone.localdate().year

    def clean_source(self) -> Template:
        chosen: str = self.cleaned_data["source"]
        if chosen in TEMPLATES:
            return TEMPLATES[chosen]
        return template_of(ReliefProgramme.objects.get(pk=chosen), timezone.localdate())
