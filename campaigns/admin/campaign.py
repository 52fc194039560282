"""活动: a campaign with its phases, scope and targets, so that the county makes the next one without a programmer."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from unfold.admin import TabularInline

from accounts.admin.base import DeskAdmin
from accounts.duties import Duty
from accounts.refused import Refused
from campaigns.admin.behind import BehindPages
from campaigns.admin.indicators import IndicatorPages
from campaigns.admin.movement import MovementPages
from campaigns.admin.timebar import timebar
from campaigns.attained import adds_up, aims_of, label_of, warnings_of
from campaigns.forms import CampaignForm, TemplateForm
from campaigns.indicators import Aim, Way
from campaigns.models import Campaign, IndicatorTarget, Phase, ScopeRule, Target
from campaigns.operations.campaigns import make_from_template
from campaigns.operations.editing import Part, Plan, save_campaign
from campaigns.preview import MONTHS_LOOKED_AT, as_it_is, moved, published_months, scope_counts, touched


class PartInline(TabularInline):
    """Part of a campaign: whoever may change the campaign may change it."""

    extra = 0

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Each box says what it is: the column's head is no label of it."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = str(db_field.verbose_name)
        return field

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

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.blank:
            kwargs["choices"] = db_field.get_choices(blank_choice=[("", "不限")])
        return super().formfield_for_choice_field(db_field, request, **kwargs)


class TargetInline(PartInline):
    model = Target
    fields = ("category", "due_on", "share", "label")


class IndicatorInline(PartInline):
    model = IndicatorTarget
    fields = ("indicator", "category", "due_on", "counts_from", "amount", "share", "label")


@admin.register(Campaign)
class CampaignAdmin(IndicatorPages, BehindPages, MovementPages, DeskAdmin):
    see_duty = Duty.SEE_CAMPAIGNS
    export_persons = False
    edit_duty = Duty.EDIT_CAMPAIGNS
    empty_text = "还没有活动。可以点“由模板新建”，按 2012 年双亮方案、会员发展或工会组建建一个，再改日期和目标。"
    list_display = ("name", "slug", "starts_on", "ends_on", "judge_on", "reports_from")
    fields = ("name", "slug", "starts_on", "ends_on", "judge_on", "reports_from")
    inlines = (PhaseInline, ScopeInline, TargetInline, IndicatorInline)
    form = CampaignForm
    change_form_template = "admin/campaigns/campaign.html"
    change_list_template = "admin/campaigns/campaign_list.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"may_make": self.has_add_permission(request)})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Waits for the parts: the campaign is saved whole in `save_related`."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if not self.holds(request, self.edit_duty):
            raise PermissionDenied
        parts = {formset.model: _parts(formset) for formset in formsets}
        plan = Plan(self.values(form), parts[Phase], parts[ScopeRule], parts[Target], parts[IndicatorTarget])
        if change:
            self.demand_as_seen(request, form.instance, form)
        there = as_it_is(form.instance) if change else None
        made = save_campaign(there, plan, by=request.user)  # type: ignore[arg-type]
        self._look_before_leaving(request, there, made, form.cleaned_data.get("confirm", ""))
        form.instance.__dict__.update(made.__dict__)

    def _look_before_leaving(
        self, request: HttpRequest, there: Campaign | None, made: Campaign, confirmed: str
    ) -> None:
        """A preview, or a change of published figures that was not confirmed, is rolled back and shown."""
        made = as_it_is(made)
        months = touched(there, made, published_months(there)) if there else []
        is_preview = "_preview" in request.POST
        if not is_preview and (not months or confirmed.strip() == made.name):
            return
        changes = moved(there, made, months[:MONTHS_LOOKED_AT]) if there else []
        older = months[MONTHS_LOOKED_AT:]
        if not is_preview and not changes and not older:
            return
        request.looked = {"moved": changes, "older": older, **self._scope(request, made)}  # type: ignore[attr-defined]
        if is_preview:
            raise Refused("这是预览，还没有保存。核对上面的数字后，请点“保存活动”。")
        raise Refused(
            f"这样改，已发布的 {len({change.month for change in changes}) + len(older)} 个月的数字会与通报不同（见上表）；"
            "已发布的通报本身不变，需要的请另做更正。确定要改的，请在“确认改动”一栏输入活动名称再保存。"
        )

    def _scope(self, request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
        user: Any = request.user
        within = tuple(user.paths_with(Duty.SEE_CAMPAIGNS))
        rules, total = scope_counts(campaign, timezone.localdate(), within=within)
        return {"rules": rules, "total": total}

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        looked = getattr(request, "looked", None) or {}
        asks = looked.get("moved") or looked.get("older") or "confirm" in request.POST
        return (*self.fields, "confirm") if asks else self.fields

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        campaign = kwargs.get("obj")
        looked = getattr(request, "looked", None)
        if campaign is not None:
            kept = Campaign.objects.get(pk=campaign.pk)
            context |= {"timebar": timebar(kept, timezone.localdate()), "campaign": kept, "looked": looked}
            context |= looked or self._scope(request, kept)
            aims = aims_of(kept)
            context |= {"aims": _aims_shown(aims), "aim_warnings": list(warnings_of(aims))}
        elif looked:
            context |= {"looked": looked, **looked}
        context["may_preview"] = self.has_change_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def construct_change_message(self, *args: Any, **kwargs: Any) -> Any:
        """The book has it."""
        return []

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.template_view)
        return [path("from-template/", view, name="campaigns_campaign_from_template"), *super().get_urls()]

    def template_view(self, request: HttpRequest) -> HttpResponse:
        """A campaign of a template's shape; its page then lets everything be changed."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = TemplateForm(request.POST or None, label_suffix="", initial={"source": request.GET.get("source", "")})
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data
            try:
                template = values["source"]
                campaign = make_from_template(
                    template,
                    slug=values["slug"],
                    name=values["name"],
                    shift_years=values["starts_in"] - template.starts_on.year,
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
            "title": "照样新建活动",
            "form": form,
        }
        return TemplateResponse(request, "admin/campaigns/from_template.html", context)


def _aims_shown(aims: list[Aim]) -> list[dict[str, Any]]:
    return [
        {
            "label": label_of(aim, aims),
            "due": aim.due_on,
            "amount": f"{aim.amount:.1%}" if aim.indicator.way == Way.SHARE else f"{aim.amount:f} {aim.indicator.unit}",
            "allotted": f"{sum(aim.allotted.values()):f}" if adds_up(aim) is not None else "—",
            "difference": f"{adds_up(aim):+f}" if adds_up(aim) else "—",
        }
        for aim in aims
    ]


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
