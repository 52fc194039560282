"""The checks, one line each: what is wrong, how it is mended, which rows. A new check is a new entry of CHECKS.

Every query starts from what the user may see, so that names and telephones are compared within the own part only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, CharField, Count, DateField, Exists, F, Func, OuterRef, Q

from unions.models import (
    GRASSROOTS_KINDS,
    Display,
    Employer,
    Item,
    Kind,
    Officer,
    Organisation,
    Reminders,
)

Rows = Callable[[Any, date, Reminders], Any]
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


@dataclass(frozen=True)
class Check:
    """`title` says what is wrong with a row, `mend` what to do; `group` orders rows that belong together."""

    title: str
    mend: str
    rows: Rows
    group: tuple[str, ...] = ()


class WellFormed(Func):
    """GB 32100: eighteen letters of its alphabet, the last one the check character. Unrolled: no loop for each row."""

    output_field = BooleanField()
    template = (
        "(%(expressions)s ~ '^[0-9A-HJ-NP-RTUW-Y]{18}$' AND strpos('"
        + ALPHABET
        + "', right(%(expressions)s, 1)) - 1 = "
        "mod(31 - mod("
        + " + ".join(
            f"{weight} * (strpos('{ALPHABET}', substr(%(expressions)s, {place}, 1)) - 1)"
            for place, weight in enumerate(WEIGHTS, 1)
        )
        + ", 31), 31))"
    )


class YearsAfter(Func):
    """The same day so many years later."""

    output_field = DateField()
    template = "(%(expressions)s + make_interval(years => %(years)d))::date"


class Bare(Func):
    """A union's name as compared: without spaces and without 委员会 at its end."""

    output_field = CharField()
    template = "regexp_replace(regexp_replace(%(expressions)s, '\\s', '', 'g'), '委员会$', '')"


def _here(user: Any, on: date) -> Any:
    return Organisation.objects.visible_to(user).existing_on(on).filter(kind__in=GRASSROOTS_KINDS)


def _several(rows: Any, field: str, of: str, least: int) -> Any:
    """The values of `field` that stand with at least so many different `of`."""
    found = rows.order_by().values(field).annotate(found=Count(of, distinct=True))
    return found.filter(found__gte=least).values(field)


def _shared_phone(user: Any, on: date, days: Reminders) -> Any:
    sitting = Officer.objects.visible_to(user).sitting_on(on).exclude(mobile="")
    return sitting.filter(mobile__in=_several(sitting, "mobile", "union", days.phone_unions))


def _same_name(user: Any, on: date, days: Reminders) -> Any:
    unions = Organisation.objects.visible_to(user).existing_on(on)
    return unions.filter(name__in=_several(unions, "name", "pk", 2))


def _same_employer(user: Any, on: date, days: Reminders) -> Any:
    there = Employer.objects.visible_to(user).filter(deregistered_on=None)
    return there.filter(name__in=_several(there, "name", "pk", 2))


def _open_after(officer_or_union: str) -> Q:
    """Displays that hold beyond the day on which what they hang on ended."""
    return Q(ends_on=None) | Q(ends_on__gt=F(officer_or_union))


def _without_employer(user: Any, on: date, days: Reminders) -> Any:
    employers = Employer.objects.everywhere("a subquery of rows already in scope").filter(union=OuterRef("pk"))
    return _here(user, on).filter(~Exists(employers), kind=Kind.GRASSROOTS_SINGLE)


def _other_words(user: Any, on: date, days: Reminders) -> Any:
    signs = Display.objects.visible_to(user).holding_on(on).filter(item=Item.SIGN).exclude(content="")
    return signs.annotate(hung=Bare("content")).exclude(hung=Bare("union__name"))


CHECKS: dict[str, Check] = {
    "unorganised": Check(
        "有职工、还没有工会的单位",
        "组建工会后在单位页面填写“所属工会”；已由联合基层工会覆盖的，填那个工会。",
        lambda user, on, _: Employer.objects.visible_to(user).filter(union=None, deregistered_on=None, staff__gt=0),
    ),
    "no-employer": Check(
        "没有登记所属单位的独立基层工会",
        "在单位页面把“所属工会”填成这个工会；没有单位的，不计入覆盖面。",
        _without_employer,
    ),
    "vacant": Check(
        "主席空缺的工会",
        "补选后在工会页面登记新主席，并上报亮身份和联系方式。",
        lambda user, on, _: Organisation.objects.visible_to(user).vacant_on(on),
    ),
    "term-over": Check(
        "任期已满仍在任的干部",
        "换届后登记离任和当选；连任的，改“任期届满日期”。",
        lambda user, on, _: Officer.objects.visible_to(user).term_over_on(on),
    ),
    "no-term-end": Check(
        "没有任期届满日期的在任主席",
        "在干部页面补填“任期届满日期”，系统才能按期提醒换届。",
        lambda user, on, _: Officer.objects.visible_to(user).chairs().sitting_on(on).filter(term_ends_on=None),
    ),
    "outlived": Check(
        "干部已离任、记录还没有结束",
        "在记录页面登记结束，结束日期填离任日期；统计已不再计入。",
        lambda user, on, _: (
            Display.objects.visible_to(user).filter(officer__left_on__lte=on).filter(_open_after("officer__left_on"))
        ),
    ),
    "dissolved": Check(
        "工会已撤销、双亮记录还没有结束",
        "在记录页面登记结束，结束日期填撤销日期。",
        lambda user, on, _: (
            Display.objects.visible_to(user)
            .filter(union__dissolved_on__lte=on)
            .filter(_open_after("union__dissolved_on"))
        ),
    ),
    "verified-early": Check(
        "核实日期早于开始日期",
        "核对两个日期：撤回核实后重新核实，或删除错误的记录重新上报。",
        lambda user, on, _: Display.objects.visible_to(user).filter(verified_on__lt=F("starts_on")),
    ),
    "other-words": Check(
        "牌匾上的字与工会名称不一致",
        "名称登记错的改工会名称；牌匾写错的请工会更换，更换后改“内容”。末尾有没有“委员会”不算不同。",
        _other_words,
    ),
    "shared-phone": Check(
        "同一手机号码登记在多家工会名下",
        "逐个核对，改成主席本人的号码。多少家以上列出，由“提醒设置”规定。",
        _shared_phone,
        group=("mobile",),
    ),
    "no-phone": Check(
        "没有任何电话的在任主席",
        "在干部页面补填办公电话或手机号码。",
        lambda user, on, _: Officer.objects.visible_to(user).chairs().sitting_on(on).filter(mobile="", office_phone=""),
    ),
    "too-young": Check(
        "当选时年龄不够，或出生日期晚于当选日期",
        "核对出生日期、当选日期。最低年龄由“提醒设置”规定。",
        lambda user, on, days: (
            Officer.objects.visible_to(user)
            .exclude(born_on=None)
            .filter(elected_on__lt=YearsAfter("born_on", years=days.least_age))
        ),
    ),
    "no-term-years": Check(
        "没有填届期年数的基层工会",
        "在工会页面填 3 年或 5 年。",
        lambda user, on, _: _here(user, on).filter(term_years=None),
    ),
    "no-address": Check(
        "没有填办公地址的基层工会",
        "在工会页面补填“办公地址”，公示办公地点以它为准。",
        lambda user, on, _: _here(user, on).filter(address=""),
    ),
    "same-name": Check(
        "名称相同的工会",
        "核对是不是重复登记；重复的，留一个，另一个并入或撤销。",
        _same_name,
        group=("name",),
    ),
    "same-employer": Check(
        "名称相同的法人单位",
        "核对统一社会信用代码；重复的，删除误登的一个。",
        _same_employer,
        group=("name",),
    ),
    "bad-code": Check(
        "统一社会信用代码校验不对的单位",
        "对照营业执照改正；第 18 位是校验位，抄错一位就对不上。",
        lambda user, on, _: Employer.objects.visible_to(user).filter(~WellFormed("credit_code")),
    ),
    "direct": Check(
        "直接挂在县总工会下的基层工会",
        "应归乡镇、开发区或系统工会管理的，变更上级工会；确属县总工会直属的，不用改。",
        lambda user, on, _: _here(user, on).filter(parent__kind=Kind.COUNTY_FEDERATION),
    ),
}
