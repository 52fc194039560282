"""Settings from the environment: a typo stops the start, by the variable's name."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


def test_missing_text_is_named(monkeypatch):
    monkeypatch.delenv("SL_TEXT", raising=False)

    with pytest.raises(ImproperlyConfigured, match="SL_TEXT"):
        env.text("SL_TEXT")


def test_blank_text_counts_as_missing(monkeypatch):
    monkeypatch.setenv("SL_TEXT", "  ")

    assert env.text("SL_TEXT", "default") == "default"


@pytest.mark.parametrize(("given", "meant"), [("1", True), ("Yes", True), ("off", False), ("0", False), ("", True)])
def test_flag_reads_words(monkeypatch, given, meant):
    monkeypatch.setenv("SL_FLAG", given)

    assert env.flag("SL_FLAG", True) is meant


def test_flag_refuses_a_typo(monkeypatch):
    monkeypatch.setenv("SL_FLAG", "ture")

    with pytest.raises(ImproperlyConfigured, match="SL_FLAG"):
        env.flag("SL_FLAG", False)


def test_number_refuses_text(monkeypatch):
    monkeypatch.setenv("SL_NUMBER", "12h")

    with pytest.raises(ImproperlyConfigured, match="SL_NUMBER"):
        env.number("SL_NUMBER", 1)


def test_words_drop_blanks(monkeypatch):
    monkeypatch.setenv("SL_WORDS", " a, ,b ")

    assert env.words("SL_WORDS", []) == ["a", "b"]
