"""Who has a part in a family's way, each with a browser of his or her own; used by test_relief_way.py."""

import csv
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from tests.browser.phones import picture
from tests.factories import PASSWORD

SLOW = 60_000  # milliseconds that a page may take where other tests use the same processor
DESKTOP, PHONE = (1280, 900), (390, 844)
CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b")


class Reader:
    """Somebody without an account."""

    def __init__(self, browser: Any, address: str, size: tuple[int, int]) -> None:
        self.address = address
        self.line = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN")
        self.page = self.line.new_page()
        self.page.set_default_timeout(SLOW)

    def opens(self, path: str) -> Any:
        return self.page.goto(self.address + path)

    def follows(self, words: str) -> None:
        """A link, by what it says; every page on the way is one that needs no scrolling sideways."""
        self.page.locator(f"main a:has-text('{words}') >> visible=true").first.click()
        self.page.wait_for_load_state()
        self.fits()

    def presses(self, words: str, then: str) -> None:
        """A button, and what is read when it is done."""
        self.page.locator(f"main button:has-text('{words}') >> visible=true").last.click()
        self.reads(then)

    def reads(self, words: str) -> None:
        self.page.locator(f":text('{words}') >> visible=true").first.wait_for()
        self.fits()

    def fits(self) -> None:
        wide = self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide, f"{self.page.url} scrolls sideways"

    def takes(self, words: str) -> Path:
        """The file that a button sends."""
        with self.page.expect_download() as download:
            self.page.locator(f"main button:has-text('{words}') >> visible=true").last.click()
        path: Path = download.value.path()
        return path

    def signs_in(self, name: str, door: str = "/login/") -> None:
        self.opens(door)
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", PASSWORD)
        if (own := self.page.locator("main [type=checkbox]")).count():
            own.check()  # one's own telephone stays signed in for a week
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url(lambda url: "/login/" not in url)


class Chair(Reader):
    """At the union's telephone."""

    def goes_to(self, tab: str) -> None:
        self.page.click(f"nav.tabs a:has-text('{tab}')")
        self.page.wait_for_load_state()
        self.fits()

    def goes_on(self) -> None:
        """The one thing to do next."""
        self.page.locator(".act a.btn-primary").click()
        self.page.wait_for_load_state()
        self.fits()

    def opens_a_file(self, name: str) -> None:
        """建档: what the roster knows is there already; the household is filled in person by person."""
        self.goes_to("档案")
        self.follows("建立档案")
        self.follows(name)
        chosen = {"marital_status": "已婚", "employment_form": "正式职工", "standing": "在岗", "main_cause": "子女上学"}
        for field, word in {
            **chosen,
            "hard_after_aid": "是",
            "hires": "否",
            "costly_school": "否",
            "car": "否",
        }.items():
            self.page.select_option(f"[name={field}]", word)
        typed = {"health": "良好", "address": "河畔镇 5 号", "own_income": "36000", "homes": "1"}
        card = {"bank": "云岭农商银行", "branch": "河畔支行", "card": "6217000000000000011"}
        for field, words in {**typed, **card}.items():
            self.page.fill(f"[name={field}]", words)
        self.page.click("text=再加一人")
        self.page.wait_for_selector("[name=p1-name]")
        for place, (who, relation, status) in enumerate((("王配偶", "配偶", "已婚"), ("李小孩", "子女", "未婚"))):
            self.page.fill(f"[name=p{place}-name]", who)
            self.page.select_option(f"[name=p{place}-relation]", relation)
            self.page.select_option(f"[name=p{place}-marital_status]", status)
            self.page.fill(f"[name=p{place}-health]", "良好")
            self.page.fill(f"[name=p{place}-income]", "0")
        self.presses("建立档案", f"{name}的档案已建立")

    def photographs(self, field: str) -> None:
        self.page.set_input_files(f"[name={field}]", [picture(400)])

    def hands_in_papers(self) -> int:
        """Whatever the list says is missing, one after the other: the first with the camera, the others as scans."""
        self.page.locator(".act a.btn-primary:has-text('上传材料')").click()
        count = 0
        while (missing := self.page.locator("li a:has(.state-none)")).count():
            missing.first.click()
            self.page.wait_for_selector("[name=papers]")
            self.page.set_input_files("[name=papers]", [scan(count) if count else picture(400)])
            self.page.wait_for_selector("text=照片已保存在手机上")
            if (of_year := self.page.locator("[name=is_of_year]")).count():
                of_year.check()
            self.fits()
            self.page.locator("main form .act button").click()
            self.page.wait_for_url("**/papers/")
            count += 1
        return count

    def prints(self, words: str, kind: str = "pdf") -> Path:
        self.follows(words)
        self.page.check(f"[name=kind][value={kind}]")
        self.page.fill("[name=reason]", "办理帮扶")
        return self.takes("打印")


class Colleague(Reader):
    """At the desk, signed in."""

    def __init__(self, browser: Any, address: str, size: tuple[int, int], name: str) -> None:
        super().__init__(browser, address, size)
        self.signs_in(name)

    def starts_with(self, words: str) -> None:
        """The line of the work list leads to where it is done."""
        self.opens("/admin/")
        self.page.click(f".due a:has-text('{words}')")
        self.page.wait_for_load_state()
        self.fits()


def scan(number: int) -> dict[str, Any]:
    """A page from a scanner, which is no other page."""
    return {"name": "扫描.pdf", "mimeType": "application/pdf", "buffer": f"%PDF-1.4\n% {number}\n%%EOF\n".encode()}


def code_on(receipt: Path) -> str:
    """What the worker types from the paper: 查询码."""
    sheet = openpyxl.load_workbook(BytesIO(receipt.read_bytes())).active
    assert sheet is not None
    found = CODE.search(" ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell))
    assert found is not None
    return found.group()


def answer_of(bank_file: Path, folder: Path) -> Path:
    """What the bank sends back: every line of its file, paid."""
    with bank_file.open(encoding="utf-8-sig", newline="") as sent:
        lines = [row for row in csv.reader(sent) if row and row[0].isdecimal()]
    path = folder / "回单.csv"
    with path.open("w", encoding="utf-8", newline="") as back:
        writer = csv.writer(back)
        writer.writerow(["序号", "户名", "账号", "金额", "结果", "失败原因"])
        writer.writerows([serial, name, account, amount, "成功", ""] for serial, name, account, _, amount, _ in lines)
    return path
