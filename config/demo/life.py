"""What hangs and is published in one union: the first campaign long ago, the present one, and what was forgotten."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from config.demo.calendar import Span, workday
from config.demo.committees import Seat
from config.demo.ground import Row, Union

FIRST_CAMPAIGN = date(2012, 5, 14)
FORGOTTEN = 14  # of so many badges of officers who left, one stays open in the ledger
SIGN, OFFICE, IDENTITY, CONTACT = "悬挂牌匾", "公布办公地点", "亮明身份", "公布联系方式"
PLACES = ("企业宣传橱窗", "厂务公开栏", "厂务公开栏", "职工食堂", "企业网站", "其他明显位置")
WAYS = {
    SIGN: ("企业门面", "企业门面", "工会办公地点"),
    OFFICE: PLACES,
    IDENTITY: ("佩戴胸卡", "佩戴胸卡", "戴牌上岗", "联系卡", "办公桌牌"),
    CONTACT: PLACES,
}
SHOWN = ("主席", "副主席")


@dataclass
class Life:
    """One union's display facts. `joins` is the day it takes up the present campaign, None while it has not."""

    union: Union
    seats: list[Seat]
    joins: date | None
    span: Span
    today: date
    dice: Random
    verifiers: list[str]
    facts: list[Row] = field(default_factory=list)

    @property
    def end(self) -> date:
        return self.union.row.get("撤销日期", self.today)

    def tell(self) -> list[Row]:
        self._long_ago()
        if self.joins is None:
            self._easy_part()
        else:
            self._take_up(self.joins)
        return self.facts

    def _long_ago(self) -> None:
        """The campaign of 2012: done by many, worn and taken down years later; here and there the sign still hangs."""
        dice, began = self.dice, workday(FIRST_CAMPAIGN + timedelta(days=int(640 * self.dice.betavariate(2, 2))))
        over = workday(date(2015, 3, 2) + timedelta(days=dice.randint(0, 1700)))
        early = self.union.row["建会日期"] <= began and over < self.span.start
        if not early or dice.random() < 0.12:
            return
        hangs_on = dice.random() < 0.12
        self._fact(SIGN, began, ends=None if hangs_on else over)
        self._fact(OFFICE, began + timedelta(days=dice.randint(0, 9)), ends=over)
        for seat in self.seats:
            new = seat.since > began and not seat.again
            if seat.post == "主席" and seat.since < over and not (new and dice.random() < 0.3):
                self._shown(seat, max(began, seat.since), ends=over)

    def _easy_part(self) -> None:
        """Easy things first: many that have not joined yet have hung the sign already."""
        dice = self.dice
        day = workday(self.span.day(dice.randint(60, self.span.days - 10)))
        if day < self.union.row["建会日期"] or dice.random() > 0.5:
            return
        self._fact(SIGN, day)
        if dice.random() < 0.5:
            self._fact(OFFICE, day + timedelta(days=dice.randint(0, 20)))
        elif dice.random() < 0.3:
            for seat in self.seats:
                if seat.post in SHOWN and seat.sits(day):
                    self._fact(IDENTITY, day, seat=seat)

    def _take_up(self, joins: date) -> None:
        """All four things within three weeks; then the officers that come later, if anybody remembers."""
        missing = self._left_out()
        for item in (SIGN, OFFICE):
            if item != missing:
                self._hang(item, joins + timedelta(days=self.dice.randint(0, 18)))
        for seat in self.seats:
            if seat.post not in SHOWN or (seat.left is not None and seat.left <= joins):
                continue
            day = self._renewed(seat) if seat.since > joins else joins
            if day is not None:
                self._shown(seat, day, but=missing)

    def _left_out(self) -> str:
        """The one thing that is never done, if any."""
        if self.union.place.careful or self.union.is_model:
            return ""
        share = 0.16 if self.union.place.drags else 0.01 if self.union.comes_first else 0.035
        return self.dice.choice((SIGN, OFFICE, CONTACT, CONTACT)) if self.dice.random() < share else ""

    def _renewed(self, seat: Seat) -> date | None:
        """When the newly elected officer's badge and number follow; None when they are forgotten."""
        dice, place = self.dice, self.union.place
        remembers = 0.35 if place.drags else 0.88 if seat.post == "副主席" else 0.67
        if seat.again or place.careful or self.union.comes_first:
            remembers = 0.98
        if dice.random() > remembers and not self.union.is_model:
            return None
        wait = dice.randint(0, 9) if seat.again or place.careful or self.union.comes_first else dice.randint(8, 60)
        return seat.since + timedelta(days=wait)

    def _hang(self, item: str, day: date) -> None:
        """Up it goes; now and then the office moves, and not everybody puts it up again."""
        dice, moves = self.dice, None
        if dice.random() < 0.02 and not (self.union.place.careful or self.union.comes_first):
            moves = workday(day + timedelta(days=dice.randint(60, 300)))
        self._fact(item, day, ends=moves if moves and moves <= self.end else None)
        if moves and moves < self.end and dice.random() < 0.5:
            self._fact(item, moves + timedelta(days=dice.randint(0, 40)))

    def _shown(self, seat: Seat, day: date, *, but: str = "", ends: date | None = None) -> None:
        for item in (IDENTITY, CONTACT):
            if item != but:
                self._fact(item, day + timedelta(days=self.dice.randint(0, 18)), seat=seat, ends=ends)
        if self.dice.random() < 0.1 and but != IDENTITY:
            self._fact(IDENTITY, day + timedelta(days=self.dice.randint(20, 90)), seat=seat, ends=ends)

    def _fact(self, item: str, day: date, *, seat: Seat | None = None, ends: date | None = None) -> None:
        dice, day = self.dice, min(workday(day), max(self.end, day))
        row: dict[str, Any] = {
            "工会编码": self.union.code,
            "事项": item,
            "方式": dice.choice(WAYS[item]),
            "开始日期": day,
        }
        delay, forgotten = self._verified_after()
        row["内容"] = self._words(item, seat)
        gone = seat is not None and (day < seat.since or (seat.left is not None and seat.left <= day))
        twice = any(all(row[key] == fact[key] for key in ("事项", "方式", "开始日期")) for fact in self.facts)
        if gone or twice or day > self.end or (ends is not None and ends <= day):
            return
        if seat is not None and seat.left is not None and ends is None and seat.left.day % FORGOTTEN:
            ends = seat.left  # the badge goes with the post, unless nobody thinks of it
        row["干部姓名"] = seat.person.name if seat else None
        row["结束日期"] = ends
        verified = workday(day + timedelta(days=delay))
        if verified <= self.today and not forgotten and (ends is None or verified < ends):
            row |= {"核实日期": verified, "核实人": dice.choice(self.verifiers)}
        self.facts.append(row)

    def _verified_after(self) -> tuple[int, bool]:
        """Days until the superior union has been there, and whether it never goes."""
        place = self.union.place
        if place.drags:
            return self.dice.randint(20, 75), self.dice.random() < 0.2
        return self.dice.randint(7, 42), self.dice.random() < (0.005 if place.careful else 0.03)

    def _words(self, item: str, seat: Seat | None) -> str:
        """The plaque's words, the office's location, or what the officer shows."""
        if seat is None:
            return str(self.union.row["工会名称" if item == SIGN else "办公地址"])
        return f"工会{seat.post} {seat.person.name}" if item == IDENTITY else seat.person.mobile
