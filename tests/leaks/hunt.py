"""Sends the plan as one person and listens: for canaries, for differences that tell of foreign rows, for writes."""

import io
import re
import subprocess
import zipfile
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from shutil import which
from typing import Any
from urllib.parse import quote

from django.db import connection, transaction
from django.test import Client

from accounts.models import BookEntry
from tests.leaks.asks import Ask
from tests.leaks.forms import asks_from
from tests.leaks.guard import Guard
from tests.leaks.oracle import ANYBODY_WRITES, PUBLIC_DOORS, REPORT_DOORS, may_read, names_the_body
from tests.leaks.relief_oracle import AT_ONCE
from tests.leaks.world import World
from unions.models import ElectionReport, Officer

# What changes from one answer to the next by itself.
NOISE = re.compile(
    rb'(?:name="(?:csrfmiddlewaretoken|receipt)" value|nonce)="[^"]*"'
    rb'|"token": "[A-Za-z0-9]{64}"'
    rb"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
    rb"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    + r"|\d{4}年\d+月\d+日 \d\d:\d\d 查询|\d{4}-\d\d-\d\d \d\d:\d\d 下载".encode()
)
RENEW_DAYS = 15
TRANSFERS_SHOWN = re.compile("member|transfer|^home|^portal")  # the doors where both sides read of a transfer
WORLD = "the world of the hunt"
UNSTEADY = {"enrol"}  # a new seed each time
FOLLOWED = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: bytes
    location: str = ""

    @property
    def all_bytes(self) -> bytes:
        return self.headers + b"\n" + self.body


@dataclass(frozen=True)
class Finding:
    who: str
    ask: str
    what: str

    def __str__(self) -> str:
        return f"{self.who}: {self.ask} -> {self.what}"


@dataclass
class Hunt:
    """One person's hunt. `sent` counts requests, `heard` the canaries this person may read (the ear works)."""

    world: World
    who: str
    browser: Client
    sent: int = 0
    heard: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    _answers: dict[tuple[str, str, str], bytes] = field(default_factory=dict)
    _first: dict[str, tuple[Ask, bytes]] = field(default_factory=dict)
    _pages: dict[Ask, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.browser.raise_request_exception = False
        self.guard = Guard(self.world, self.who)
        self.cookies = deepcopy(self.browser.cookies)
        self.reckoned = _reckoned_days()
        self.sides = sides_of(self.world, self.who)
        self.last_line = BookEntry.objects.order_by("pk").values_list("pk", flat=True).last() or 0

    def run(self, asks: Iterable[Ask]) -> "Hunt":
        """Every ask once; then the forms of one's own pages."""
        for ask in asks:
            self._weigh(ask)
        for ask, page in list(self._pages.items()):
            for filled in asks_from(self.world, self.who, ask, page):
                self._weigh(filled)
        return self

    def pages(self, asks: Iterable[Ask]) -> dict[str, bytes]:
        """The answer to each, without what is new each time."""
        return {str(ask): self._plain(ask, self.send(ask)) for ask in asks}

    def _weigh(self, ask: Ask) -> None:
        """Send it, and hold the answer beside the other one of its pair."""
        key = (ask.method, ask.url, str(ask.data))
        if key not in self._answers:
            answer = self.send(ask)
            self._answers[key] = self._plain(ask, answer)
            if _has_form_of_ones_own(ask, answer):
                self._pages[ask] = answer.body
        if not ask.pair or ask.door in UNSTEADY:
            return
        before, told = self._first.setdefault(ask.pair, (ask, self._answers[key]))
        if told != self._answers[key]:
            self._found(before, f"is told from {ask}: {_difference(told, self._answers[key])}")

    def send(self, ask: Ask) -> Answer:
        """One request and what it leads to; whatever it wrote is looked at and taken back."""
        self.sent += 1
        with transaction.atomic():
            with self.guard.watching() as wrote:
                answer = self._request(ask.method, ask.url, ask.data)
                self._listen(ask, answer)
                if answer.location.startswith("/") and ask.method == "POST":
                    self._listen(ask, self._request("GET", answer.location, {}))
            if wrote and not connection.needs_rollback:
                for table in self.guard.changed(wrote, may_write=ask.method == "POST" and ask.stands_for != "foreign"):
                    if ask.method != "POST" or table not in ANYBODY_WRITES.get(ask.door, ()):
                        self._found(ask, f"changed {table}")
            transaction.set_rollback(True)
        connection.run_on_commit.clear()
        self.browser.cookies = deepcopy(self.cookies)
        return answer

    def _request(self, method: str, url: str, data: dict[str, Any]) -> Answer:
        response = getattr(self.browser, method.lower())(url, data) if data else self.browser.generic(method, url)
        body = b"".join(response) if response.streaming else response.content
        headers = "\n".join(f"{name}: {value}" for name, value in response.items())
        cookies = response.cookies.output(header="Set-Cookie:")
        if response.status_code >= 500 and response.status_code != 503:  # readyz on a busy machine
            self.findings.append(Finding(self.who, f"{method} {url} {data}", f"error {response.status_code}"))
        location = response.headers.get("Location", "") if response.status_code in FOLLOWED else ""
        sent = f"{response.status_code} {response.reason_phrase}\n{headers}\n{cookies}"
        return Answer(response.status_code, unpacked(body), sent.encode(), location)

    def _listen(self, ask: Ask, answer: Answer) -> None:
        door = ask.door if ask.method == "POST" or self._was_noted(ask) else ""
        asked_for = self.world.mint.heard_in(f"{ask.url} {ask.data}".encode())
        for token in self.world.mint.heard_in(answer.all_bytes) - asked_for:
            mark = self.world.mint.marks[token]
            told = ask.door in PUBLIC_DOORS and self.world.is_published(mark)
            told |= ask.door in REPORT_DOORS and (mark.label, mark.column) == ("unions.Organisation", "code")
            told |= names_the_body(self.who, mark, ask.door) or token in self.reckoned
            told |= token in self.sides and TRANSFERS_SHOWN.search(f"{ask.door} {ask.url}") is not None
            if told or may_read(self.who, mark, door):
                self.heard.add(token)
            else:
                self._found(ask, f"{answer.status} shows {token}, {mark}")

    def _was_noted(self, ask: Ask) -> bool:
        """Whether the book says that somebody was shown a person's data just now."""
        shown = BookEntry.objects.filter(act="personal.show", pk__gt=self.last_line)
        return ask.door in AT_ONCE and shown.exists()

    def _plain(self, ask: Ask, answer: Answer) -> bytes:
        """The answer without what it echoes and what is new each time."""
        body = NOISE.sub(b"", answer.body)
        where = answer.location
        for one in (ask.url.partition("?")[0], ask.filled, quote(ask.filled), quote(quote(ask.filled))):
            if one and one != "/":
                body, where = body.replace(one.encode(), b"[asked]"), where.replace(one, "[asked]")
        return f"{answer.status} {where}\n".encode() + body

    def _found(self, ask: Ask, what: str) -> None:
        self.findings.append(Finding(self.who, str(ask), what))


def _reckoned_days() -> set[str]:
    """Days that pages reckon from others (domain.md E-03) and that may fall on a canary's by chance."""
    reported = ElectionReport.objects.everywhere(WORLD).values_list("elected_on", flat=True)
    elected = Officer.objects.everywhere(WORLD).values_list("elected_on", flat=True)
    return {str(day + timedelta(days=RENEW_DAYS)) for day in [*elected, *reported] if day}


def sides_of(world: World, who: str) -> set[str]:
    """Both sides of a transfer know which unions they are (registers.md, transfers): their names and codes."""
    found = set()
    for row in world.readable(who, "members.Transfer"):
        for union in (row.from_union_id, row.to_union_id):
            one = next(each for _, each in world.of("unions.Organisation") if each.pk == union)
            found |= world.mint.heard_in(f"{one.name} {one.code}".encode())
        by = row.applied_by.name if row.applied_by_id else ""
        found |= world.mint.heard_in(f"{by} {row.member_id}".encode())
    return found


def _has_form_of_ones_own(ask: Ask, answer: Answer) -> bool:
    own = ask.method == "GET" and ask.stands_for in {"own", "plain"} and "?" not in ask.url
    return own and answer.status == 200 and b'method="post"' in answer.body


def unpacked(body: bytes) -> bytes:
    """The body; of a zip or workbook the names and contents of everything in it, of a PDF also its words."""
    if body.startswith(b"%PDF") and which("pdftotext"):
        said = subprocess.run(["pdftotext", "-raw", "-", "-"], input=body, capture_output=True, check=True).stdout
        return body + b"\n" + said
    if not body.startswith(b"PK\x03\x04"):
        return body
    parts = []
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for name in archive.namelist():
            parts += [name.encode(), unpacked(archive.read(name))]
    return b"\n".join(parts)


def _difference(one: bytes, other: bytes) -> str:
    place = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(0, place - 60)
    return f"…{one[start : place + 80].decode(errors='replace')!r} / {other[start : place + 80].decode(errors='replace')!r}"
