"""How many people elsewhere one account may come across in a day, joining and asking for members."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from members.forms.person import LONGEST_NUMBER
from members.identity import packed
from members.models import Member
from members.operations import arrivals, probing
from members.operations.arrivals import Place
from members.operations.people import find
from unions.models import Organisation

# A day's honest work at a desk meets far fewer; whole rosters move by the register of transfers.
KIND, LIMIT = "members.desk", 60
TOO_MANY = "今天查到的不在您管理范围内的号码太多，为保护个人信息，今天不能再办理入会和申请转入。请明天再办；急办的请联系县总工会组宣部。"


def asks_too_much(request: HttpRequest, union: str | int, number: str, name: str, *, asks: bool = False) -> bool:
    """Counts a number that would tell of somebody outside the asker's part. After LIMIT of them no other is answered.

    With `asks` (a transfer is asked for) a number that nobody has counts as well: the answer is the same.
    """
    user: Any = request.user
    # As the form reads it: blanks in front must not make it another number than the one that is answered.
    now, number = timezone.now(), packed(number)[:LONGEST_NUMBER]
    row = Organisation.objects.visible_to(user).filter(pk=union).first() if union else None
    person = find(number) if row is not None else None
    if row is None or (person is not None and Member.objects.visible_to(user).filter(pk=person.pk).exists()):
        return False
    if asks or arrivals.place_of(row, number, name)[0] == Place.UNCLEAR:
        return not probing.answered(KIND, user.pk, number, limit=LIMIT, by=user, at=now)
    return probing.came_across(KIND, user.pk, limit=LIMIT, at=now)
