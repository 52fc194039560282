"""One family's way from the file to the bank account, in the browser, through the hands of everybody who has a part in it.

Nothing is done for them but that days go by. What the county has before: a line, the winter's programme, a budget.
"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from hardship.models import FundEntry, FundSource, PublicNotice, ReliefApplication, Step
from hardship.operations import programmes
from hardship.template import WINTER_RELIEF
from tests.browser.chromium import browser, in_chromium
from tests.browser.relief_people import DESKTOP, PHONE, Chair, Colleague, Reader, answer_of, code_on
from tests.conftest import Mill
from tests.factories import MembershipFactory, id_number
from tests.hardship.families import make_budget, make_line, make_source
from tests.hardship.notices import on_day
from unions.models import Organisation

__all__ = ["browser"]

pytestmark = in_chromium
APPLIES, NOTICE_IS_OVER, IS_PAID, ALL_IS_OVER = (
    date(2012, 12, 3),
    date(2012, 12, 11),
    date(2012, 12, 12),
    date(2013, 3, 1),
)
NAME, PROGRAMME = "李困难", "2013年元旦春节送温暖"
Window = Callable[..., Any]


@pytest.fixture
def winter(cast: dict[str, User], county: Organisation, mill: Mill, settings: Any, tmp_path: Path) -> None:
    """A member of the mill's union, and a programme as it is shipped."""
    settings.MEDIA_ROOT = tmp_path / "files"
    make_line(county)
    given = {"slug": "winter-2012", "name": PROGRAMME, "year": 2012, "is_open": True}
    make_budget(programmes.make_from_template(WINTER_RELIEF, **given, by=None), make_source())
    MembershipFactory(union=mill.union, name=NAME, id_number=id_number(5), mobile="13900000005")


@pytest.fixture
def window(browser: Any, live_server: Any) -> Iterator[Window]:
    """`window(Colleague, size, "finance")` is somebody before a screen of that size."""
    opened: list[Reader] = []

    def make(who: type[Reader], *given: Any) -> Reader:
        opened.append(who(browser, live_server.url, *given))
        return opened[-1]

    yield make
    for one in opened:
        one.line.close()


@pytest.mark.parametrize(
    ("in_hand", "on_desk"), [(PHONE, DESKTOP), (DESKTOP, PHONE)], ids=["chair-on-phone", "desk-on-phone"]
)
def test_a_family_comes_from_its_file_to_the_bank_account(
    window: Window, winter: None, tmp_path: Path, in_hand: tuple[int, int], on_desk: tuple[int, int]
) -> None:
    chair, worker, stranger = window(Chair, in_hand), window(Reader, in_hand), window(Reader, in_hand)
    with on_day(APPLIES):
        chair.signs_in("chair", "/portal/login/")
        chair.opens_a_file(NAME)
        applies(chair)
        code = code_on(chair.prints("打印回执", "xlsx"))
        looks_up(worker, code, "工会正在审核")
        agrees_and_posts(chair)
        looks_up(worker, code, "正在单位公示")

    with on_day(NOTICE_IS_OVER):
        reports(chair)
        township = window(Colleague, on_desk, "body_officer")
        opines(township)
        county = window(Colleague, on_desk, "rights_staff")
        reviews(county)
        balances(county)
        approves(window(Colleague, on_desk, "approver"))
        assert now().approved == Decimal("1000.00")
        publishes(county)

    with on_day(IS_PAID):
        pays(window(Colleague, on_desk, "finance"), tmp_path)
        reads_online(stranger)
        looks_up(worker, code, "已办结，帮扶金已发放")
        sees_it_closed(chair)
        audits(window(Colleague, on_desk, "auditor"))

    with on_day(ALL_IS_OVER):
        assert stranger.page.reload().status == 410
        stranger.reads("公开期已满")

    assert FundSource.objects.get().balance == Decimal("99000.00")
    assert -sum(FundEntry.objects.filter(kind="payment").values_list("amount", flat=True)) == Decimal("1000.00")
    steps = Step.objects.everywhere("tests").filter(by__isnull=False).order_by("number")
    assert {step.group: step.by.username for step in steps if step.by is not None} == {
        "enter": "chair",
        "system": "chair",  # who did not wait for the night to end the notice
        "opinion": "body_officer",
        "review": "rights_staff",
        "approve": "approver",
        "pay": "finance",
    }


def now() -> ReliefApplication:
    found: ReliefApplication = ReliefApplication.objects.everywhere("tests").get()
    return found


def applies(chair: Chair) -> None:
    """From the file: drafted, its papers, handed in, the worker's own word on being named."""
    chair.follows("申请帮扶")
    chair.presses("开始申请", f"{NAME}的帮扶申请")
    assert chair.hands_in_papers() == 6
    chair.follows("材料齐了，提交")
    chair.presses("提交申请", f"{NAME}的申请已提交")
    chair.follows("符不符合条件")
    chair.reads("✓ 建议帮扶")
    chair.follows("返回申请")
    chair.follows("网上公开同意")
    chair.page.check("[name=agrees]")
    chair.presses("登记本人同意", "本人已同意")


def agrees_and_posts(chair: Chair) -> None:
    chair.goes_to("待办")
    chair.follows(f"{NAME}的帮扶申请：登记单位工会审核")
    chair.goes_on()
    chair.page.check("[name=outcome][value=agree]")
    chair.page.fill("[name=reviewer]", "周委员")
    chair.presses("登记审核结果", "单位工会已同意")
    chair.goes_on()
    chair.presses("登记公示", "公示已登记")
    notice = chair.page.url
    assert chair.prints("打印公示").read_bytes().startswith(b"%PDF-")
    chair.page.goto(notice)
    chair.follows("拍照上传")
    chair.photographs("photo")
    chair.presses("上传", "公示照片已收到")


def reports(chair: Chair) -> None:
    """The week's session is over as well. The printed report comes back as it were stamped."""
    chair.signs_in("chair", "/portal/login/")
    chair.follows("公示期满，可以申报了")
    chair.presses("办理公示期满", "请打印公示结果报告")
    notice = chair.page.url
    stamped = chair.prints("打印公示结果报告").read_bytes()
    chair.page.goto(notice)
    chair.follows("上传盖章的报告")
    chair.page.set_input_files("[name=scan]", [{"name": "报告.pdf", "mimeType": "application/pdf", "buffer": stamped}])
    chair.presses("上传", "1 份申请可以申报了")
    chair.goes_to("待办")
    chair.follows(f"{NAME}的帮扶申请")
    chair.goes_on()
    chair.presses("申报", "的申请已申报")
    assert now().state == "opinion"


def opines(township: Colleague) -> None:
    township.starts_with("件帮扶申请待您出具意见")
    township.page.fill("[name=words]", "家庭困难属实")
    township.page.click("button:has-text('同意'):not(:has-text('不同意'))")
    township.reads("没有等您表态的申请")


def reviews(county: Colleague) -> None:
    """Each paper looked at and found good, then the application."""
    county.starts_with("件帮扶申请待县级审核")
    county.page.click(f"#result_list a:has-text('{NAME}')")
    county.page.wait_for_load_state()
    application = county.page.url.partition("change/")[0]
    county.follows("核对材料和判定说明")
    while not county.page.url.endswith("#done"):
        with county.page.expect_navigation():
            county.page.locator("button[name=do][value=good]").click()
    county.page.goto(f"{application}review/")
    county.page.fill("[name=opinion]", "材料齐全，情况属实")
    county.page.locator("form.act button").last.click()
    county.reads("已审核通过")


def balances(county: Colleague) -> None:
    county.starts_with("件帮扶申请待汇总平衡")
    county.page.check("[name=chosen]")
    county.page.click("button[value=send]")
    county.page.wait_for_load_state()
    assert now().state == "approval"


def approves(leader: Colleague) -> None:
    leader.starts_with("件帮扶申请待您审批")
    leader.page.click("button:has-text('批准勾选的')")
    leader.reads("确认批准 1 户")
    leader.page.click("button[value=approve]")
    leader.page.wait_for_load_state()


def publishes(county: Colleague) -> None:
    county.opens("/admin/hardship/publicnotice/")
    county.page.click("a:has-text('网上公开帮扶结果')")
    county.page.click(f"a:has-text('{PROGRAMME}')")
    county.reads("李**")
    county.presses("在网上公开", "已在网上公开")


def reads_online(stranger: Reader) -> None:
    """Sums and a name with its stars; ends on the page itself."""
    stranger.opens("/relief/")
    stranger.follows(PROGRAMME)
    said = stranger.page.inner_text("main")
    assert ("河畔镇工会联合会" in said, "1,000.00" in said, "李**" in said) == (True, True, True)
    assert [word for word in (NAME, "小孩", id_number(5), "6217", "上学") if word in stranger.page.content()] == []


def looks_up(worker: Reader, code: str, told: str) -> None:
    worker.opens("/relief/")
    worker.follows("凭回执查申请办到哪一步")
    worker.page.fill("[name=code]", code.lower())
    worker.presses("查办到哪一步", told)


def pays(finance: Colleague, folder: Path) -> None:
    """The batch, its file, its way to the bank, and the answer read back after a look."""
    finance.starts_with("笔已批准，还没有列入发放批次")
    finance.reads(NAME)
    finance.opens("/admin/hardship/paymentbatch/add/")
    finance.page.select_option("[name=programme]", label=PROGRAMME)
    finance.page.click("form.act .buttons button")
    finance.page.wait_for_url("**/change/")
    batch = finance.page.url.removesuffix("change/")
    finance.page.goto(f"{batch}order/")
    finance.page.locator("form.act button").last.click()
    finance.page.wait_for_url("**/change/")
    finance.page.goto(f"{batch}file/")
    finance.page.check("[name=kind][value=csv]")
    finance.page.fill("[name=reason]", "交银行代发")
    with finance.page.expect_download() as download:
        finance.page.click("form.act .buttons button")
    download.value.save_as(folder / "bank.csv")
    finance.page.goto(f"{batch}return/")
    finance.page.set_input_files("[name=file]", answer_of(folder / "bank.csv", folder))
    finance.page.click("button:has-text('核对这份回单')")
    finance.page.click("button:has-text('确认读入')")
    finance.page.wait_for_url("**/change/")
    finance.fits()
    assert now().state == "closed"


def sees_it_closed(chair: Chair) -> None:
    chair.goes_to("帮扶")
    chair.reads("办完的")
    chair.follows(NAME)
    chair.reads("1,000.00元")


def audits(auditor: Colleague) -> None:
    """From the year's figure to the payment, and from there to its steps, its notices, its application and its file."""
    auditor.opens("/admin/hardship/fundsource/ledger/")
    auditor.page.click("td a[href*='figure=paid']")
    auditor.page.click(f"tr:has-text('{NAME}') td a")
    auditor.reads("从哪里来")
    story = auditor.page.inner_text("main")
    told = (
        "周委员",
        "body_officer",
        "rights_staff",
        "approver",
        "finance",
        "单位公示：河畔纸厂工会",
        "网上公开",
        "-1,000.00",
    )
    assert [one for one in told if one not in story] == []
    payment = auditor.page.url
    auditor.follows("打开申请")
    auditor.reads("C1")
    auditor.page.goto(payment)
    auditor.follows("打开困难职工档案")
    auditor.reads(NAME)
    assert id_number(5) not in auditor.page.content()
    assert PublicNotice.objects.everywhere("tests").filter(state="running").count() == 1
