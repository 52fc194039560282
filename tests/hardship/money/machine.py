"""Money as a state machine: what people and the bank may do in any order, with crashes, beside a plain model of it."""

from collections import Counter
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from accounts.refused import Refused
from hardship.models import Budget, FundEntry, FundSource, Payment
from hardship.operations import bank_returns, batches, funds, sealing
from tests.hardship.money.plain import Batch, Crash, Part, dying
from tests.hardship.money.world import AT, ON, WHEN, World, answers, approve_parts, fresh, payments, state

AMOUNTS = st.integers(1, 90_000).map(lambda fen: Decimal(fen) / 100)
CRASH = st.none() | st.integers(1, 25)
PARTS = st.lists(AMOUNTS, min_size=1, max_size=3)
OFTEN = [
    "money",
    "approve",
    "approve",
    "make",
    "make",
    "take_out",
    "seal",
    "void",
    "send",
    "read_again",
    *["answer"] * 4,
]
OF_A_BATCH = {"take_out", "seal", "void", "send", "answer", "read_again"}
LIVING = {"listed", "sent", "paid"}


class Money(RuleBasedStateMachine):
    """`world` and `waiting` (applications that wait for approval) are set by the test."""

    world: World
    waiting: tuple[Any, ...]
    budgets: tuple[Budget, ...]
    counts: "Counter[str]"  # what was done, over all histories

    @initialize()
    def begin(self) -> None:
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.left = list(self.waiting)
        self.parts: list[Part] = []
        self.batches: list[Batch] = []
        self.balance = {one.pk: Decimal("5000.00") for one in (one.source for one in self.budgets)}
        self.amount = {one.pk: Decimal("4000.00") for one in self.budgets}
        for amounts in ([Decimal("600.10"), Decimal("0.05")], [Decimal("1170.00")], [Decimal("200.00")]):
            self.approve_one(fresh(self.left.pop()), amounts, self.budgets[len(self.parts) % 2])

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def try_(self, act: "partial[Any]", crash: int | None, *, refused: bool) -> Any:
        """Do it; die on the way first, if so drawn, and do it again. Says whether the model expects a refusal."""
        if crash is not None:
            try:
                with transaction.atomic(), dying(crash):
                    act()
                    raise Crash  # or after all was done, before the commit
            except (Crash, Refused):
                pass
        try:
            with transaction.atomic():
                done = act()
        except Refused:
            assert refused, "refused what the model allows"
            return None
        assert not refused, "allowed what the model refuses"
        self.counts[act.func.__name__] += 1
        return done

    # -- what is approved

    @rule(data=st.data(), what=st.sampled_from(OFTEN), crash=CRASH)
    def step(self, data: st.DataObject, what: str, crash: int | None) -> None:
        """One rule for all, so that the rare and deep acts are drawn as often as we say."""
        if what in OF_A_BATCH:
            if self.batches:
                batch = data.draw(st.sampled_from(self.batches[-3:]))
                getattr(self, what)(data, batch, crash)
        else:
            getattr(self, what)(data, crash)

    def approve(self, data: st.DataObject, crash: int | None) -> None:
        budget, amounts = data.draw(st.sampled_from(self.budgets)), data.draw(PARTS)
        if self.left and self.reserved(budget.pk) + sum(amounts) <= self.amount[budget.pk]:
            self.approve_one(fresh(self.left.pop()), amounts, budget)

    def approve_one(self, application: Any, amounts: list[Decimal], budget: Budget) -> None:
        rows = approve_parts(application, amounts, [budget] * len(amounts), self.world.leader)
        self.parts += [Part(row.pk, application, row.number, row.amount, budget.pk) for row in rows]

    # -- batches

    def make(self, data: st.DataObject, crash: int | None) -> None:
        which = data.draw(st.sampled_from([None, None, 0, 1]))
        ready = [one for one in self.payable() if which is None or one.budget == self.budgets[which].pk]
        source = None if which is None else self.budgets[which].source
        act = partial(batches.make, self.world.programme, source=source, **WHEN, by=self.world.cashier)
        row = self.try_(act, crash, refused=not ready)
        if row is None:
            return
        by_instalment = {one.instalment_id: one.pk for one in payments(row)}
        batch = Batch(row, {by_instalment[one.pk]: one for one in ready})
        assert len(by_instalment) == len(ready)
        for one in ready:
            one.state = "listed"
        self.batches.append(batch)

    def take_out(self, data: st.DataObject, batch: Batch, crash: int | None) -> None:
        if not batch.lines:
            return
        key = data.draw(st.sampled_from(list(batch.lines)))
        act = partial(
            batches.remove, Payment(pk=key, batch_id=batch.row.pk), reason="待核实", **WHEN, by=self.world.cashier
        )
        done = self.try_(act, crash, refused=batch.state in {"sealed", "settled"})
        if done is not None and batch.state == "draft":  # of a batch given up nothing more is taken
            batch.lines.pop(key).state = "free"

    def seal(self, data: st.DataObject, batch: Batch, crash: int | None) -> None:
        if batch.state == "draft" and not batch.lines:
            return
        act = partial(sealing.seal, batch.row, **WHEN, by=self.world.cashier)
        short = batch.state == "draft" and any(
            total > self.balance[source] for source, total in self.by_source(batch).items()
        )
        done = self.try_(act, crash, refused=batch.state == "void" or short)
        if done is not None and batch.state == "draft":
            batch.state = "sealed"
            for one in batch.lines.values():
                one.state = "sent"
            for source, total in self.by_source(batch).items():
                self.balance[source] -= total

    def void(self, data: st.DataObject, batch: Batch, crash: int | None) -> None:
        act = partial(batches.void, batch.row, reason="重编", **WHEN, by=self.world.cashier)
        done = self.try_(act, crash, refused=batch.state == "settled" or batch.sent)
        if done is not None and batch.state != "void":
            if batch.state == "sealed":
                for source, total in self.by_source(batch).items():
                    self.balance[source] += total
            for one in batch.lines.values():
                one.state = "free"
            batch.state = "void"

    def send(self, data: st.DataObject, batch: Batch, crash: int | None) -> None:
        act = partial(sealing.mark_sent, batch.row, on=ON, by=self.world.cashier)
        if self.try_(act, crash, refused=batch.state in {"draft", "void"}) is not None:
            batch.sent = True

    # -- the bank

    def answer(self, data: st.DataObject, batch: Batch, crash: int | None) -> None:
        self.seal(data, batch, None)
        if batch.state not in {"sealed", "settled"}:
            return
        rows = [one for one in payments(batch.row) if one.state != "removed"]
        results = [batch.answered.get(one.serial, data.draw(st.booleans())) for one in rows]
        lines = data.draw(st.permutations(answers(batch.row, *results)))[: data.draw(st.integers(1, len(rows)))]
        self.read(
            batch, lines, data.draw(st.binary(min_size=4, max_size=8)), crash, spoilt=data.draw(st.integers(0, 9)) == 0
        )

    def read_again(self, data: st.DataObject, batch: Batch, crash: int | None) -> None:
        if batch.files:
            lines, content = data.draw(st.sampled_from(batch.files))
            self.read(batch, lines, content, crash)

    def read(self, batch: Batch, lines: Any, content: bytes, crash: int | None, *, spoilt: bool = False) -> None:
        if spoilt:
            lines = [
                *lines[:-1],
                type(lines[-1])(**{**lines[-1].__dict__, "amount": lines[-1].amount + Decimal("0.01")}),
            ]
        given = {"data": content, "file_name": "回单.csv", **WHEN, "by": self.world.cashier}
        known = any(content == earlier for _, earlier in batch.files)
        act = partial(bank_returns.read_return, batch.row, lines, **given)
        if self.try_(act, crash, refused=spoilt and not known) is None or known:
            return
        batch.files.append((lines, content))
        batch.sent = True
        rows = {one.serial: one for one in payments(batch.row) if one.state != "removed"}
        for line in lines:
            if line.serial not in batch.answered:
                batch.answered[line.serial] = line.paid
                part = batch.lines[rows[line.serial].pk]
                part.state = "paid" if line.paid else "free"
                if not line.paid:
                    self.balance[self.source_of(part)] += part.amount
                self.counts["paid" if line.paid else "failed"] += 1
        if len(batch.answered) == len(batch.lines):
            batch.state = "settled"

    # -- money in, money moved

    def money(self, data: st.DataObject, crash: int | None) -> None:
        what = data.draw(st.sampled_from([self.receive, self.move_away, self.change_budget]))
        what(data.draw(st.sampled_from(self.budgets)), data.draw(AMOUNTS), crash)

    def receive(self, budget: Budget, amount: Decimal, crash: int | None) -> None:
        act = partial(funds.receive, budget.source, amount, on=ON, note="拨款", at=AT, by=None)
        self.try_(act, crash, refused=False)
        self.balance[budget.source_id] += amount

    def move_away(self, budget: Budget, amount: Decimal, crash: int | None) -> None:
        short = amount > self.balance[budget.source_id]
        act = partial(funds.correct, budget.source, -amount, on=ON, reason="划出", at=AT, by=None)
        if self.try_(act, crash, refused=short) is not None:
            self.balance[budget.source_id] -= amount

    def change_budget(self, budget: Budget, amount: Decimal, crash: int | None) -> None:
        act = partial(funds.set_budget, self.world.programme, budget.source, amount * 3, by=None)
        if self.try_(act, crash, refused=amount * 3 < self.reserved(budget.pk)) is not None:
            self.amount[budget.pk] = amount * 3

    # -- what must hold after every step

    @invariant()
    def database_says_what_the_model_says(self) -> None:
        if not hasattr(self, "parts"):
            return
        assert dict(FundSource.objects.filter(pk__in=self.balance).values_list("pk", "balance")) == self.balance
        for budget in Budget.objects.filter(pk__in=self.amount):
            assert (budget.amount, budget.reserved, budget.spent) == (
                self.amount[budget.pk],
                self.reserved(budget.pk),
                sum(
                    (one.amount for one in self.parts if one.budget == budget.pk and one.state in {"sent", "paid"}),
                    Decimal(0),
                ),
            )
            assert 0 <= budget.spent <= budget.reserved <= budget.amount

    @invariant()
    def lines_file_ledger_and_budget_say_one_sum(self) -> None:
        for batch in getattr(self, "batches", ()):
            row = fresh(batch.row)
            assert row.state == batch.state
            living = sum((one.amount for one in batch.lines.values()), Decimal(0))
            out = [one.amount for one in FundEntry.objects.filter(payment__batch=row, kind="payment")]
            if row.state in {"sealed", "settled"}:
                assert row.total == living == -sum(out)

    @invariant()
    def nobody_is_paid_twice(self) -> None:
        if not hasattr(self, "parts"):
            return
        found: dict[int, list[str]] = {}
        for one in Payment.objects.everywhere("a test").all():
            found.setdefault(one.instalment_id, []).append(one.state)
        for part in self.parts:
            states = found.get(part.pk, [])
            assert sum(one in LIVING for one in states) <= 1
            assert ([one for one in states if one in LIVING] or ["free"]) == [part.state]

    @invariant()
    def applications_stand_where_their_money_does(self) -> None:
        for application in {one.application.pk: one.application for one in getattr(self, "parts", ())}.values():
            mine = [one.state for one in self.parts if one.application.pk == application.pk]
            now = state(application)
            assert (now == "closed") == all(one == "paid" for one in mine)
            assert now in {"approved", "paying", "closed"}
            assert now != "approved" or all(one == "free" for one in mine)

    # -- the model's own arithmetic

    def reserved(self, budget: int) -> Decimal:
        return sum((one.amount for one in self.parts if one.budget == budget), Decimal(0))

    def source_of(self, part: Part) -> int:
        return next(one.source_id for one in self.budgets if one.pk == part.budget)

    def by_source(self, batch: Batch) -> dict[int, Decimal]:
        sums: dict[int, Decimal] = {}
        for one in batch.lines.values():
            sums[self.source_of(one)] = sums.get(self.source_of(one), Decimal(0)) + one.amount
        return sums

    def payable(self) -> list[Part]:
        """The lowest unpaid part of each application, if no batch holds it."""
        first: dict[int, Part] = {}
        for one in sorted(self.parts, key=lambda part: (part.application.pk, part.number)):
            if one.state != "paid":
                first.setdefault(one.application.pk, one)
        return [one for one in first.values() if one.state == "free"]
