"""healthz says the process lives; readyz says what is missing."""

import pytest
from django.db import connection
from django.urls import reverse

from config import health


def test_healthz_answers_without_sign_in_and_without_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_readyz_names_every_check(client):
    response = client.get(reverse("readyz"))

    assert response.status_code == 200
    assert response.json() == {"ready": True, "database": True, "queue": True, "migrations": True, "keys": True}


@pytest.mark.django_db
def test_unapplied_migration_is_not_ready(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

    response = client.get(reverse("readyz"))

    assert response.status_code == 503
    assert response.json()["migrations"] is False


@pytest.mark.django_db
def test_silent_queue_is_not_ready(client, settings):
    settings.REDIS_URL = "redis+socket:///nowhere/redis?virtual_host=0"

    response = client.get(reverse("readyz"))

    assert response.status_code == 503
    assert response.json() == {"ready": False, "database": True, "queue": False, "migrations": True, "keys": True}


@pytest.mark.django_db
def test_failure_tells_nothing_of_its_cause(client, monkeypatch):
    def broken() -> bool:
        raise RuntimeError("password=secret")

    monkeypatch.setitem(health.CHECKS, "database", broken)

    response = client.get(reverse("readyz"))

    assert response.status_code == 503
    assert b"secret" not in response.content


def test_healthz_refuses_to_be_posted_to(client):
    assert client.post("/healthz").status_code == 405
