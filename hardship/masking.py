"""Names as they are published: 张*, 欧阳** (hardship.md §5, §6), and what published words still say of an ID number. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

# Two characters each.
_SURNAMES = (
    "欧阳司马上官诸葛东方皇甫尉迟公孙令狐司徒司空夏侯慕容宇文长孙轩辕端木百里东郭南宫"
    "西门独孤呼延赫连澹台公冶宗政濮阳淳于单于太叔申屠仲孙钟离鲜于闾丘亓官司寇子车颛孙"
    "巫马公西漆雕乐正壤驷公良拓跋夹谷宰父谷梁段干东门南门羊舌微生梁丘左丘东里第五纳兰"
    "完颜耶律叶赫哥舒贺兰万俟闻人公羊公输北宫即墨达奚褚师南荣归海伯赏"
)
COMPOUND_SURNAMES = frozenset(_SURNAMES[place : place + 2] for place in range(0, len(_SURNAMES), 2))
_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅．᛫", "·"))
_CJK = r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"


def masked_name(name: str) -> str:
    """The family name and a star for each other character; a single character is all star.

    A name with · keeps its first character and the dots, a name in Latin letters the first letter and the spaces.
    """
    letters = _letters(name)
    if len(letters) < 2:
        return "*" * len(letters)
    kept = 2 if len(letters) > 2 and letters[:2] in COMPOUND_SURNAMES else 1
    return letters[:kept] + "".join(letter if letter in "· -" else "*" for letter in letters[kept:])


def _letters(name: str) -> str:
    """The name without what is not seen, and without spaces between Chinese characters."""
    plain = unicodedata.normalize("NFKC", name.translate(_DOTS)).translate(_DOTS)
    seen = "".join(letter for letter in plain if unicodedata.category(letter)[0] not in "CM" or letter == "\t")
    return re.sub(rf"(?<={_CJK})\s+(?={_CJK})", "", " ".join(seen.split()))


# What published words say of an identity number

OLDEST, YOUNGEST = 100, 16  # ages a worker may have, in years
ENOUGH = 10_000  # security.md, goal G13
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_HIDDEN = "*"
_NUMBER = re.compile(r"(?<![0-9*])[0-9*]{4,18}[Xx]?(?![0-9*])")
_TAIL = re.compile(r"尾号\D{0,3}([0-9]{0,5}[0-9Xx])(?![0-9])")
_AGE = re.compile(r"(?<![0-9])([0-9]{1,3})\s*(?:周?岁)")
_DAY = r"((?:19|20)[0-9]{2})[年./-](?:([0-9]{1,2})(?:[月./-]([0-9]{1,2})?)?)?日?"
_BORN = re.compile(rf"{_DAY}\s*出?生(?![活产效])|出生\w{{0,2}}\W{{0,2}}{_DAY}")
_SEX = re.compile(r"(?:性别\W{0,2}|[，,、（(\s]|^)([男女])(?=[，,、）)\s。；]|$)")
_SEXES = {"男": "13579", "女": "02468"}


@dataclass(frozen=True, slots=True)
class Told:
    """What is published of a worker's ID number: its 18 places (`*` for hidden), days of birth, sex (男, 女 or "")."""

    mask: str
    born_from: date
    born_until: date  # the last day, included
    sex: str = ""


def told_by(words: Iterable[str], on: date) -> Told:
    """What the words published on a day say, read as a stranger would who wants to know."""
    text = "\n".join(unicodedata.normalize("NFKC", word).replace("＊", _HIDDEN) for word in words)
    masks = [_full(found.upper()) for found in _NUMBER.findall(text) if _may_be_an_id_number(found)]
    masks += [_HIDDEN * (18 - len(tail)) + tail.upper() for tail in _TAIL.findall(text)]
    mask = "".join(
        next((place for place in places if place != _HIDDEN), _HIDDEN) for places in zip(*masks, strict=True)
    )
    earliest, latest = _birthday(on, OLDEST), _birthday(on, YOUNGEST)
    for age in map(int, _AGE.findall(text)):
        if YOUNGEST <= age <= OLDEST:
            earliest = max(earliest, _birthday(on, age + 1) + timedelta(1))
            latest = min(latest, _birthday(on, age))
    for found in _BORN.finditer(text):
        year, month, day = found.groups()[:3] if found[1] else found.groups()[3:]
        since, until = _span(int(year), int(month or 0), int(day or 0))
        earliest, latest = max(earliest, since), min(latest, until)
    sexes = set(_SEX.findall(text))
    return Told(mask or _HIDDEN * 18, earliest, latest, sexes.pop() if len(sexes) == 1 else "")


def possible_id_numbers(told: Told) -> int:
    """How many valid 18-digit numbers agree with what is told, for a reader who knows the area they begin with.

    Hidden places of the area code therefore hide nothing: of the eleven remainders an area may leave, the one with the
    fewest numbers is taken.
    """
    days = _remainders(_days(told), 6)
    parity = _SEXES.get(told.sex, "0123456789")
    orders = [
        f"{order:03d}"
        for order in range(1000)
        if _agrees(f"{order:03d}", told.mask[14:17]) and f"{order:03d}"[2] in parity
    ]
    area = told.mask[:6]
    starts = range(11) if _HIDDEN in area else [_remainder(area, 0)]
    return min(_numbers(start, days, _remainders(orders, 14), told.mask[17]) for start in starts)


def _numbers(start: int, days: Sequence[int], orders: Sequence[int], check: str) -> int:
    return sum(
        days[day] * orders[order]
        for day in range(11)
        for order in range(11)
        if check in (_HIDDEN, _CHECKS[(start + day + order) % 11])
    )


def _remainders(texts: Iterable[str], place: int) -> list[int]:
    """How many of the digits standing at a place leave which remainder of eleven."""
    counts = [0] * 11
    for text in texts:
        counts[_remainder(text, place)] += 1
    return counts


def _remainder(digits: str, place: int) -> int:
    return sum(int(digit) * _WEIGHTS[place + index] for index, digit in enumerate(digits)) % 11


def _days(told: Told) -> Iterable[str]:
    for offset in range((told.born_until - told.born_from).days + 1):
        day = (told.born_from + timedelta(offset)).strftime("%Y%m%d")
        if _agrees(day, told.mask[6:14]):
            yield day


def _agrees(text: str, mask: str) -> bool:
    return all(place in (_HIDDEN, letter) for letter, place in zip(text, mask, strict=True))


def _may_be_an_id_number(found: str) -> bool:
    """A whole number of 15 or 18 places, or digits beside stars however many: some masks shorten."""
    return len(re.sub("[^0-9]", "", found)) > 1 and (_HIDDEN in found or len(found) in (15, 18))


def _full(found: str) -> str:
    """A number of 18 places; of a mask of another length only what stands at its ends is sure."""
    if len(found) == 18:
        return found
    if len(found) == 15 and _HIDDEN not in found:
        return f"{found[:6]}19{found[6:]}{_HIDDEN}"
    head = re.match(r"[0-9]{0,17}", found)
    first = head[0] if head else ""
    tail = re.search(r"[0-9]*[0-9X]?$", found[len(first) :])
    last = (tail[0] if tail else "")[-(18 - len(first)) :]
    return first + _HIDDEN * (18 - len(first) - len(last)) + last


def _birthday(on: date, age: int) -> date:
    """The day of birth of who turns this age on the day."""
    year = on.year - age
    return date(year, on.month, 28 if (on.month, on.day) == (2, 29) else on.day)


def _span(year: int, month: int, day: int) -> tuple[date, date]:
    """The days a year, a month or a day of birth allows; a day that does not exist allows its month, and so on."""
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        if month:
            after = date(year + month // 12, month % 12 + 1, 1)
            return date(year, month, 1), after - timedelta(1)
    except ValueError:
        return _span(year, month if day else 0, 0)
    return date(year, 1, 1), date(year, 12, 31)
