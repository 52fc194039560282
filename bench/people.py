"""Invented persons for benches: numbers of the division 349999, which nobody was ever given (GB 11643)."""

from datetime import date, timedelta

from accounts.documents import check_digit
from registers.checks import CREDIT_ALPHABET

FAMILY = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉秀红建国志文海春梅丹云龙飞燕雪"


def born(n: int) -> date:
    return date(1955, 1, 1) + timedelta(days=n // 400 % 17_000)


def id_number(n: int) -> str:
    """The number of the n-th person; women have even orders."""
    seventeen = f"349999{born(n):%Y%m%d}{n % 400 + 1:03d}"
    return seventeen + check_digit(seventeen)


def name(n: int) -> str:
    given = GIVEN[n // 40 % 40] + (GIVEN[n // 1600 % 40] if n % 3 else "")
    return FAMILY[n % 40] + given


def mobile(n: int) -> str:
    return f"139{n % 100_000_000:08d}"


def credit_code(n: int) -> str:
    """A well-formed invented unified social credit code (GB 32100)."""
    seventeen = f"91349999{n:09d}"
    total = sum(CREDIT_ALPHABET.index(letter) * pow(3, place, 31) for place, letter in enumerate(seventeen))
    return seventeen + CREDIT_ALPHABET[-total % 31]
