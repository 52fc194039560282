"""manage.py eligibility PROGRAMME CASES.json: judges cases without storing them (hardship.md §4).

Each case by the version of the criteria in force on its own day.
"""

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.refused import Refused
from hardship import cases
from hardship.cases import BadCases, Named
from hardship.eligibility import Criteria, judge
from hardship.explanation import explain, texts
from hardship.judging import criteria_of, criteria_version
from hardship.models import ReliefProgramme
from hardship.template import TEMPLATES

UNREADABLE = 2  # the exit status of every refusal


class Command(BaseCommand):
    help = "按某个帮扶项目的标准试判 JSON 文件里的案例，只打印结果，不存任何数据。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("programme", metavar="PROGRAMME", help="项目代号或名称，如 winter-relief、元旦春节送温暖")
        parser.add_argument("cases", metavar="CASES.json", help="案例文件，JSON 数组，UTF-8 编码")

    def handle(self, *args: Any, **options: Any) -> None:
        criteria = criteria_by_day(options["programme"])
        try:
            found = cases.read(bytes_of(options["cases"]))
        except BadCases as bad:
            raise CommandError(str(bad), returncode=UNREADABLE) from bad
        self.stdout.write(json.dumps([record(one, criteria(one.case.on)) for one in found], ensure_ascii=False))


def criteria_by_day(slug: str) -> Callable[[date], Criteria]:
    """The criteria of the programme with this code (or name), by the day of a case; of the built-in template where the county has
    no such programme (yet). Raises CommandError for a code that is neither."""
    built_in = next((one for one in TEMPLATES.values() if slug in (one.slug, one.name)), None)
    programme = ReliefProgramme.objects.filter(slug=built_in.slug if built_in else slug).first() or _named(slug)
    if programme is not None:
        return cache(lambda on: _criteria(programme, on))
    if built_in is not None:
        return lambda on: built_in.criteria
    slugs = {*ReliefProgramme.objects.values_list("slug", flat=True), *TEMPLATES}
    raise CommandError(
        f"没有代号或名称为“{slug}”的帮扶项目。现有项目：{'、'.join(sorted(slugs))}。", returncode=UNREADABLE
    )


def _named(name: str) -> ReliefProgramme | None:
    """The programme of this name; of one that is held every year, the last one."""
    return ReliefProgramme.objects.filter(name=name).order_by("-opens_at", "-pk").first()


def _criteria(programme: ReliefProgramme, on: date) -> Criteria:
    try:
        return criteria_of(criteria_version(programme, on))
    except Refused as refusal:
        raise CommandError(str(refusal), returncode=UNREADABLE) from refusal


def bytes_of(name: str) -> bytes:
    path = Path(name)
    try:
        if path.is_file() and path.stat().st_size > cases.LARGEST:
            raise BadCases(f"案例文件太大，不能超过 {cases.LARGEST // 1_000_000} MB，请分成几个文件。")
        return path.read_bytes()
    except IsADirectoryError as error:
        raise BadCases(f"“{name}”是文件夹，请写案例文件的名字。") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise BadCases(f"读不到案例文件“{name}”，请检查文件名和权限。") from error


def record(named: Named, criteria: Criteria) -> dict[str, Any]:
    """A case's judgement as hardship.md §4 prints it."""
    judgement = judge(named.case, criteria)
    return {
        "case": named.name,
        "members": judgement.members,
        "per_capita": str(judgement.per_capita),
        "met": judgement.met,
        "borderline": judgement.borderline,
        "excluded": judgement.excluded,
        "eligible": judgement.eligible,
        "national": judgement.national,
        "explanation": texts(explain(judgement)),
    }
