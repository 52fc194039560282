"""活动: a campaign with its phases, scope and targets, so that the county makes the next one without a programmer."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path

from accounts.admin.base import DeskAdmin
from accounts.duties import Duty
from accounts.refused import Refused
from campaigns.admin.behind import BehindPages
from campaigns.admin.movement import MovementPages
from campaigns.forms import TemplateForm
from campaigns.models import Campaign, Phase, ScopeRule, Target
from campaigns.operations.campaigns import make_from_template
from campaigns.operations.editing import Part, Plan, save_campaign
from campaigns.template import SHUANGLIANG_2012


class PartInline(admin.TabularInline[Any, Any]):
    """Part of a campaign: whoever may change the campaign may change it."""

    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.may(Duty.SEE_CAMPAIGNS))  # type: ignore[union-attr]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.may(Duty.EDIT_CAMPAIGNS))  # type: ignore[union-attr]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


class PhaseInline(PartInline):
    model = Phase
    fields = ("name", "starts_on", "ends_on")


class ScopeInline(PartInline):
    model = ScopeRule
    fields = ("from_day", "kind", "ownership", "size")


class TargetInline(PartInline):
    model = Target
    fields = ("category", "due_on", "share", "label")


@admin.register(Campaign)
class CampaignAdmin(BehindPages, MovementPages, DeskAdmin):
    see_duty = Duty.SEE_CAMPAIGNS
    edit_duty = Duty.EDIT_CAMPAIGNS
    empty_text = "还没有活动。可以点“由模板新建”，按 2012 年双亮方案建一个，再改日期和目标。"
    list_display = ("name", "slug", "starts_on", "ends_on", "judge_on", "reports_from")
    fields = ("name", "slug", "starts_on", "ends_on", "judge_on", "reports_from")
    inlines = (PhaseInline, ScopeInline, TargetInline)
    change_list_template = "admin/campaigns/campaign_list.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"may_make": self.has_add_permission(request)})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Waits for the parts: the campaign is saved whole in `save_related`."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if not self.holds(request, self.edit_duty):
            raise PermissionDenied
        parts = {formset.model: _parts(formset) for formset in formsets}
        plan = Plan(self.values(form), parts[Phase], parts[ScopeRule], parts[Target])
        made = save_campaign(form.instance if change else None, plan, by=request.user)  # type: ignore[arg-type]
        form.instance.__dict__.update(made.__dict__)

    def construct_change_message(self, *args: Any, **kwargs: Any) -> Any:
        """The book has it."""
        return []

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.template_view)
        return [path("from-template/", view, name="campaigns_campaign_from_template"), *super().get_urls()]

    def template_view(self, request: HttpRequest) -> HttpResponse:
        """A campaign of the 2012 plan's shape; its page then lets everything be changed."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = TemplateForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data
            try:
                campaign = make_from_template(
                    SHUANGLIANG_2012,
                    slug=values["slug"],
                    name=values["name"],
                    shift_years=values["starts_in"] - SHUANGLIANG_2012.starts_on.year,
                    reports_from=values["reports_from"],
                    by=request.user,  # type: ignore[arg-type]
                )
            except Refused as refusal:
                form.add_error("slug", str(refusal))
            else:
                return redirect("admin:campaigns_campaign_change", campaign.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "由模板新建活动",
            "form": form,
        }
        return TemplateResponse(request, "admin/campaigns/from_template.html", context)


def _parts(formset: Any) -> list[Part]:
    """The rows of one inline as typed; removed and untouched empty ones are left out."""
    parts = []
    for form in formset.forms:
        removed = formset.can_delete and formset._should_delete_form(form)
        if removed or (form.instance.pk is None and not form.has_changed()):
            continue
        values = {name: form.cleaned_data[name] for name in form._meta.fields if name != formset.fk.name}
        parts.append(Part(form.instance.pk, values))
    return parts
