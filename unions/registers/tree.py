"""What may stand below what, judged over a whole file at once: pure, for a parent may stand later in the same file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from registers.plan import Finding
from unions.models import BODY_KINDS, GRASSROOTS_KINDS, Kind

PARENT = "上级工会编码"
KIND = "组织类型"


@dataclass(frozen=True)
class FileRow:
    """One row of the file; `kind` None where the cell is faulty, `bad` where any cell is."""

    row: int
    code: str
    kind: str | None
    parent: str | None
    bad: bool


@dataclass(frozen=True)
class OnFile:
    """One organisation of the database."""

    code: str
    kind: str
    parent: str | None
    path: str


def tree_findings(rows: list[FileRow], on_file: dict[str, OnFile], paths: list[str] | None) -> list[Finding]:
    """Every fault of the tree: parent missing, unknown or of the wrong kind, cycles, a second county, out of scope.

    `paths` are the importer's own parts, None for everywhere.
    """
    tree = _Tree({row.code: row for row in rows if row.code}, on_file)
    findings = [finding for row in tree.rows.values() for finding in _of_row(row, tree)]
    findings += _second_counties(tree)
    findings += _cycles(tree)
    findings += _below_faulty(tree, {f.row for f in findings} | {row.row for row in rows if row.bad})
    if paths is not None:
        findings += _outside(tree, paths)
    return findings


@dataclass(frozen=True)
class _Tree:
    rows: dict[str, FileRow]
    on_file: dict[str, OnFile]

    def kind_of(self, code: str) -> str | None:
        row = self.rows.get(code)
        if row is not None and not (row.bad and code in self.on_file):
            return row.kind
        return self.on_file[code].kind

    def parent_of(self, code: str) -> str | None:
        row = self.rows.get(code)
        if row is not None:
            return row.parent
        known = self.on_file.get(code)
        return known.parent if known else None

    def knows(self, code: str) -> bool:
        return code in self.rows or code in self.on_file


def _of_row(row: FileRow, tree: _Tree) -> Iterator[Finding]:
    if row.kind == Kind.COUNTY_FEDERATION:
        if row.parent is not None:
            yield Finding(row.row, PARENT, "wrong_parent", "县总工会没有上级工会，请把这一格留空")
    elif row.kind is not None:
        yield from _of_parent(row, row.kind, tree)
    if row.kind in GRASSROOTS_KINDS and _keeps_children(row.code, tree):
        yield Finding(row.row, KIND, "wrong_parent", "这个工会下面还有下级工会，不能改为基层工会，请先调整它的下级")


def _of_parent(row: FileRow, kind: str, tree: _Tree) -> Iterator[Finding]:
    if row.parent is None:
        yield Finding(row.row, PARENT, "required", "没有填写，除县总工会外都要填上级工会编码")
    elif not tree.knows(row.parent):
        yield Finding(
            row.row,
            PARENT,
            "unknown_union",
            f"系统和本文件中都没有编码为 {row.parent} 的工会，请核对编码，或在本表补上这个上级工会",
        )
    elif tree.kind_of(row.parent) in GRASSROOTS_KINDS:
        yield Finding(row.row, PARENT, "wrong_parent", f"{row.parent} 是基层工会，下面不能再设工会，请改填它的上级")
    elif kind in BODY_KINDS and tree.kind_of(row.parent) not in {Kind.COUNTY_FEDERATION, None}:
        yield Finding(row.row, PARENT, "wrong_parent", f"{Kind(kind).label}的上级应是县总工会，请改填县总工会的编码")


def _keeps_children(code: str, tree: _Tree) -> bool:
    known = tree.on_file.get(code)
    if known is None or known.kind in GRASSROOTS_KINDS:
        return False
    return any(other.parent == code and other.code not in tree.rows for other in tree.on_file.values())


def _second_counties(tree: _Tree) -> Iterator[Finding]:
    """One county; who it is stays as it is."""
    county = next((known.code for known in tree.on_file.values() if known.kind == Kind.COUNTY_FEDERATION), None)
    for row in tree.rows.values():
        if row.kind == Kind.COUNTY_FEDERATION:
            county = county or row.code
            if row.code != county:
                yield Finding(row.row, KIND, "conflict", f"县总工会只有一个，系统中是 {county}，请核对组织类型和编码")
        elif row.kind is not None and row.code == county:
            yield Finding(row.row, KIND, "conflict", "这是县总工会的编码，组织类型不能改为别的，请核对编码")


def _cycles(tree: _Tree) -> Iterator[Finding]:
    """Rows that are their own superior, directly or round a ring."""
    settled: set[str] = set()
    for start in tree.rows:
        trail: dict[str, int] = {}
        code: str | None = start
        while code is not None and code not in settled and code not in trail:
            trail[code] = len(trail)
            code = tree.parent_of(code)
        if code is not None and code in trail:
            for member in list(trail)[trail[code] :]:
                if member in tree.rows:
                    yield Finding(
                        tree.rows[member].row, PARENT, "wrong_parent", "上下级形成了循环，工会不能是自己的上级，请核对"
                    )
        settled |= trail.keys()


def _below_faulty(tree: _Tree, faulty: set[int]) -> Iterator[Finding]:
    """Rows whose parent stands only in this file, in a row that can't be written."""
    children: dict[str, list[FileRow]] = {}
    for row in tree.rows.values():
        if row.parent is not None and row.parent in tree.rows and row.parent not in tree.on_file:
            children.setdefault(row.parent, []).append(row)
    waiting = [row for row in tree.rows.values() if row.row in faulty]
    while waiting:
        parent = waiting.pop()
        for row in children.get(parent.code, ()):
            if row.row not in faulty:
                faulty.add(row.row)
                waiting.append(row)
                yield Finding(
                    row.row, PARENT, "unknown_union", f"上级 {parent.code} 在第 {parent.row} 行有错误，请先改正那一行"
                )


def _outside(tree: _Tree, paths: list[str]) -> Iterator[Finding]:
    for row in tree.rows.values():
        known = tree.on_file.get(row.code)
        inside = known is None or _within(known.path, paths)
        if inside and (known is None or known.parent != row.parent):
            above = _nearest_known(row.parent, tree)
            inside = above is None or _within(above.path, paths)
            if above is None and row.parent is None:
                inside = False
        if not inside:
            yield Finding(
                row.row, "工会编码", "out_of_scope", "不属于您负责的范围，不能导入。请删除这一行，或交由县总工会导入"
            )


def _nearest_known(code: str | None, tree: _Tree) -> OnFile | None:
    seen: set[str] = set()
    while code is not None and code not in seen:
        if code in tree.on_file:
            return tree.on_file[code]
        seen.add(code)
        code = tree.parent_of(code)
    return None


def _within(path: str, paths: Iterable[str]) -> bool:
    return any(path.startswith(own) for own in paths)
