"""Whose word a row is: the sending side's opinion is its own, and nobody is taken over without it.

Judged before it is asked whether the person is there, so that a refused row does not tell.
"""

from collections.abc import Iterator
from typing import Any

from members.models import Transfer
from members.models.transfer import OBJECTS
from members.operations.arrivals import has_senders_word
from members.operations.transfers import SENDERS_OPINION
from registers.plan import Check, Context, Finding

NOT_ASKED = "转出工会还没有表态，不能接收；请把接收日期留空，先导入申请，等转出工会同意后再填，急办的请交县总工会导入"

# The sending union is outside the importer's part: of the operator's and the county's nothing is.
_FOREIGN = (
    "FROM effective e JOIN stage s USING (row_no) JOIN unions_organisation u ON u.id = e.from_union_id"
    " LEFT JOIN members_transfer t ON t.id = e.id WHERE NOT u.path LIKE ANY(%(paths)s::text[])"
)

CHECKS = (
    Check(
        "not_eligible",
        f"SELECT e.row_no, '接收日期', '{NOT_ASKED}' {_FOREIGN} AND t.id IS NULL AND e.state = 'accepted'",
    ),
    Check(
        "not_eligible",
        f"SELECT e.row_no, '转出工会意见', '{SENDERS_OPINION}' {_FOREIGN}"
        " AND e.from_opinion IS DISTINCT FROM coalesce(t.from_opinion, '')",
    ),
    Check(
        "conflict",
        "SELECT e.row_no, '转出工会意见', '写的是不同意；请删去这一行，在“会员接转”里打开这份申请，点“不同意转出”'"
        f" FROM effective e WHERE e.from_opinion LIKE '{OBJECTS}%%' AND e.state IN ('pending', 'accepted') AND NOT e.same",
    ),
)

_TAKEN_OVER = f"SELECT e.row_no, t.id {_FOREIGN} AND t.state = 'pending' AND e.state = 'accepted' ORDER BY e.row_no"


def not_asked(cursor: Any, context: Context) -> Iterator[Finding]:
    """Rows that would accept an application on file whose sending side has not had its word."""
    cursor.execute(_TAKEN_OVER, context.parameters())
    rows = dict(cursor.fetchall())
    waiting = Transfer.objects.everywhere("has the sending side had its word")
    found = waiting.select_related("applied_by", "from_union").in_bulk(set(rows.values()))
    for row_no, key in rows.items():
        if not has_senders_word(found[key]):
            yield Finding(row_no, "接收日期", "not_eligible", NOT_ASKED)
