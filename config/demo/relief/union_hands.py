"""What unions do with their applications: drafted, with papers, agreed to, posted, over, reported. By the operations."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from random import Random

from django.utils import timezone

from accounts.models import User
from config.demo import CHAIRS_UNION
from config.demo.accounts import MADE_UP
from config.demo.relief import scans
from config.demo.relief.files import stamp
from config.demo.relief.rounds import Case, Round
from hardship import papers
from hardship.checklist import needs
from hardship.models import (
    Document,
    DocumentRule,
    HardshipFile,
    PublicNotice,
    ReliefProgramme,
)
from hardship.operations import applications, notices, objections
from hardship.operations.states import now_of
from hardship.transitions import State
from unions.models import Officer, Organisation, Post

S = State

Kind = DocumentRule.Kind
LOOKED_AT = (S.OPINION, S.COUNTY_REVIEW, S.BALANCING)
PLACES = ("厂门口公示栏", "职工食堂门口", "办公楼一楼大厅", "厂务公开栏")
OPINIONS = ("情况属实，同意申报。", "经委员会研究，同意。", "家庭确有困难，同意申报帮扶。")
OBJECTIONS = (
    ("反映其配偶在外地有工作，收入没有填报。", "经核实，其配偶去年已离职，收入填报属实。"),
    ("问为什么没有公示帮扶金额。", "单位公示按规定不含金额，审批后在网上公开总数。"),
    ("反映其家里有一辆小汽车。", ""),
)


def hand_in(round_: Round, programme: ReliefProgramme, files: dict[str, HardshipFile], dice: Random) -> None:
    """Everything up to the county's door, each application as far as it comes."""
    chair = User.objects.get(username="zhuxi")
    for case in round_.cases:
        at = stamp(round_.day(case, S.DRAFT), 9)
        case.row = applications.draft(files[case.family.code], programme, at=at, by=_by(case, chair))
        if case.consents:
            applications.consent(case.row, on=round_.day(case, S.DRAFT), by=_by(case, chair))
    _papers(round_, programme)
    chairs = _chairs(round_.cases)
    for case in (one for one in round_.cases if one.comes_to(S.SUBMITTED)):
        by = _by(case, chair)
        applications.submit(case.row, at=stamp(round_.day(case, S.SUBMITTED), 10), by=by)
        if case.comes_to(S.AGREED):
            day = round_.day(case, S.AGREED)
            reviewer, opinion = chairs.get(case.row.union_id, "工会委员会"), dice.choice(OPINIONS)
            applications.agree(case.row, reviewer=reviewer, on=day, opinion=opinion, at=stamp(day, 15), by=by)
    _post(round_, programme, chair)
    for case in round_.cases:
        if case.withdrawn:
            day = round_.day(case, case.reaches)
            applications.withdraw(case.row, reason=case.withdrawn, at=stamp(day, 17), by=_by(case, chair))


def _by(case: Case, chair: User) -> User | None:
    """The chair with an account enters what is of the own union; elsewhere nobody has one."""
    return chair if case.family.is_model else None


def _chairs(cases: Iterable[Case]) -> dict[int, str]:
    """Who of the committee decided: a vice-chair or member, for the chair enters."""
    unions = {case.row.union_id for case in cases}
    sitting = Officer.objects.everywhere(MADE_UP).sitting_on(timezone.localdate()).filter(union__in=unions)
    names = {row.union_id: row.name for row in sitting.filter(post__in=[Post.MEMBER, Post.VICE_CHAIR]).order_by("pk")}
    return {union: name for union, name in names.items() if name not in {case.family.name for case in cases}}


def _papers(round_: Round, programme: ReliefProgramme) -> None:
    """What the list asks of each that is submitted; the files on disk, then their rows in one statement."""
    rules, rows = list(programme.document_rules.order_by("pk")), []
    contents = now_of([case.row.file for case in round_.cases])
    for number, case in enumerate(round_.cases):
        if not case.comes_to(S.SUBMITTED) and number % 2:
            continue  # a draft without its papers yet
        at = stamp(round_.day(case, S.DRAFT), 9, 30)
        there = set(Document.objects.everywhere(MADE_UP).filter(application=case.row).values_list("kind", "person"))
        for need in needs(contents[case.row.file_id], rules, at.year):
            if (need.kind, need.person) not in there:
                rows.append(_document(case, need.kind, at, person=need.person, of_year=need.of_year))
    Document.objects.bulk_create(rows)


def _document(case: Case, kind: str, at: datetime, *, person: int = 0, of_year: int | None = None) -> Document:
    """Its sheet is one of a few: drawing each anew would take longer than all the rest. Pictures where they are looked at."""
    is_picture = case.family.is_model or case.reaches in LOOKED_AT or kind == Kind.NOTICE_PHOTO
    paper = scans.paper(kind, case.row.pk % 4 if case.family.is_model else 0) if is_picture else scans.scan(kind)
    return Document(
        file_id=case.row.file_id, application=case.row, kind=kind, person=person, of_year=of_year, at=at,
        stored_as=papers.store(paper), is_pdf=paper.is_pdf, sha256=paper.sha256, bytes=paper.bytes,
    )  # fmt: skip


def _post(round_: Round, programme: ReliefProgramme, chair: User) -> None:
    """One sheet for each union and day; over, and reported, where its applications come that far."""
    sheets: dict[tuple[int, date], list[Case]] = defaultdict(list)
    for case in round_.cases:
        if case.comes_to(S.POSTED):
            sheets[case.row.union_id, round_.day(case, S.POSTED)].append(case)
    unions = {row.pk: row for row in Organisation.objects.everywhere(MADE_UP).filter(pk__in={pk for pk, _ in sheets})}
    for number, ((union, day), cases) in enumerate(sorted(sheets.items(), key=lambda item: (item[0][1], item[0][0]))):
        by = chair if unions[union].name == CHAIRS_UNION else None
        at, place = stamp(day, 9), PLACES[number % len(PLACES)]
        phone = unions[union].phone
        notice = notices.post(unions[union], [one.row for one in cases], on=day, place=place, phone=phone, at=at, by=by)
        _after_posting(round_, notice, cases, number, by)


def _after_posting(round_: Round, notice: PublicNotice, cases: list[Case], number: int, by: User | None) -> None:
    """The picture, now and then an objection, the end, the stamped report, the way to the county."""
    is_over = any(case.comes_to(S.NOTICE_OVER) for case in cases)
    if is_over or number % 3:
        photos = [_document(case, Kind.NOTICE_PHOTO, stamp(notice.starts_on, 10)) for case in cases]
        Document.objects.bulk_create(photos)
        notice.photo = photos[0]
        notice.save(update_fields=["photo"])
    if number % 5 == 1:
        _object(round_, notice, number, is_over=is_over, by=by)
    if not is_over:
        return
    over = [case for case in cases if case.comes_to(S.NOTICE_OVER)]
    end = stamp(round_.day(over[0], S.NOTICE_OVER), 9)
    notices.end(notice, at=end, by=None)
    for case in over:
        if case.comes_to(S.COUNTY_REVIEW) or case.comes_to(S.OPINION):
            day = stamp(round_.day(case, S.OPINION), 14)
            Document.objects.bulk_create([_document(case, Kind.NOTICE_REPORT, day)])
            applications.report(case.row, at=day, by=by)


def _object(round_: Round, notice: PublicNotice, number: int, *, is_over: bool, by: User | None) -> None:
    """Somebody objects on the first day; answered the same day where the notice is over by now."""
    text, reply = OBJECTIONS[number // 5 % 2 if is_over else 2]
    on, at = notice.starts_on, stamp(notice.starts_on, 11)
    objection = objections.receive(notice, text=text, received_on=on, at=at, by=by)
    if is_over:
        objections.answer(objection, is_upheld=False, reply=reply, on=on, at=at, by=by)
