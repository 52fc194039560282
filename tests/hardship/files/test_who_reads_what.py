"""Every sensitive field × every role × every page of files (security.md row 21, roles.md, hardship.md §2)."""

import pytest

from accounts.models import BookEntry
from hardship.models import HardshipFile
from tests.hardship.families import make_file
from tests.hardship.files.secrets import NAMES, SECRETS, make_secret_file, told

pytestmark = pytest.mark.django_db
FILES = "/admin/hardship/hardshipfile/"
ROLES = (
    "system_admin", "organisation_staff", "finance", "body_officer", "stranger", "chair",
    "rights_staff", "approver", "auditor",
)  # fmt: skip
SEES = {"rights_staff", "approver", "auditor"}
EDITS = {"rights_staff"}


@pytest.fixture
def file(mill, cast):
    return make_secret_file(mill.union)


def pages(file):
    """Every address of a file at the desk that a GET can ask for."""
    one = f"{FILES}{file.pk}/"
    acts = (
        "review",
        "out",
        "close",
        "take-back",
        "relapse",
        "id-number",
        "card",
        "mobile",
        "whole",
        "history",
        "delete",
    )
    return [
        FILES,
        f"{FILES}?q={NAMES['worker']}",
        f"{FILES}?review=due",
        f"{FILES}add/",
        f"{FILES}export/",
        f"{one}change/",
        f"{one}change/?on=2012-05-03",
        *(f"{one}{act}/" for act in acts),
        "/admin/",
        "/admin/registers/importrun/",
        "/admin/registers/importrun/export/dossiers/",
        "/admin/search/?q=DA-SECRET",
        "/admin/relief/figures/",
    ]


@pytest.mark.parametrize("who", ROLES)
def test_no_page_shows_a_sensitive_field_unasked(signed_in, file, who):
    browser = signed_in(who)

    shown = {page: told(browser.get(page, follow=True)) for page in pages(file)}

    assert {page: words for page, words in shown.items() if words} == {}


@pytest.mark.parametrize("who", [who for who in ROLES if who not in SEES])
def test_who_has_no_business_with_files_reads_not_even_a_name(signed_in, file, who):
    browser, found = signed_in(who), []
    for page in pages(file):
        text = browser.get(page, follow=True).content.decode(errors="replace").replace(f'value="{NAMES["worker"]}"', "")
        found += [(page, name) for name in NAMES.values() if name in text]

    assert found == []


@pytest.mark.parametrize("who", ROLES)
def test_the_form_of_a_change_is_for_editors_and_is_in_the_book(signed_in, cast, file, who):
    answer = signed_in(who).get(f"{FILES}{file.pk}/edit/")

    lines = BookEntry.objects.filter(act="personal.show", row_id=file.pk, by=cast[who])
    if who in EDITS:
        assert (answer.status_code, told(answer)) == (200, set(SECRETS))
        assert [line.details["reason"] for line in lines] == ["变更档案"]
    else:
        assert (answer.status_code in {403, 404}, told(answer), lines.count()) == (True, set(), 0)


@pytest.mark.parametrize("who", ROLES)
def test_the_whole_is_shown_for_a_reason_to_those_who_read_files(signed_in, cast, file, who):
    browser, page = signed_in(who), f"{FILES}{file.pk}/whole/"

    nothing = browser.post(page, {})
    answer = browser.post(page, {"reason": "核对材料"})

    lines = BookEntry.objects.filter(act="personal.show", row_id=file.pk, by=cast[who])
    assert told(nothing) == set()
    if who in SEES:
        assert (answer.status_code, told(answer)) == (200, set(SECRETS))
        assert [line.details["reason"] for line in lines] == ["核对材料"]
    else:
        assert (answer.status_code in {403, 404}, told(answer), lines.count()) == (True, set(), 0)


@pytest.mark.parametrize(("slug", "secret"), [("id-number", "worker's number"), ("card", "card"), ("mobile", "mobile")])
@pytest.mark.parametrize("who", ROLES)
def test_one_number_is_shown_for_a_reason(signed_in, cast, file, who, slug, secret):
    answer = signed_in(who).post(f"{FILES}{file.pk}/{slug}/", {"reason": "打电话核实"})

    expected = {secret} if who in {"rights_staff", "auditor"} else set()
    assert told(answer) == expected
    assert BookEntry.objects.filter(act="personal.show", row_id=file.pk).count() == len(expected)


def test_the_list_taken_along_holds_nothing_sealed(signed_in, file, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = signed_in("rights_staff").get(f"{FILES}export/")

    assert told(page) == set()
    assert "身份证号" in page.content.decode()


def test_the_files_of_another_county_part_are_not_there(signed_in, cast, quarry):
    other = make_file(quarry.union)

    assert signed_in("chair").get(f"{FILES}{other.pk}/change/").status_code == 403
    assert list(HardshipFile.objects.visible_to(cast["chair"])) == []
    assert list(HardshipFile.objects.visible_to(cast["stranger"])) == []
