"""The example county read from its workbooks into the twin's dataclasses: a path of its own, with no importer in it."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from tests.campaigns import twin

Record = dict[str, Any]


def records(path: Path) -> list[Record]:
    """The rows of a workbook's first sheet under the names in its first line; dates as dates, empty cells as None."""
    lines = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    heads = [str(head) for head in next(lines)]
    return [dict(zip(heads, map(plain, line), strict=True)) for line in lines]


def plain(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def county(folder: Path) -> tuple[str, list[str], list[twin.Union]]:
    """(the county's code, its bodies' codes, every other organisation) with their facts."""
    organisations = {row["工会编码"]: row for row in records(folder / "organisations.xlsx")}
    root = next(code for code, row in organisations.items() if row["上级工会编码"] is None)
    bodies = [
        code for code, row in organisations.items() if row["上级工会编码"] == root and "基层" not in row["组织类型"]
    ]
    employers = {row["所属工会编码"]: row for row in records(folder / "employers.xlsx")}
    unions = {
        code: twin.Union(
            code=code,
            kind=row["组织类型"],
            body=body_of(code, organisations, root),
            established=row["建会日期"],
            dissolved=row["撤销日期"],
            nature=employers.get(code, {}).get("单位性质"),
            size=employers.get(code, {}).get("企业规模"),
        )
        for code, row in organisations.items()
        if code != root and code not in bodies
    }
    give_facts(folder, unions)
    return root, bodies, list(unions.values())


def body_of(code: str, organisations: dict[str, Record], root: str) -> str:
    """The ancestor directly under the county; the county for what stands there itself."""
    above = organisations[code]["上级工会编码"]
    if above == root:
        return root
    while organisations[above]["上级工会编码"] != root:
        above = organisations[above]["上级工会编码"]
    return str(above)


def give_facts(folder: Path, unions: dict[str, twin.Union]) -> None:
    people: dict[tuple[str, str], list[twin.Tenure]] = {}
    for row in records(folder / "officers.xlsx"):
        tenure = twin.Tenure(row["职务"], row["当选日期"], row["离任日期"])
        unions[row["工会编码"]].officers.append(tenure)
        people.setdefault((row["工会编码"], row["姓名"]), []).append(tenure)
    for row in records(folder / "displays.xlsx"):
        fact = twin.Fact(row["事项"], row["开始日期"], row["结束日期"], row["核实日期"])
        union = unions[row["工会编码"]]
        if row["干部姓名"] is None:
            union.facts.append(fact)
        else:
            whose(people[row["工会编码"], row["干部姓名"]], fact.start).facts.append(fact)
    for row in records(folder / "honours.xlsx"):
        unions[row["工会编码"]].honours.append((row["级别"], row["授予日期"], row["撤销日期"]))


def whose(tenures: list[twin.Tenure], on: date) -> twin.Tenure:
    """The tenure of that person that holds on the fact's first day; else the last begun by then."""
    begun = [tenure for tenure in tenures if tenure.elected <= on]
    return next((t for t in begun if twin.holds(t.elected, t.left, on)), begun[-1] if begun else tenures[0])
