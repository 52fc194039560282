"""A PDF comes from outside as it is: the desk hands it over to be kept, and never opens it within the site."""

import io

import pytest
from django.urls import reverse

from hardship.operations import documents
from tests.hardship.families import make_application, make_file, make_line, make_programme
from tests.hardship.flow.hands import AT, submitted, under_review
from tests.hardship.flow.test_papers import PDF
from tests.unions.pictures import encoded, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(cast, signed_in, mill, county, settings, tmp_path):
    """The desk of the county's reviewer, opening a paper of an application under review."""
    settings.MEDIA_ROOT = tmp_path
    make_line(county)
    row = make_application(make_file(mill.union), make_programme(asks_opinion=False))
    given = {"at": AT, "by": cast["chair"]}
    papers = {
        "pdf": documents.attach(row, "income_proof", io.BytesIO(PDF), **given),
        "picture": documents.attach(row, "other", io.BytesIO(encoded(scene(1))), **given),
    }
    under_review(submitted(row.file, row.programme, cast["chair"]), cast)
    browser = signed_in("rights_staff")
    browser.get(reverse("admin:hardship_reliefapplication_papers", args=[row.pk]))  # opens the papers, for its review
    return lambda kind: browser.get(reverse("admin:hardship_document_paper", args=[papers[kind].pk]))


@pytest.mark.parametrize(("kind", "how"), [("pdf", "attachment"), ("picture", "inline")])
def test_a_paper_is_sandboxed_and_a_pdf_only_taken_along(opened, kind, how):
    answer = opened(kind)

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith(how)
    assert "sandbox" in answer["Content-Security-Policy"]
