"""A form sent twice counts once: at the same moment, later, after a refusal, and never for somebody else."""

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.models import Job, SentOnce, User
from accounts.once import KEPT, once, owner_of
from accounts.refused import Refused
from accounts.tasks import forget_sent_forms
from tests.factories import UserFactory

KEY = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def sender(db: None) -> User:
    return UserFactory(username="sender")


def form(user: Any, key: str | None = KEY, **headers: str) -> Any:
    request = RequestFactory().post("/x/", {} if key is None else {"once": key}, headers=headers)
    request.user = user
    return request


def act(answer: str = "/done/") -> HttpResponse:
    """The effect to be counted: one row."""
    Job.objects.create(kind="x", subject_id=Job.objects.count() + 1)
    return redirect(answer)


def refuse() -> HttpResponse:
    act()
    raise Refused("请先选择照片。")


def test_the_second_copy_gets_the_first_answer(sender: User) -> None:
    first = once(form(sender), lambda: act("/done/1/"))
    second = once(form(sender), lambda: act("/done/2/"))

    assert (first["Location"], second["Location"]) == ("/done/1/", "/done/1/")
    assert Job.objects.count() == 1


def test_a_refused_form_leaves_nothing_and_may_be_sent_again(sender: User) -> None:
    with pytest.raises(Refused):
        once(form(sender), refuse)
    assert (Job.objects.count(), SentOnce.objects.count()) == (0, 0)

    assert once(form(sender), act)["Location"] == "/done/"
    assert Job.objects.count() == 1


def test_a_form_shown_again_with_its_faults_has_not_counted(sender: User) -> None:
    assert once(form(sender), lambda: HttpResponse("请改正")).status_code == 200
    assert SentOnce.objects.count() == 0

    once(form(sender), act)
    assert Job.objects.count() == 1


@pytest.mark.parametrize("key", [None, "", "abc", "\x00", "1" * 5000, "\ud800", "11111111-1111-4111-8111-11111111111Z"])
def test_without_a_sound_key_each_form_is_new(sender: User, key: str | None) -> None:
    request = form(sender, None)
    request.POST = request.POST.copy()
    if key is not None:
        request.POST["once"] = key

    once(request, act)
    once(request, act)

    assert (Job.objects.count(), SentOnce.objects.count()) == (2, 0)


def test_the_same_key_of_somebody_else_is_another_form(sender: User) -> None:
    once(form(sender), act)
    once(form(UserFactory()), act)
    once(form(AnonymousUser()), act)

    assert (Job.objects.count(), SentOnce.objects.count()) == (3, 2)


def test_an_address_too_long_to_keep_leads_home(sender: User) -> None:
    once(form(sender), lambda: act("/" + "x" * 400))

    assert once(form(sender), act)["Location"] == "/home/"


def test_the_phone_is_told_where_its_draft_went(sender: User) -> None:
    header = {"X-Draft": owner_of(sender)}

    first, second = once(form(sender, **header), act), once(form(sender, **header), act)

    assert first.content == second.content == b'{"sent": "/done/"}'


def test_a_draft_of_another_account_is_not_taken(sender: User) -> None:
    for owner in (owner_of(UserFactory()), "", "x"):
        assert once(form(sender, **{"X-Draft": owner}), act).status_code == 409
    assert once(form(AnonymousUser(), **{"X-Draft": owner_of(sender)}), act).status_code == 409

    assert (Job.objects.count(), SentOnce.objects.count()) == (0, 0)


def test_whose_drafts_changes_with_the_tenure(cast: dict[str, User]) -> None:
    chair = cast["chair"]
    before = owner_of(chair)
    del chair.standing
    chair.appointments.everywhere("test").update(until=timezone.localdate())  # type: ignore[attr-defined]

    assert owner_of(chair) not in {before, ""}
    assert len({owner_of(person) for person in cast.values()}) == len(cast)


def test_the_phone_gets_a_token_and_its_owner(cast: dict[str, User], signed_in: Any) -> None:
    answer = signed_in("chair").get("/portal/token/").json()

    assert answer["owner"] == owner_of(cast["chair"])
    assert len(answer["token"]) == 64
    assert Client().get("/portal/token/").status_code == 302


def test_the_field_brings_a_new_key_or_the_one_that_came_back(sender: User) -> None:
    field = Template("{% load once %}{% once_field %}{% draft_owner %}")

    new = [field.render(Context({"request": form(sender, None)})) for _ in range(2)]

    assert new[0] != new[1]
    assert f'value="{KEY}"' in field.render(Context({"request": form(sender)}))
    assert f'content="{owner_of(sender)}"' in new[0]


def test_keys_are_kept_for_a_month(sender: User) -> None:
    for days in (KEPT + timedelta(minutes=1), KEPT - timedelta(minutes=1)):
        SentOnce.objects.create(user=sender, key=uuid.uuid4(), at=timezone.now() - days)

    assert forget_sent_forms() == 1
    assert SentOnce.objects.count() == 1


def together(*acts: Callable[[], HttpResponse]) -> list[Any]:
    """Each on a connection of its own; what it was answered, or the sentence it was refused with."""
    found: list[Any] = [None] * len(acts)

    def send(place: int, send_one: Callable[[], HttpResponse]) -> None:
        try:
            found[place] = send_one()["Location"]
        except Refused as refused:
            found[place] = str(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return found


@pytest.mark.django_db(transaction=True)
def test_two_copies_at_the_same_moment_count_once() -> None:
    sender, inside, second = UserFactory(), threading.Event(), threading.Event()

    def slow() -> HttpResponse:
        inside.set()
        second.wait(10)  # the other copy is on its way while this one is at work
        return act("/first/")

    def other() -> HttpResponse:
        inside.wait(10)
        threading.Timer(0.3, second.set).start()
        return once(form(sender), lambda: act("/second/"))

    assert together(lambda: once(form(sender), slow), other) == ["/first/", "/first/"]
    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_copy_that_waited_counts_when_the_first_is_refused() -> None:
    sender, inside, second = UserFactory(), threading.Event(), threading.Event()

    def slow() -> HttpResponse:
        inside.set()
        second.wait(10)
        return refuse()

    def other() -> HttpResponse:
        inside.wait(10)
        threading.Timer(0.3, second.set).start()
        return once(form(sender), lambda: act("/second/"))

    assert together(lambda: once(form(sender), slow), other) == ["请先选择照片。", "/second/"]
    assert Job.objects.count() == 1
