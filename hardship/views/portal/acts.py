"""What a chair does with an application: 提交, 单位工会审核, 退回, 申报, 撤回, 恢复, and the consent to publication."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from hardship.checklist import checklist_of, version_of
from hardship.completeness import lacking
from hardship.forms.applications import AGREE, AgreeForm, BackForm, ConsentForm, SeenForm, WhyForm
from hardship.models import ReliefApplication
from hardship.operations import applications
from hardship.operations.steps import reason_against, steps_of
from hardship.transitions import State, earlier
from hardship.views.portal.found import TAB, own_application
from unions.views.portal.frame import answer, portal_page


@dataclass(frozen=True)
class Page:
    """What stands around the form: a title, a sentence before it, the button."""

    title: str
    lead: str
    verb: str
    more: dict[str, Any]


def portal_relief_submit(request: HttpRequest, reliefapplication: int) -> HttpResponse:
    """The last look before it is handed in: what is missing is said here, not after."""
    row = own_application(request, reliefapplication)
    form = SeenForm(_typed(request), steps=len(steps_of(row)))

    def run(values: dict[str, Any]) -> str:
        done = applications.submit(row, at=timezone.now(), by=_by(request), seen=values["seen"])
        late = "已过截止时间，标记为逾期。" if done.is_late else ""
        return f"{row.name}的申请已提交，{late}下一步：单位工会审核。"

    today = timezone.localdate()
    version = version_of(row, today)
    contents = version.contents if version else None
    more = {
        "lacks": lacking(contents) if contents else [],
        "missing": checklist_of(row, contents, on=today).missing if contents else [],
        "is_late": timezone.now() > row.programme.closes_at and row.submitted_at is None,
    }
    lead = "提交以后，系统按档案今天的内容判定并保存；材料不能再改，需要改的请先退回。"
    return _act_page(request, row, "submit", form, run, Page("提交申请", lead, "提交申请", more))


def portal_relief_agree(request: HttpRequest, reliefapplication: int) -> HttpResponse:
    row = own_application(request, reliefapplication)
    form = AgreeForm(_typed(request), steps=len(steps_of(row)), label_suffix="")

    def run(values: dict[str, Any]) -> str:
        said = {"at": timezone.now(), "by": _by(request), "seen": values["seen"]}
        if values["outcome"] == AGREE:
            applications.agree(row, reviewer=values["reviewer"], on=values["on"], opinion=values["opinion"], **said)
            return f"单位工会已同意{row.name}的申请。下一步：张贴公示。"
        applications.send_back_within(row, to=State.DRAFT, reason=values["opinion"], **said)
        return f"{row.name}的申请已退回草稿，改好后再提交。"

    lead = "请工会委员会审核以后登记：谁审核的、哪一天、什么意见。"
    return _act_page(request, row, "agree", form, run, Page("单位工会审核", lead, "登记审核结果", {}))


def portal_relief_back(request: HttpRequest, reliefapplication: int) -> HttpResponse:
    row = own_application(request, reliefapplication)
    targets = earlier(State(row.state))
    form = BackForm(_typed(request), targets=targets, steps=len(steps_of(row)), label_suffix="")

    def run(values: dict[str, Any]) -> str:
        done = applications.send_back_within(
            row, to=values["to"], reason=values["reason"], at=timezone.now(), by=_by(request), seen=values["seen"]
        )
        return f"{row.name}的申请已退回到“{done.get_state_display()}”。"

    lead = "发现有错的，退回到前面的步骤改。办过的步骤都留有记录；退回到公示以前的，要重新公示。"
    return _act_page(request, row, "send_back_within", form, run, Page("退回修改", lead, "退回这份申请", {}))


def portal_relief_report(request: HttpRequest, reliefapplication: int) -> HttpResponse:
    """申报, with the stamped result report; it is uploaded on the notice's page, or among the papers."""
    row = own_application(request, reliefapplication)
    form = SeenForm(_typed(request), steps=len(steps_of(row)))

    def run(values: dict[str, Any]) -> str:
        done = applications.report(row, at=timezone.now(), by=_by(request), seen=values["seen"])
        return f"{row.name}的申请已申报，现在{done.get_state_display()}。"

    lead = "公示已满期。请打印公示结果报告，盖章后扫描或拍照上传，再申报。"
    return _act_page(request, row, "report", form, run, Page("申报", lead, "申报", {"reports": True}))


def portal_relief_withdraw(request: HttpRequest, reliefapplication: int) -> HttpResponse:
    row = own_application(request, reliefapplication)
    form = WhyForm(_typed(request), steps=len(steps_of(row)), label_suffix="")

    def run(values: dict[str, Any]) -> str:
        applications.withdraw(row, reason=values["reason"], at=timezone.now(), by=_by(request), seen=values["seen"])
        return f"{row.name}的申请已撤回。改主意的，打开它可以恢复。"

    lead = "本人不再申请的，可以撤回。撤回以后可以恢复，恢复后从草稿重新开始。"
    return _act_page(request, row, "withdraw", form, run, Page("撤回申请", lead, "撤回这份申请", {}))


def portal_relief_resume(request: HttpRequest, reliefapplication: int) -> HttpResponse:
    row = own_application(request, reliefapplication)
    form = SeenForm(_typed(request), steps=len(steps_of(row)))

    def run(values: dict[str, Any]) -> str:
        applications.resume(row, at=timezone.now(), by=_by(request), seen=values["seen"])
        return f"{row.name}的申请已恢复为草稿。"

    lead = "恢复以后从草稿重新开始：再提交、再审核、再公示。"
    return _act_page(request, row, "resume", form, run, Page("恢复申请", lead, "恢复这份申请", {}))


def portal_relief_consent(request: HttpRequest, reliefapplication: int) -> HttpResponse:
    """The separate consent to the internet (PIPL 25), given or taken back."""
    row = own_application(request, reliefapplication)
    user: Any = request.user
    takes_back = row.consents
    form: forms.Form = forms.Form(_typed(request)) if takes_back else ConsentForm(_typed(request))

    def act() -> HttpResponse:
        today = timezone.localdate()
        if takes_back:
            applications.withdraw_consent(row, on=today, by=user)
            messages.success(request, f"{row.name}的网上公开同意已撤回，网上不再显示姓名。")
        else:
            applications.consent(row, on=today, by=user)
            messages.success(request, f"已登记{row.name}同意在网上公开。")
        return redirect("portal-relief-application", row.pk)

    def page() -> HttpResponse:
        context = {"application": row, "form": form, "takes_back": takes_back}
        return portal_page(request, "portal/relief_consent.html", row.union, context, tab=TAB)

    return answer(request, form, act, page)


def _act_page(
    request: HttpRequest,
    row: ReliefApplication,
    act: str,
    form: forms.Form,
    run: Callable[[dict[str, Any]], str],
    page: Page,
) -> HttpResponse:
    """The page of one act; who comes to it when it can't be done is told why, and led to the application."""
    if request.method == "GET" and (against := reason_against(row, act, by=_by(request))):
        messages.warning(request, against)
        return redirect("portal-relief-application", row.pk)

    def done() -> HttpResponse:
        messages.success(request, run(form.cleaned_data))
        return redirect("portal-relief-application", row.pk)

    def shown() -> HttpResponse:
        context = {"application": row, "form": form, "act": act, "page": page, **page.more}
        return portal_page(request, "portal/relief_act.html", row.union, context, tab=TAB)

    return answer(request, form, done, shown)


def _by(request: HttpRequest) -> Any:
    return request.user


def _typed(request: HttpRequest) -> Any:
    """What was sent, also when that is nothing at all."""
    return request.POST if request.method == "POST" else None
