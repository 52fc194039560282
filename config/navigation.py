"""The side navigation of the desk: what this user may open, in the order of the work."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from accounts.duties import Duty


@dataclass(frozen=True)
class Entry:
    title: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Room:
    title: str
    entries: list[Entry]


@dataclass(frozen=True)
class Page:
    """A page that is no table's list; `duty` opens it."""

    title: str
    name: str  # of its address
    duty: Duty
    also: tuple[str, ...] = ()  # names of further addresses that belong to it


# Room, then what stands in it: a table of the desk by its label, or a page.
ROOMS: tuple[tuple[str, tuple[str | Page, ...]], ...] = (
    (
        "工会",
        (
            "unions.organisation",
            "unions.officer",
            "unions.electionreport",
            "unions.display",
            Page("核实队列", "admin:unions_display_queue", Duty.VERIFY_DISPLAYS),
            "unions.employer",
            "unions.honour",
            "unions.printorder",
            "unions.errorreport",
            Page(
                "主席登录",
                "admin:unions_officer_chairs",
                Duty.INVITE_CHAIRS,
                ("unions_officer_issue", "unions_officer_withdraw"),
            ),
            Page("数据质量", "admin:quality", Duty.SEE_DISPLAYS),
        ),
    ),
    (
        "会员",
        (
            "members.member",
            "members.transfer",
            "members.duplicate",
            Page("会员指标", "admin:member_figures", Duty.SEE_MEMBERS, ("member_figures_list",)),
            "members.formprint",
            Page("核对版本码", "admin:members_formprint_check", Duty.SEE_MEMBERS),
        ),
    ),
    (
        "帮扶",
        (
            "hardship.reliefapplication",
            Page("乡镇意见", "admin:hardship_reliefapplication_opinions", Duty.GIVE_OPINION),
            Page("汇总平衡", "admin:hardship_reliefapplication_balancing", Duty.REVIEW_RELIEF),
            Page("审批", "admin:hardship_reliefapplication_approval", Duty.APPROVE_RELIEF),
            "hardship.hardshipfile",
            "hardship.publicnotice",
            "hardship.visitplan",
            "hardship.visitstop",
            "hardship.paperprint",
            Page("核对帮扶表单", "admin:hardship_paperprint_check", Duty.SEE_RELIEF),
            "hardship.paymentbatch",
            "hardship.payment",
            "hardship.fundsource",
            Page("资金总账", "admin:hardship_fundsource_ledger", Duty.SEE_FUNDS, ("hardship_fundsource_entries",)),
            "hardship.budget",
            "hardship.auditpackage",
            Page(
                "帮扶统计",
                "admin:relief_figures",
                Duty.SEE_RELIEF,
                ("relief_figures_list", "relief_figures_workbook"),
            ),
            Page("享受试算", "admin:hardship_trial", Duty.SEE_FILES, ("hardship_trial_take_out",)),
            "hardship.reliefprogramme",
            "hardship.livingline",
            "hardship.calendarday",
            "hardship.reliefsettings",
        ),
    ),
    (
        "双亮活动",
        (
            "campaigns.campaign",
            "campaigns.report",
            Page("逐月变化", "admin:campaigns_movement", Duty.SEE_CAMPAIGNS, ("campaigns_campaign_movement",)),
            "unions.reminders",
            "unions.portalsettings",
        ),
    ),
    ("登记表", ("registers.importrun", "registers.numberrelease", "accounts.listexport", "accounts.savedfilter")),
    ("系统", ("accounts.user", "unions.appointment", "accounts.job", "accounts.bookentry")),
)

PAGES = [content for _, contents in ROOMS for content in contents if isinstance(content, Page)]


def navigation(request: HttpRequest) -> list[Room]:
    """The rooms that hold anything for this user; the desk's first page comes first."""
    if not request.user.is_authenticated:
        return []
    home = reverse("admin:index")
    rooms = [Room("", [Entry("工作台", home, request.path == home)])]
    for title, labels in ROOMS:
        entries = list(_entries(request, labels))
        if entries:
            rooms.append(Room(title, entries))
    return rooms


def _entries(request: HttpRequest, contents: tuple[str | Page, ...]) -> Iterator[Entry]:
    user: Any = request.user
    tables: dict[str, Any] = {model._meta.label_lower: desk for model, desk in admin.site._registry.items()}
    for content in contents:
        if isinstance(content, Page):
            if user.may(content.duty):
                url = reverse(content.name)
                yield Entry(content.title, url, _shows(request, content))
        elif tables[content].has_module_permission(request):
            url = reverse(f"admin:{content.replace('.', '_')}_changelist")
            is_current = request.path.startswith(url) and not any(_shows(request, page) for page in PAGES)
            yield Entry(str(tables[content].opts.verbose_name_plural), url, is_current)


def _shows(request: HttpRequest, page: Page) -> bool:
    match = request.resolver_match
    return match is not None and match.url_name in (page.name.removeprefix("admin:"), *page.also)
