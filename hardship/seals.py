"""批准封印: a keyed fingerprint of what was approved, so that what is paid is what was approved (hardship.md §5, §8).

Over the case as it was frozen: who, by which version of the file and of the criteria, how much, of which budgets, to
which account, decided by whom and when. The key is that of the blind indexes (accounts/encryption.py); when it is
changed, seals that agree are made anew (hardship/keys.py).
"""

import hmac
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from accounts.encryption import blind_index, key_ids
from hardship.models import Instalment, ReliefApplication, Step
from hardship.money import figures

IN_SCOPE = "of applications already in scope"


def seal_of(application: ReliefApplication, instalments: Iterable[Instalment], step: Step | None) -> str:
    """The seal that these contents have; `step` is the approval itself."""
    return blind_index(_text(application, instalments, step))


def broken(applications: Iterable[ReliefApplication]) -> list[ReliefApplication]:
    """Those whose seal does not agree with what is stored now: nothing of them may be paid. Two queries and the rows.

    While the key is being changed, a seal of the former one is as good.
    """
    keys = key_ids()
    return [
        row
        for row, text in _texts(applications)
        if not any(hmac.compare_digest(row.approval_seal, blind_index(text, key)) for key in keys)
    ]


def seals_of(applications: Iterable[ReliefApplication]) -> list[tuple[ReliefApplication, str]]:
    """Each with the seal that what is stored now has under today's key."""
    return [(row, blind_index(text)) for row, text in _texts(applications)]


def _texts(applications: Iterable[ReliefApplication]) -> Iterator[tuple[ReliefApplication, str]]:
    rows = list(applications)
    parts = defaultdict(list)
    for part in Instalment.objects.everywhere(IN_SCOPE).filter(application__in=rows, revoked_at=None):
        parts[part.application_id].append(part)
    steps = Step.objects.everywhere(IN_SCOPE).filter(application__in=rows, act="approve").order_by("number")
    last = {step.application_id: step for step in steps}
    return ((row, _text(row, parts[row.pk], last.get(row.pk))) for row in rows)


def _text(row: ReliefApplication, parts: Iterable[Instalment], step: Step | None) -> str:
    case = json.dumps(_case(row, parts, step), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"approval|{case}"


def _case(row: ReliefApplication, parts: Iterable[Instalment], step: Step | None) -> dict[str, Any]:
    version = row.version
    facts = version.facts if version is not None else None
    return {
        "application": row.pk,
        "file": row.file_id,
        "programme": row.programme_id,
        "union": row.union_id,
        "name": row.name,
        "version": row.version_id,
        "criteria": row.criteria_id,
        "contents": facts.to_text() if facts else "",
        "payee": [facts.account_name, facts.bank, facts.branch, facts.card] if facts else [],
        "amount": figures(row.approved) if row.approved is not None else "",
        "instalments": sorted([part.number, part.budget_id, figures(part.amount)] for part in parts),
        "approved": [step.number, step.by_id, step.at.timestamp()] if step is not None else [],
    }
