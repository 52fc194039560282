"""Where a long name may be broken: pure. The page takes whichever way lets the letters be largest."""

import re
import unicodedata

# Words that stand together, and begin a line rather better than they end one.
ENDINGS = (  # the longer before the shorter that it holds
    "工会委员会", "工会联合会", "工作委员会", "总工会", "联合会", "委员会", "工会",
    "有限责任公司", "股份有限公司", "有限公司", "分公司", "集团", "公司",
)  # fmt: skip
PLACES = re.compile(
    r"(?<=[省市县区镇乡村])(?<!城市)(?!委会|民委员会)(?=.{3})|(?<=街道)(?=.{3})|(?<=开发区)(?=.{3})|(?<=园区)(?=.{3})"
)
STEPS = re.compile(f"{PLACES.pattern}|(?<=[路道街巷弄号楼栋幢座层村组口旁侧])(?=.{{2}})")
NOT_FIRST = "）)」》】、，。：；！？·-—"
NOT_LAST = "（(「《【·-—"
MOST_LINES = 4
MOST_IN_A_COLUMN = 24
WIDE, NARROW = 1.0, 0.56
IN_A_WORD, KEPT = 1.0, 3.0  # what a break there costs
LONGEST_LINE = 14  # characters that one line still holds large enough to be read


def ways_to_break(name: str, borders: re.Pattern[str] = PLACES, *, anywhere: bool = False) -> list[list[str]]:
    """The name on one line, two, three and four, broken between its words only, however unequal the lines.

    Inside a word where `anywhere` says so, and where a name too long for one line has no other place.
    """
    name = " ".join(name.split())
    costs = _costs(name, borders)
    most = min(MOST_LINES, len(name) // 2)
    every = [lines for count in range(2, most + 1) if (lines := _broken(name, count, costs))]
    whole = [lines for lines in every if _keeps_words(lines, name, costs)]
    kept = every if anywhere or (not whole and len(name) > LONGEST_LINE) else whole
    return [[name], *kept]


def ways_to_break_place(place: str, *, is_narrow: bool = False) -> list[list[str]]:
    """An address, broken after roads, houses and storeys; inside their names only where there is no other way, or
    little room."""
    return ways_to_break(place, STEPS, anywhere=is_narrow)


def ways_to_break_phone(number: str) -> list[list[str]]:
    """A number on one line, or with its extension, or each of several, on lines of their own; none is no line."""
    lines = [line for line in re.split(r"(?=[转(（])|[、，,;；/\s]+", number) if line]
    return [] if not lines else [[number], lines] if len(lines) > 1 else [[number]]


def ways_to_break_person(name: str) -> list[list[str]]:
    """A person's name: on one line, after the first dot, after every dot; never elsewhere."""
    parts = [part for part in re.split(r"(?<=·)", name) if part]
    ways = [[name], [parts[0], "".join(parts[1:])], parts]
    return ways[: len(parts)]


def upright(name: str) -> list[list[str]]:
    """A hanging plaque's columns, the first to stand on the right: letters one below the other, brackets turned."""
    ways = ways_to_break(name)
    columns = ways[1] if len(name) > MOST_IN_A_COLUMN and len(ways) > 1 else ways[0]
    turned = str.maketrans("（）()《》—-", "︵︶︵︶︽︾︱︱")
    return [[letter for letter in column.translate(turned) if not letter.isspace()] for column in columns]


def _broken(name: str, count: int, costs: dict[int, float]) -> list[str]:
    """Into so many lines: as few breaks inside words as can be, then the longest line as short as can be."""
    widths = [0.0]
    for letter in name:
        widths.append(widths[-1] + (WIDE if unicodedata.east_asian_width(letter) in "WF" else NARROW))
    size = len(name)
    # best[lines][end] = (what its breaks cost, its longest line, start of the last line)
    best: list[dict[int, tuple[float, float, int]]] = [{0: (0.0, 0.0, 0)}]
    for number in range(1, count + 1):
        row: dict[int, tuple[float, float, int]] = {}
        for end in range(1, size + 1):
            if end < size and end not in costs or (number == count) != (end == size):
                continue
            found = [
                (before[0] + costs.get(end, 0.0), max(before[1], widths[end] - widths[start]), start)
                for start, before in best[number - 1].items()
                if start < end
            ]
            if found:
                row[end] = min(found)
        best.append(row)
    if size not in best[count]:
        return []
    lines, end = [], size
    for number in range(count, 0, -1):
        start = best[number][end][2]
        lines.append(name[start:end].strip())
        end = start
    return lines[::-1]


def _keeps_words(lines: list[str], name: str, costs: dict[int, float]) -> bool:
    place = 0
    for line in lines[:-1]:
        place = name.index(line, place) + len(line)
        # A blank at the border belongs to neither line.
        if costs.get(place) != 0 and costs.get(place + 1) != 0:
            return False
    return True


def _costs(name: str, places: re.Pattern[str]) -> dict[int, float]:
    """What a break before each character costs; where none may be, nothing is said."""
    borders = {match.start() for match in places.finditer(name)}
    borders |= {match.start() + 1 for match in re.finditer("[）·]", name)} | {
        match.start() for match in re.finditer("（", name)
    }
    for ending in ENDINGS:
        for match in re.finditer(ending, name):
            borders |= {match.start(), match.end()}
    # 工会 in 总工会 begins no word; words that stand together are kept so as long as can be.
    fast: set[int] = set()
    for match in re.finditer("|".join(ENDINGS), name):
        fast |= set(range(match.start() + 1, match.end()))
    borders -= fast
    costs = {}
    for place in range(1, len(name)):
        before, after = name[place - 1], name[place]
        together = before.isascii() and after.isascii() and before != " " and after != " "
        if after in NOT_FIRST or before in NOT_LAST or together:
            continue
        inside = name.count("（", 0, place) > name.count("）", 0, place)
        costs[place] = (
            0.0 if place in borders or " " in (before, after) else KEPT if inside or place in fast else IN_A_WORD
        )
    return costs
