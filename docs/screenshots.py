"""The pictures of the users' guides, taken from a running demonstration.

    bin/run --port 8000                       # in one terminal
    .venv/bin/python docs/screenshots.py      # in another: [--address http://127.0.0.1:8000] [--chromium PATH]

Signs in as the demonstration's roles and writes docs/users/images/*.png.
"""

import argparse
import shutil
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from config.demo import ACCOUNTS

IMAGES = Path(__file__).resolve().parent / "users" / "images"
DESK, TALL, PHONE = (1280, 800), (1280, 1400), (390, 780)
PASSWORDS = {username: password for username, password, _, _ in ACCOUNTS}
# (file, who, width and height, page); what stands before the colon is done there first (STEPS). Nothing is written.
PICTURES = [
    ("sign-in", "", DESK, "/login/"),
    ("admin-accounts", "admin", DESK, "/admin/accounts/user/"),
    ("auditor-book", "shenji", DESK, "/admin/accounts/bookentry/"),
    ("staff-desk", "zuxuan", TALL, "/admin/"),
    ("staff-search", "zuxuan", DESK, "/admin/search/?q=thz"),
    ("staff-union", "zuxuan", TALL, "first:/admin/unions/organisation/?kind__exact=grassroots_single&q=349999010"),
    (
        "staff-dissolve",
        "zuxuan",
        DESK,
        "dissolve:/admin/unions/organisation/?kind__exact=grassroots_single&q=349999010",
    ),
    ("staff-quality", "zuxuan", DESK, "/admin/quality/"),
    ("staff-imports", "zuxuan", DESK, "/admin/registers/importrun/"),
    ("staff-upload", "zuxuan", DESK, "/admin/registers/importrun/add/"),
    ("staff-reports", "zuxuan", DESK, "/admin/campaigns/report/"),
    ("staff-report", "zuxuan", TALL, "first:/admin/campaigns/report/"),
    ("staff-movement", "zuxuan", DESK, "/admin/campaigns/campaign/movement/"),
    ("staff-campaign", "zuxuan", DESK, "coverage:/admin/campaigns/campaign/"),
    ("staff-members", "zuxuan", DESK, "/admin/members/member/"),
    ("staff-duplicate", "zuxuan", TALL, "first:/admin/members/duplicate/"),
    ("staff-figures", "zuxuan", DESK, "/admin/figures/"),
    ("staff-allocations", "zuxuan", DESK, "allot:/admin/campaigns/campaign/"),
    ("leader-report", "lingdao", DESK, "first:/admin/campaigns/report/"),
    ("township-desk", "tianhe", DESK, "/admin/"),
    ("township-displays", "tianhe", DESK, "/admin/unions/display/?verified=no"),
    ("township-union", "tianhe", DESK, "first:/admin/unions/organisation/?kind__exact=grassroots_single"),
    ("township-phone", "tianhe", PHONE, "/admin/"),
    ("township-queue", "tianhe", DESK, "/admin/unions/display/queue/"),
    ("township-chairs", "tianhe", DESK, "/admin/unions/officer/chairs/"),
    ("chair-sign-in", "", PHONE, "/portal/login/"),
    ("chair-home", "zhuxi", PHONE, "/portal/"),
    ("chair-union", "zhuxi", PHONE, "union:/portal/"),
    ("chair-item", "zhuxi", PHONE, "item:/portal/"),
    ("chair-waiting", "zhuxi", PHONE, "waiting:/portal/"),
    ("chair-receipt", "zhuxi", PHONE, "receipt:/portal/"),
    ("chair-members", "zhuxi", PHONE, "members:/portal/"),
    ("chair-enrol", "zhuxi", PHONE, "enrol:/portal/"),
    ("chair-check", "zhuxi", PHONE, "check:/portal/"),
    ("chair-files", "zhuxi", PHONE, "files:/portal/"),
    ("chair-relief", "zhuxi", PHONE, "relief:/portal/"),
    ("chair-application", "zhuxi", PHONE, "application:/portal/"),
    ("rights-desk", "quanyi", TALL, "/admin/"),
    ("rights-figures", "quanyi", TALL, "/admin/relief-figures/"),
    ("leader-approval", "lingdao", DESK, "/admin/hardship/reliefapplication/approval/"),
    ("finance-batches", "caiwu", DESK, "/admin/hardship/paymentbatch/"),
    ("township-opinions", "tianhe", DESK, "/admin/hardship/reliefapplication/opinions/"),
    ("finance-ledger", "caiwu", DESK, "/admin/hardship/fundsource/ledger/"),
    ("auditor-payment", "shenji", TALL, "payment:/admin/hardship/payment/?state__exact=paid"),
    ("rights-visits", "quanyi", TALL, "first:/admin/hardship/visitplan/"),
    ("public-relief", "", PHONE, "online:/relief/"),
    ("public-search", "", PHONE, "/?q=cha"),
    ("public-union", "", PHONE, "public:/?q=cha"),
]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--address", default="http://127.0.0.1:8000")
    options.add_argument("--only", default="", help="names that begin so")
    options.add_argument("--chromium", default=shutil.which("chromium") or "/usr/bin/chromium")
    chosen = options.parse_args()
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chosen.chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, who, size, page in PICTURES:
            if name.startswith(chosen.only):
                take(browser, chosen.address, name, who, size, page)
        browser.close()


def take(browser: Any, address: str, name: str, who: str, size: tuple[int, int], page: str) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN")
    tab = context.new_page()
    if who:
        tab.goto(f"{address}/login/")
        tab.fill("[name=username]", who)
        tab.fill("[name=password]", PASSWORDS[who])
        tab.press("[name=password]", "Enter")
        tab.wait_for_url(lambda url: "/login/" not in url)
    how, _, path = page.rpartition(":")
    tab.goto(address + path)
    if how:
        STEPS[how](tab)
    tab.screenshot(path=IMAGES / f"{name}.png")
    context.close()


def first(tab: Any) -> None:
    tab.click("#result_list tbody tr:first-child th a")
    tab.wait_for_load_state()


def coverage(tab: Any) -> None:
    """The newest campaign of 双亮."""
    tab.click("#result_list th a:has-text('双亮')")
    tab.wait_for_load_state()


def allot(tab: Any) -> None:
    tab.click("#result_list th a:has-text('会员发展')")
    tab.wait_for_load_state()
    tab.goto(tab.url.partition("/change/")[0] + "/allocations/")


def dissolve(tab: Any) -> None:
    """What ending that union would change."""
    first(tab)
    tab.goto(tab.url.partition("/change/")[0] + "/dissolve/")
    tab.fill("[name=why]", "企业已注销")
    tab.click("form.act .buttons button")
    tab.wait_for_selector(".preview")


def union(tab: Any) -> None:
    tab.click("nav.tabs >> text=我的工会")
    tab.wait_for_load_state()


def item(tab: Any) -> None:
    """The first item with a way that is not reported yet."""
    union(tab)
    for page in [link.get_attribute("href") for link in tab.query_selector_all("main a[href*='/items/']")]:
        tab.goto(urljoin(tab.url, page))
        if tab.query_selector(".tiles label"):
            return
    raise SystemExit("Every way of every item is reported: no picture of the form.")


def waiting(tab: Any) -> None:
    """Sent without a line, so it stays on the phone; the browser is thrown away with it."""
    item(tab)
    tab.context.set_offline(True)
    tab.click(".tiles label")
    tab.click(".act button")
    tab.wait_for_selector("[data-state=waiting]")
    tab.wait_for_timeout(300)


def receipt(tab: Any) -> None:
    union(tab)
    tab.click("text=本工会双亮情况回执")
    tab.wait_for_load_state()


def members(tab: Any) -> None:
    tab.click("nav.tabs >> text=会员")
    tab.wait_for_load_state()


def enrol(tab: Any) -> None:
    members(tab)
    tab.click(".act a")
    tab.wait_for_selector("[name=id_number]")


def check(tab: Any) -> None:
    """One is not there any more; nothing is sent."""
    members(tab)
    tab.click("main a[href$='/check/']")
    tab.click(".pass li:nth-child(2) label")
    tab.wait_for_timeout(300)


def files(tab: Any) -> None:
    tab.click("nav.tabs >> text=档案")
    tab.wait_for_load_state()


def relief(tab: Any) -> None:
    tab.click("nav.tabs >> text=帮扶")
    tab.wait_for_load_state()


def application(tab: Any) -> None:
    """The first that something is to be done with."""
    relief(tab)
    tab.locator("main ul.rows a").first.click()
    tab.wait_for_load_state()


def payment(tab: Any) -> None:
    tab.locator("#result_list tbody tr:first-child a").first.click()
    tab.wait_for_load_state()


def online(tab: Any) -> None:
    if tab.locator("ul.people a").count():
        tab.locator("ul.people a").first.click()
        tab.wait_for_load_state()


def public(tab: Any) -> None:
    tab.click("main a[href^='/u/']")
    tab.wait_for_load_state()


STEPS = {
    "first": first,
    "coverage": coverage,
    "allot": allot,
    "dissolve": dissolve,
    "union": union,
    "item": item,
    "waiting": waiting,
    "receipt": receipt,
    "members": members,
    "enrol": enrol,
    "check": check,
    "files": files,
    "relief": relief,
    "application": application,
    "payment": payment,
    "online": online,
    "public": public,
}


if __name__ == "__main__":
    main()
