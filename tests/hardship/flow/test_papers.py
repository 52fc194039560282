"""What may be handed in as a paper, and where it lies."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from accounts.refused import Refused
from hardship import papers
from hardship.models import Document
from hardship.operations import documents
from tests.hardship.flow.hands import AT, hand_in
from tests.unions.pictures import encoded, exif, scene

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def stored():
    return sorted(path for path in papers.folder().rglob("*") if path.is_file())


def attach(application, data, chair, **given):
    return documents.attach(application, "income_proof", io.BytesIO(data), at=AT, by=chair, **given)


def test_a_photo_is_redrawn_without_what_the_phone_wrote_into_it(application, people):
    kept = attach(application, encoded(scene(1, (3000, 2000)), exif=exif().tobytes()), people["chair"])

    picture = Image.open(papers.folder() / kept.stored_as)
    assert max(picture.size) == papers.SIDE
    assert b"CANARY" not in (papers.folder() / kept.stored_as).read_bytes()
    assert [oct(path.stat().st_mode & 0o777) for path in stored()] == ["0o600", "0o600"]
    assert not kept.is_pdf


def test_a_pdf_is_kept_as_it_came(application, people):
    kept = attach(application, PDF, people["chair"])

    assert kept.is_pdf
    assert [path.read_bytes() for path in stored()] == [PDF]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "脚本"),
        (PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/J#61vaScript>>"), "脚本"),
        (PDF.replace(b"/Catalog", b"/Catalog/Names<</EmbeddedFiles 2 0 R>>"), "脚本、附件"),
        (PDF.replace(b"trailer<<", b"trailer<</Encrypt 3 0 R"), "密码"),
        (PDF.removesuffix(b"%%EOF\n"), "不完整"),
        (b"PK\x03\x04docx", "不是照片"),
        (b"", "空的"),
    ],
)
def test_what_is_no_scan_is_refused_and_leaves_nothing(application, people, data, why):
    with pytest.raises(Refused, match=why):
        attach(application, data, people["chair"])

    assert stored() == []
    assert not Document.objects.everywhere("tests").exists()


def test_the_same_paper_sent_twice_is_one(application, people):
    first = attach(application, PDF, people["chair"])

    assert attach(application, PDF, people["chair"]) == first
    assert len(stored()) == 1


def test_a_removed_paper_leaves_no_file(application, people, django_capture_on_commit_callbacks):
    kept = attach(application, PDF, people["chair"])

    with django_capture_on_commit_callbacks(execute=True):
        documents.remove(kept, by=people["chair"])

    assert stored() == []


def test_an_application_has_only_so_many_papers(application, people, settings):
    settings.RELIEF_PAPERS = 2
    hand_in(application, "receipts", page=1, by=people["chair"])
    hand_in(application, "receipts", page=2, by=people["chair"])

    with pytest.raises(Refused, match="最多 2 份"):
        hand_in(application, "receipts", page=3, by=people["chair"])


def test_a_file_has_only_so_much_room(application, people, settings):
    settings.RELIEF_FILE_BYTES = 30

    with pytest.raises(Refused, match="已存满"):
        attach(application, PDF, people["chair"])


def test_files_without_a_row_are_deleted_once_they_are_old(application, people):
    kept = attach(application, PDF, people["chair"])
    lost = papers.store(papers.Paper(PDF, None))

    assert documents.delete_orphans(before=timezone.now() - timedelta(days=1)) == 0
    assert documents.delete_orphans(before=timezone.now() + timedelta(seconds=1)) == 1
    assert papers.is_there(kept.stored_as)
    assert not papers.is_there(lost)
