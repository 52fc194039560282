"""Everything a user sees is Chinese: walks every page of every role and fails on an English word.

Seen means: visible text, title, placeholder, aria-label, alt, the value of a button, options, and the strings our own
scripts put on a page. What Chinese offices write in Latin letters is allowed, and so are values of the data.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.leaks.conftest import browser_of
from tests.leaks.doors import all_doors, targets
from tests.leaks.oracle import FORMER, PRINCIPALS
from tests.leaks.world import build

# Office usage: written so in Chinese papers too.
OFFICE = {
    "Excel", "WPS", "xlsx", "xls", "csv", "PDF", "SHA", "MB", "KB", "GB", "ID", "UTF", "IP", "URL",
    "TOTP", "App", "Ctrl", "Esc", "Microsoft", "Authenticator", "Enter", "Tab", "Shift", "https", "http",
}  # fmt: skip
WORD = re.compile(r"[A-Za-z]{2,}")
# Values, not words: the key of the second step, codes with digits in them, file names, addresses, checksums.
VALUE = re.compile(
    r"(?:\b[A-Z2-7]{4} ){3,}[A-Z2-7]{4}\b"  # the second step's key, to be typed into the phone
    r"|[A-Za-z0-9_./:@#%+&?=-]*\d[A-Za-z0-9_./:@#%+&?=-]*|[\w-]+\.(?:xlsx?|csv)\b"
)
ATTRIBUTES = ("title", "placeholder", "aria-label", "alt", "label", "data-confirm", "data-empty", "content")
HIDDEN = {"script", "style", "template", "code", "svg-defs"}
STRING = re.compile(r"""(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`)""")


class Seen(HTMLParser):
    """Collects what a reader of the page meets, each with the tag it stands in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.within: list[str] = []
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in {"input", "meta", "link", "br", "img", "hr", "col", "path", "use", "circle", "rect", "line"}:
            self.within.append(_symbol(tag, given))
        for name in ATTRIBUTES:
            if name in given and not (name == "content" and tag == "meta"):
                self.found.append((f"{tag}[{name}]", given[name]))
        if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
            self.found.append(("button", given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag in (one.split()[0] for one in self.within):
            while self.within and self.within.pop().split()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(one in HIDDEN or one.endswith(" hidden") for one in self.within):
            self.found.append((self.within[-1] if self.within else "", data.strip()))


def _symbol(tag: str, given: dict[str, str]) -> str:
    """An icon is written as a word of the icon font: seen as a picture."""
    icon = "material-symbols-outlined" in given.get("class", "")
    return f"{tag} hidden" if icon else tag


def english_in(text: str, known: set[str]) -> list[str]:
    return [word for word in WORD.findall(VALUE.sub(" ", text)) if word not in OFFICE | known]


def english_on(page: str, known: set[str]) -> Iterator[str]:
    seen = Seen()
    seen.feed(page)
    for where, text in seen.found:
        if words := english_in(text, known):
            yield f"{where}: {' '.join(words)}   （{' '.join(text.split())[:100]}）"


@pytest.mark.parametrize("who", [who for who in PRINCIPALS if who != FORMER])
def test_no_page_has_an_english_word(db: None, who: str) -> None:
    world = build()
    browser = browser_of(world, who)
    known = set(WORD.findall(" ".join([*world.people, "hunt", str(connection.settings_dict["USER"])])))
    found: dict[str, str] = {}
    asked = [url for door in all_doors() for url in targets(door, world, who).own]
    asked += [url for door in all_doors() for url in targets(door, world, who).missing[:1]]
    for url in dict.fromkeys(asked):
        response = browser.get(url)
        if response.streaming or "html" not in response.headers.get("Content-Type", ""):
            continue
        for words in english_on(response.content.decode(), known):
            found.setdefault(words, url)

    assert not found, "\n".join(f"{url} {words}" for words, url in found.items())


def our_scripts() -> list[Path]:
    return sorted(Path(settings.BASE_DIR, "static").rglob("*.js"))


@pytest.mark.parametrize("script", our_scripts(), ids=lambda path: path.name)
def test_no_script_of_ours_says_an_english_sentence(script: Path) -> None:
    """Strings with a blank or Chinese in them are sentences; the others are names of events, tags and classes."""
    source = re.sub(r"//[^\n]*|/\*.*?\*/", "", script.read_text(), flags=re.DOTALL)
    strings = ["".join(groups) for groups in STRING.findall(source)]
    chinese = [text for text in strings if re.search(r"[\u4e00-\u9fff]", text)]

    found = [text for text in chinese if english_in(re.sub(r"\$\{[^}]*\}|<[^>]*>", " ", text), set())]
    assert found == []


@pytest.mark.parametrize(
    "page",
    [
        "<p>Save</p>",
        "<input placeholder='Type to search'>",
        "<a title='Delete'>删除</a>",
        "<input type=submit value='Save and continue'>",
        "<select><option>All</option></select>",
        "<img alt='Logo'>",
        "<button aria-label='Close'></button>",
        "<title>Django site admin</title>",
    ],
)
def test_the_walk_sees_an_english_word(page: str) -> None:
    assert list(english_on(page, set()))


@pytest.mark.parametrize(
    "page", ["<p>另存为 .xlsx，用 Excel 或 WPS 打开</p>", "<script>var a = 'Save';</script>", "<td>SHA-256</td>"]
)
def test_the_walk_lets_office_usage_pass(page: str) -> None:
    assert list(english_on(page, set())) == []
