"""办结 can be looked up by the worker (hardship.md §5): a code on the receipt, known to nobody else."""

import hashlib
import secrets

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from hardship.models import ReliefApplication
from hardship.transitions import State
from members.sheets.content import LETTERS
from unions.operations.rows import amend

SIZE = 16  # letters: 77 bits, so that their hash says nothing
REASON = "whoever holds the code of a receipt"


@operation("lookups.issue")
def issue(application: ReliefApplication, *, by: User | None) -> str:
    """A new code for the application, the one before is void; only its hash is kept. `ABCD-EFGH-JKMN-PQRT`."""
    application = ReliefApplication.objects.lock(application)
    if application.state == State.DRAFT:
        raise Refused("草稿还没有提交，没有回执。请先提交申请。")
    code = "".join(secrets.choice(LETTERS) for _ in range(SIZE))
    amend(application, {"lookup_index": index_of(code)})
    return "-".join(code[place : place + 4] for place in range(0, SIZE, 4))


def found_by(typed: str) -> ReliefApplication | None:
    """The application of a code, however it is typed; None for no code or a void one."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    if len(letters) != SIZE or set(letters) - set(LETTERS):
        return None
    rows = ReliefApplication.objects.everywhere(REASON).filter(lookup_index=index_of(letters))
    found: ReliefApplication | None = rows.only("pk", "state").first()
    return found


def index_of(letters: str) -> str:
    return hashlib.sha256(f"relief|{letters}".encode()).hexdigest()
