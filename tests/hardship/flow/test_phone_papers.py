"""A chair's phone: the list of papers, the camera, and who is shown a paper."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import BookEntry
from hardship.models import Document
from hardship.operations import applications, documents, reviewing
from tests.hardship.flow.hands import AT, LATER, hand_in, hand_in_all, submitted, under_review, with_rules
from tests.hardship.flow.phone import page, press, words
from tests.hardship.flow.test_papers import PDF
from tests.unions.pictures import encoded, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def chair(signed_in, people):
    return signed_in("chair")


@pytest.fixture
def drafted(file, programme, people):
    return applications.draft(file, with_rules(programme), at=AT, by=people["chair"])


def rows():
    return Document.objects.everywhere("tests")


def photo(seed: int = 1) -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG.jpg", encoded(scene(seed)), "image/jpeg")


def test_the_list_says_which_are_missing_and_whose(chair, drafted, people):
    hand_in(drafted, "id_copy", person=1, by=people["chair"])

    seen = words(page(chair, "portal-relief-papers", drafted.pk))

    assert "还缺 4 项" in seen
    assert "李困难的身份证复印件 ✓ 1 份" in seen
    assert "王配偶的身份证复印件 还缺" in seen


def test_several_pictures_are_taken_at_once(chair, drafted):
    seen = press(chair, "portal-relief-paper", drafted.pk, "household_register", 0, papers=[photo(1), photo(2)])

    assert "已收到户口簿复印件 2 份" in seen
    assert rows().filter(application=drafted, kind="household_register").count() == 2


def test_of_this_year_is_ticked(chair, drafted):
    address = (drafted.pk, "school_proof", 0)
    assert "年度的材料，请核对后勾选" in press(chair, "portal-relief-paper", *address, papers=[photo()])
    assert not rows().exists()

    press(chair, "portal-relief-paper", *address, papers=[photo()], is_of_year="on")

    assert rows().get().of_year is not None


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ([], "还没有选文件"),
        ([SimpleUploadedFile("a.docx", b"PK\x03\x04")], "不是照片"),
        ([SimpleUploadedFile("a.jpg", b"")], "是空的"),
        ([photo(seed) for seed in range(11)], "一次最多 10 份"),
    ],
)
def test_what_is_no_paper_is_said_and_keeps_nothing(chair, drafted, given, why):
    assert why in press(chair, "portal-relief-paper", drafted.pk, "household_register", 0, papers=given)
    assert not rows().exists()


@pytest.mark.parametrize(
    ("kind", "person"), [("id_copy", 9), ("diagnosis", 0), ("notice_photo", 0), ("nosuch", 0), ("other", 1)]
)
def test_what_is_on_no_list_has_no_page(chair, drafted, kind, person):
    page(chair, "portal-relief-paper", drafted.pk, kind, person, status=404)


def test_a_paper_is_taken_off_while_it_is_a_draft(chair, drafted, people):
    kept = hand_in(drafted, "household_register", by=people["chair"])

    press(chair, "portal-relief-paper-remove", kept.pk)

    assert not rows().exists()


def test_once_handed_in_papers_stay(chair, people, file, programme):
    row = submitted(file, with_rules(programme), people["chair"])
    kept = rows().filter(application=row).first()

    assert "不能再删除这类材料" in press(chair, "portal-relief-paper-remove", kept.pk)
    assert "材料不能再改" in page(chair, "portal-relief-paper", row.pk, kept.kind, kept.person)
    assert rows().filter(pk=kept.pk).exists()


def test_what_the_county_found_wrong_is_said_beside_the_paper(chair, people, file, programme):
    row = under_review(submitted(file, with_rules(programme), people["chair"]), people)
    register = rows().get(application=row, kind="household_register")
    reviewing.check_document(row, register, is_good=False, note="缺户主页", at=LATER, by=people["reviewer"])

    assert "要重交" in page(chair, "portal-relief-papers", row.pk)
    assert "缺户主页" in page(chair, "portal-relief-paper", row.pk, "household_register", 0)


@pytest.fixture
def shown(drafted, people):
    picture = documents.attach(drafted, "household_register", io.BytesIO(encoded(scene(1))), at=AT, by=people["chair"])
    return picture, documents.attach(drafted, "income_proof", io.BytesIO(PDF), at=AT, by=people["chair"])


def opened(browser: Client, name: str, row: Document):
    return browser.get(reverse(name, args=[row.pk]))


def test_a_picture_is_shown_and_the_book_keeps_who_looked(chair, shown, people):
    answer = opened(chair, "relief-document", shown[0])

    assert Image.open(io.BytesIO(b"".join(answer.streaming_content))).format == "JPEG"
    assert answer["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"] == f'inline; filename="relief-{shown[0].pk}.jpg"'
    line = BookEntry.objects.get(act="documents.show")
    assert (line.by, line.row_id, line.details["kind"]) == (people["chair"], shown[0].pk, "户口簿复印件")


def test_a_pdf_is_only_taken_along(chair, shown):
    answer = opened(chair, "relief-document", shown[1])

    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == PDF
    assert opened(chair, "relief-document-small", shown[1]).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("rights_staff", 403),  # the desk shows papers on a page of its own, for a reason
        ("approver", 403),
        ("auditor", 403),
        ("body_officer", 404),
        ("stranger", 404),
        ("finance", 404),
        ("organisation_staff", 404),
        ("system_admin", 404),
    ],
)
@pytest.mark.parametrize("name", ["relief-document", "relief-document-small"])
def test_the_phones_papers_are_the_chairs_alone(signed_in, shown, who, status, name):
    assert opened(signed_in(who), name, shown[0]).status_code == status


def test_nobody_signed_in_is_asked_to(shown):
    assert opened(Client(), "relief-document", shown[0]).status_code == 302


def test_a_paper_whose_file_is_gone_is_not_there(chair, drafted, people, settings, tmp_path):
    kept = hand_in_all(drafted, people["chair"])[0]
    settings.MEDIA_ROOT = tmp_path / "elsewhere"

    assert opened(chair, "relief-document", kept).status_code == 404
