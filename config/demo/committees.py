"""Who is elected where: committees term by term, chairs who leave between, seats left vacant."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from config.demo import CHAIRS_NAME
from config.demo.calendar import Span, workday
from config.demo.ground import Row, Union
from config.demo.people import People, Person

# Longest kept back: who sat when the first campaign ran.
RECORDS_FROM = date(2010, 1, 4)
GROWN_UP = 24 * 365


@dataclass
class Seat:
    """One tenure. `again`: the same person held the post before, and was elected once more."""

    person: Person
    post: str
    since: date
    left: date | None
    again: bool

    def sits(self, day: date) -> bool:
        return self.since <= day and (self.left is None or day < self.left)


@dataclass
class Committees:
    """One union's officers, oldest election first."""

    union: Union
    span: Span
    today: date
    dice: Random
    people: People
    seats: list[Seat] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    @property
    def end(self) -> date:
        return self.union.row.get("撤销日期", self.today)

    def elect(self) -> list[Seat]:
        """All tenures of the union's life, as far as the records go back."""
        elections = self._elections()
        holders: dict[str, Person] = {}
        posts = self._posts()
        for number, day in enumerate(elections):
            following = elections[number + 1] if number + 1 < len(elections) else None
            recent = number >= len(elections) - 2
            for post in posts if recent else posts[:1]:
                stays = self.dice.random() < 0.7 or (post == "主席" and self.union.is_model)
                again = post in holders and stays
                if not again:
                    holders[post] = self._somebody(post)
                self._seat(holders[post], post, day, following, again)
        self._by_election(elections[-1])
        return self.seats

    def _elections(self) -> list[date]:
        """Days of election from the founding, or from the oldest record, to the last; some terms have run out."""
        dice, term = self.dice, 365 * self.union.row["届期年数"]
        floor = max(self.union.row["建会日期"], min(RECORDS_FROM, self.end - timedelta(days=2200)))
        overdue = dice.random() < 0.08 and not self.union.is_model
        ago = term + dice.randint(15, 420) if overdue else dice.randint(9, term - 40)
        if self.union.is_model:
            ago = 410
        first = min(workday(floor + timedelta(days=dice.randint(0, 30))), self.end)
        last = workday(self.end - timedelta(days=ago))
        if last <= first:
            return [first]
        days = [last]
        while (before := workday(days[0] - timedelta(days=term + dice.randint(-20, 45)))) > first:
            days.insert(0, before)
        return [first, *days] if (days[0] - first).days > 200 else days

    def _posts(self) -> list[str]:
        """The posts of a committee; the chair first. A post that several hold stands there several times, numbered."""
        dice, size = self.dice, self.union.size
        vices = dice.choices([0, 1, 2], {"大型": (10, 55, 35), "中型": (35, 55, 10)}.get(size, (70, 28, 2)))[0]
        posts = ["主席", *(f"副主席{number}" for number in range(vices))]
        posts += ["女职工委员会主任"] * (dice.random() < 0.42) + ["经审委员会主任"] * (dice.random() < 0.25)
        return posts + [f"委员{number}" for number in range(dice.choice([0, 1, 2]) if size in ("大型", "中型") else 0)]

    def _somebody(self, post: str) -> Person:
        woman = True if post.startswith("女职工") else None
        person = self.people.new(woman=woman, besides=self.names)
        if self.union.is_model and post == "主席":
            person = self.people.new(woman=True, name=CHAIRS_NAME)
        self.names.add(person.name)
        return person

    def _seat(self, person: Person, post: str, since: date, left: date | None, again: bool) -> None:
        gone = self.union.row.get("撤销日期")
        self.seats.append(Seat(person, post.rstrip("012"), since, left or gone, again))

    def _by_election(self, last: date) -> None:
        """The chair leaves within the term: another follows at once, or the seat stays vacant."""
        dice, chair = self.dice, next(seat for seat in reversed(self.seats) if seat.post == "主席")
        fate, days = dice.random(), (self.end - last).days
        if self.union.is_model or chair.left is not None or days < 200:
            return
        if fate < 0.024 and not self.union.comes_first:
            chair.left = workday(self.end - timedelta(days=dice.randint(15, 150)))
        elif fate < 0.15:
            earliest = max(last + timedelta(days=90), self.span.start + timedelta(days=30))
            handover = workday(earliest + timedelta(days=dice.randint(0, max(0, (self.end - earliest).days - 20))))
            if handover < self.end:
                chair.left = handover
                self._seat(self._somebody("主席"), "主席", handover, None, again=False)


def officer_rows(union: Row, seats: list[Seat], dice: Random) -> list[Row]:
    """The tenures as rows of the officers' register; whoever was elected long ago was grown up by then."""
    elected: dict[str, date] = {}
    for seat in seats:
        elected[seat.person.mobile] = min(seat.since, elected.get(seat.person.mobile, seat.since))
    born = {
        seat.person.mobile: min(seat.person.born, elected[seat.person.mobile] - timedelta(days=GROWN_UP))
        for seat in seats
    }
    return [
        {"工会编码": union["工会编码"], "姓名": seat.person.name, "职务": seat.post, "当选日期": seat.since, "性别": seat.person.sex,
         "出生日期": born[seat.person.mobile], "政治面貌": seat.person.political, "文化程度": seat.person.schooling,
         "专兼职": "专职" if dice.random() < 0.07 else "兼职", "行政职务": seat.person.post,
         "是否企业主要负责人或其近亲属": False, "办公电话": union["办公电话"], "手机号码": seat.person.mobile, "离任日期": seat.left}
        for seat in seats
    ]  # fmt: skip
