"""The papers filled in from the records: nothing is entered for them, what is not on file stays blank.

Whoever calls has found the row in the asker's scope; what hangs on it is read past it.
"""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from accounts.encryption import unseal
from hardship.eligibility import Criteria, judge
from hardship.facts import Contents
from hardship.household import is_counted
from hardship.judging import Lines, case_of
from hardship.models import FileVersion, HardshipFile, PaymentBatch, ReliefApplication
from hardship.models.money import ACCOUNT
from hardship.sheets.archive import ArchiveFacts, Counted
from hardship.sheets.payment import BatchFacts, Paid
from unions.models import Organisation

WHY = "of rows already in scope"
ANY_LINE = Decimal(1)  # where none is registered: no national category is told then


def archive_of(version: FileVersion) -> ArchiveFacts:
    """One version of a file: today's is the newest, an older one as it stood."""
    file = HardshipFile.objects.everywhere(WHY).select_related("union", "employer").get(pk=version.file_id)
    contents = version.contents
    return ArchiveFacts(
        union_id=file.union_id,
        union=file.union.name,
        union_code=file.union.code,
        row_id=file.pk,
        version=f"fileversion {version.pk}",
        code=file.code,
        opened_on=file.opened_on,
        since=version.since,
        contents=contents,
        counted=_counted(file, contents, version.since),
        workplace=file.employer.name if file.employer is not None else "",
        made_by=version.made_by.name if version.made_by is not None else "",
    )


def _counted(file: HardshipFile, contents: Contents, on: date) -> Counted:
    line = Lines.of_day(on).at(file.union.path)
    case = case_of(contents, line=line or ANY_LINE, on=on)
    worker = case.household.marital_status
    people = tuple(is_counted(one, worker) for one in case.household.people)
    if not any(people):
        return Counted(people, 0, Decimal("0.00"), None)
    judged = judge(case, Criteria(()))
    national = str(judged.national or "") if line is not None else ""
    return Counted(people, judged.members, judged.income, judged.per_capita, national, _criteria_met(file))


def _criteria_met(file: HardshipFile) -> str:
    """建档标准: what the file's last judged application met."""
    rows = ReliefApplication.objects.everywhere(WHY).filter(file=file, criteria__isnull=False).order_by("-submitted_at")
    last = rows.first()
    return "、".join(last.met) if last is not None else ""


def county_of(union: Organisation) -> Organisation:
    found: Organisation = Organisation.objects.everywhere("the county above").get(pk=union.ids_above[0])
    return found


def number_of(application: ReliefApplication) -> str:
    """`SQ2012000003`: as papers name an application."""
    year = timezone.localtime(application.submitted_at or application.moved_at).year
    return f"SQ{year}{application.pk:06d}"


def batch_of(batch: PaymentBatch, county: Organisation) -> BatchFacts:
    """A batch's list, accounts masked: two queries."""
    rows = batch.payments.everywhere(WHY).exclude(state="removed").order_by("serial")
    rows = rows.select_related("application__union", "instalment__budget__source")
    return BatchFacts(
        union_id=county.pk,
        county=county.name,
        row_id=batch.pk,
        batch=batch.code,
        programme=batch.programme.name,
        made_on=batch.made_on,
        payments=tuple(
            Paid(
                number=number_of(one.application),
                name=one.payee,
                union=one.application.union.name,
                bank=one.bank,
                card=_masked(unseal(one.account_sealed, ACCOUNT)),
                amount=one.amount,
                source=one.instalment.budget.source.name,
                outcome=_outcome(one.state, one.get_state_display(), one.failure),
            )
            for one in rows
        ),
    )


def _outcome(state: str, label: str, failure: str) -> str:
    return f"{label}：{failure}" if state == "failed" and failure else "" if state in ("listed", "sent") else label


def _masked(account: str) -> str:
    """The last four of an account's number."""
    return f"****{account[-4:]}" if len(account) > 4 else "****"
