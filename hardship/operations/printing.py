"""帮扶表单 printed from the records with a version code (domain.md E-40): noted who prints what, how many, and why."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from accounts import book
from accounts.book import operation
from accounts.duties import Duty
from accounts.models import User
from accounts.refused import Refused
from hardship.models import PaperPrint, PublicNotice
from hardship.sheets.content import TITLES, Kind, Paper, code_of
from unions.models import Organisation
from unions.operations.rows import amend

# Whose work needs the paper; one of the duties is enough.
DUTIES: dict[Kind, tuple[Duty, ...]] = {
    "file": (Duty.EDIT_FILES, Duty.TAKE_AUDIT),
    "application": (Duty.APPLY_FOR_RELIEF, Duty.REVIEW_RELIEF),
    "receipt": (Duty.APPLY_FOR_RELIEF, Duty.REVIEW_RELIEF),
    "notice": (Duty.APPLY_FOR_RELIEF, Duty.PUBLISH_RELIEF),
    "notice-result": (Duty.APPLY_FOR_RELIEF, Duty.PUBLISH_RELIEF),
    "schedule": (Duty.EDIT_VISITS,),
    "receipts": (Duty.EDIT_VISITS,),
    "payments": (Duty.PAY_RELIEF,),
    # Who balances, who decides upon it, who looks over it.
    "balancing": (Duty.REVIEW_RELIEF, Duty.APPROVE_RELIEF, Duty.TAKE_AUDIT),
}
CODES = "codes of what was found in scope"


def may_print(kind: Kind, organisation: Organisation, user: User) -> bool:
    return any(user.may(duty, organisation) for duty in DUTIES[kind])


@operation("papers.print")
def note_printed(
    papers: Sequence[Paper], organisation: Organisation, *, as_file: str, reason: str, on: date, by: User
) -> list[str]:
    """Note what is printed and why; returns the papers' codes in their order.

    Unchanged content has the code it had before. Raises Refused for whoever may not, or when there is nothing.
    """
    if not papers:
        raise Refused("没有可以打印的内容，请返回核对。")
    if any(not may_print(paper.kind, organisation, by) for paper in papers):
        raise Refused("您的角色不能打印这种表，请联系县总工会权益保障部。")
    codes = [code_of(paper) for paper in papers]
    known = set(PaperPrint.objects.everywhere(CODES).filter(code__in=codes).values_list("code", flat=True))
    PaperPrint.objects.everywhere(CODES).bulk_create(
        [
            PaperPrint(
                kind=paper.kind,
                organisation_id=paper.union_id,
                row_id=paper.row_id,
                code=code,
                digest=paper.digest(),
                printed_on=on,
                printed_by=by,
            )
            for paper, code in zip(papers, codes, strict=True)
            if code not in known
        ],
        ignore_conflicts=True,  # somebody prints the same at the same moment
    )
    named = "、".join(f"{TITLES[kind]} {count} 份" for kind, count in Counter(paper.kind for paper in papers).items())
    persons = sum(paper.persons for paper in papers)
    book.record("papers.print", by=by, row=organisation, forms=named, count=persons, file=as_file, reason=reason)
    return codes


@operation("notices.print_report")
def note_report(notice: PublicNotice, code: str, *, by: User | None) -> PublicNotice:
    """公示结果报告 was printed: which paper is the one to be stamped."""
    notice = PublicNotice.objects.lock(notice)
    amend(notice, {"report_code": code})
    return notice
