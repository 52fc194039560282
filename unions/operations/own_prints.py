"""A chair takes the own union's print kit: nothing is kept but the line in the book."""

from accounts import book
from accounts.book import operation
from accounts.duties import Duty
from accounts.models import User
from accounts.refused import Refused
from unions.models import Organisation, Piece


@operation("prints.take_own")
def note_taken(union: Organisation, *, pieces: list[str], with_mobiles: bool, by: User) -> None:
    """Note who took which pieces, and whether mobiles stand on them. Raises Refused for whoever may not."""
    if not by.may(Duty.MAKE_PRINTS, union):
        raise Refused("您的职责已经变化，不能再打印这家工会的材料。请联系上级工会。")
    named = "、".join(Piece(piece).label for piece in pieces)
    book.record("prints.take_own", by=by, row=union, pieces=named, mobiles="印" if with_mobiles else "不印")
