"""What finance does: batches, the bank's file, its answers with a few failures, those paid again."""

from datetime import date
from decimal import Decimal

from accounts.models import User
from config.demo.accounts import MADE_UP
from config.demo.relief.files import stamp
from config.demo.relief.rounds import Case, Round
from hardship.bankfile import Returned
from hardship.models import FundSource, Payment, PaymentBatch, ReliefProgramme
from hardship.operations import bank_returns, batches, funds, sealing
from hardship.operations.sealing import lines_of
from hardship.transitions import State

S = State


def pay_past(round_: Round, programme: ReliefProgramme) -> None:
    """One batch for all; those that failed again a week later."""
    fails = {case.row.pk: case.fails for case in round_.cases if case.fails}
    _answer(_batch(programme, round_.back(8)), round_.back(6), fails)
    if fails:
        _answer(_batch(programme, round_.back(2)), round_.back(0), {})


def pay_first(round_: Round, programme: ReliefProgramme, cases: list[Case]) -> None:
    """The running round's first batch: all paid but those that fail."""
    days = [round_.day(case, S.PAYING) for case in cases]
    fails = {case.row.pk: case.fails for case in cases if case.fails}
    _answer(_batch(programme, max(days)), max(round_.day(case, S.CLOSED) for case in cases), fails)


def pay_second(round_: Round, programme: ReliefProgramme, cases: list[Case]) -> None:
    """The next one lies at the bank: one more paid, one refused, the others not answered yet."""
    day = max(round_.day(case, S.PAYING) for case in cases)
    _answer(
        _batch(programme, day),
        round_.back(0),
        {cases[1].row.pk: "账户已销户"},
        only={case.row.pk for case in cases[:2]},
    )


def correct(sources: list[FundSource], on: date) -> None:
    """A donation was entered wrongly by a hundred yuan, and put right by another line."""
    cashier = User.objects.get(username="caiwu")
    reason = "捐赠票据核对，多记 100 元"
    donations = next(source for source in sources if source.kind == "donation")
    funds.correct(donations, Decimal("-100.00"), on=on, reason=reason, at=stamp(on, 16), by=cashier)


def _batch(programme: ReliefProgramme, on: date) -> PaymentBatch:
    cashier = User.objects.get(username="caiwu")
    batch = batches.make(programme, on=on, at=stamp(on, 9), by=cashier)
    batch = sealing.seal(batch, on=on, at=stamp(on, 10), by=cashier)
    return sealing.mark_sent(batch, on=on, by=cashier)


def _answer(batch: PaymentBatch, on: date, fails: dict[int, str], *, only: set[int] | None = None) -> None:
    """The bank's return: of every line, or of these applications'; `fails` by application."""
    cashier = User.objects.get(username="caiwu")
    batch.refresh_from_db()
    rows = list(Payment.objects.everywhere(MADE_UP).filter(batch=batch).order_by("serial"))
    lines = [
        Returned(
            place, line.serial, line.name, line.account, line.amount,
            paid=row.application_id not in fails, reason=fails.get(row.application_id, ""),
        )
        for place, (row, line) in enumerate(zip(rows, lines_of(batch, rows), strict=True), 2)
        if only is None or row.application_id in only
    ]  # fmt: skip
    data = "\n".join(f"{line.serial},{line.paid}" for line in lines).encode()
    name = f"回单{batch.code}.csv"
    bank_returns.read_return(batch, lines, data=data, file_name=name, on=on, at=stamp(on, 15), by=cashier)
