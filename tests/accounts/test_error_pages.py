"""Pages for what went wrong: Chinese, ours, without a word about the inside."""

import pytest
from django.test import Client, RequestFactory
from django.views.csrf import csrf_failure
from django.views.defaults import bad_request, permission_denied, server_error


def test_an_address_that_is_not_there(db: None) -> None:
    answer = Client().get("/nothing/here/")

    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [(bad_request, 400, "无法处理"), (permission_denied, 403, "没有这项职责")],
)
def test_other_refusals(db: None, view: object, status: int, words: str) -> None:
    answer = view(RequestFactory().get("/"), Exception("秘密"))  # type: ignore[operator]

    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "秘密" not in answer.content.decode()


def test_an_error_of_ours_needs_no_database() -> None:
    answer = server_error(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert "系统出错了" in answer.content.decode()


def test_an_expired_form_says_so(db: None) -> None:
    assert "页面已过期" in csrf_failure(RequestFactory().get("/")).content.decode()


def test_a_form_without_its_token_is_refused(db: None) -> None:
    assert Client(enforce_csrf_checks=True).post("/login/", {"username": "a"}).status_code == 403
