"""打印材料 at the desk: a union's or a whole body's kit as one job, for whoever ordered it and may have it."""

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts import jobs
from accounts.models import BookEntry, Job, User
from accounts.refused import Refused
from tests.conftest import Mill
from tests.factories import DisplayFactory, OfficerFactory, OrganisationFactory
from unions.models import Item, Organisation, Piece, Post, PrintOrder, Way
from unions.models.print_order import print_files
from unions.operations import appointments, prints, publishing
from unions.printing import CLOSED, lacking, unions_for
from unions.tasks import delete_old_prints

ADD = "/admin/unions/printorder/add/"
WANTED = {"pieces": ["chest_card"], "only": "all", "shape": "", "reason": "集中亮牌"}


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def orders() -> Any:
    return PrintOrder.objects.everywhere("a test")


def ordered(browser: Any, place: Organisation, django_capture: Any = None, **values: Any) -> PrintOrder:
    answer = browser.post(f"{ADD}?union={place.pk}", WANTED | {"organisation": place.pk} | values)
    assert answer.status_code == 302, answer.content.decode()
    return orders().latest("pk")


def run_all() -> None:
    for job in Job.objects.filter(kind=prints.JOB, state=Job.State.QUEUED):
        jobs.run(job.pk)


def downloaded(browser: Any, order: PrintOrder) -> bytes:
    return b"".join(browser.get(f"/admin/unions/printorder/{order.pk}/download/").streaming_content)


def test_an_officer_prints_the_cards_of_a_union(signed_in: Any, mill: Mill) -> None:
    browser = signed_in("body_officer")
    order = ordered(browser, mill.union)
    run_all()

    order.refresh_from_db(from_queryset=orders())
    assert (order.pages, order.unions, order.missing) == (1, 1, [])
    assert downloaded(browser, order).startswith(b"%PDF")
    assert BookEntry.objects.filter(act="prints.download", row_id=order.pk).count() == 1
    assert "可以下载" in browser.get("/admin/unions/printorder/").content.decode()


def test_a_whole_body_s_kit_is_a_zip_of_pdfs_named_by_piece(
    signed_in: Any, mill: Mill, riverside: Organisation
) -> None:
    browser = signed_in("body_officer")
    order = ordered(browser, riverside, pieces=["plaque", "publication_sheet"])
    run_all()

    order.refresh_from_db(from_queryset=orders())
    with zipfile.ZipFile(io.BytesIO(downloaded(browser, order))) as archive:
        assert archive.namelist() == ["01-牌匾.pdf", "02-公布栏公示表.pdf"]
    assert order.unions == 1  # the mill; the body itself hangs no plaque


def test_what_cannot_be_printed_is_said_beside_what_was(signed_in: Any, mill: Mill, riverside: Organisation) -> None:
    OrganisationFactory(parent=riverside, name="没有主席的厂工会")
    order = ordered(signed_in("body_officer"), riverside)
    run_all()

    page = signed_in("body_officer").get(f"/admin/unions/printorder/{order.pk}/change/").content.decode()
    assert "没有主席的厂工会" in page
    assert "没有在任的主席和副主席" in page


@pytest.mark.django_db(transaction=True)
def test_a_code_that_leads_nowhere_now_is_said_beside_what_was_printed(
    signed_in: Any, mill: Mill, riverside: Organisation
) -> None:
    publishing.unpublish(mill.union, why="在核对", by=None)
    order = ordered(signed_in("body_officer"), riverside)
    run_all()

    assert orders().get(pk=order.pk).missing == [CLOSED.format(mill.union.name)]
    page = signed_in("body_officer").get(f"/admin/unions/printorder/{order.pk}/change/").content.decode()
    assert "印出的二维码现在打不开" in page
    assert "下载打印材料" in page


@pytest.mark.django_db(transaction=True)
def test_when_nothing_can_be_printed_the_job_says_why(signed_in: Any, mill: Mill, riverside: Organisation) -> None:
    bare = OrganisationFactory(parent=riverside, name="没有主席的厂工会")
    order = ordered(signed_in("body_officer"), bare)
    run_all()

    job = Job.objects.get(kind=prints.JOB, subject_id=order.pk)
    assert job.state == Job.State.FAILED
    assert "没有在任的主席和副主席" in job.message
    assert list(print_files().iterdir()) == []


@pytest.mark.parametrize(
    ("piece", "item", "way", "of_officer"),
    [
        (Piece.PLAQUE, Item.SIGN, Way.ENTERPRISE_FRONT, False),
        (Piece.OFFICE_NOTICE, Item.OFFICE, Way.CANTEEN, False),
        (Piece.CHEST_CARD, Item.IDENTITY, Way.CHEST_CARD, True),
        (Piece.PUBLICATION_SHEET, Item.CONTACT, Way.CANTEEN, True),
    ],
)
def test_only_those_that_lack_the_item_are_printed(
    cast: Any, riverside: Organisation, piece: Piece, item: Item, way: Way, of_officer: bool
) -> None:
    today = timezone.localdate()
    shows, lacks = OrganisationFactory(parent=riverside), OrganisationFactory(parent=riverside)
    chairs = [OfficerFactory(union=union) for union in (shows, lacks)]
    DisplayFactory(union=shows, item=item, way=way, officer=chairs[0] if of_officer else None)
    rows = Organisation.objects.everywhere("a test").filter(pk__in=[shows.pk, lacks.pk])

    assert list(lacking(rows, piece, on=today)) == [lacks]
    if of_officer:  # one vice-chair without is enough
        OfficerFactory(union=shows, post=Post.VICE_CHAIR, name="副")
        assert set(lacking(rows, piece, on=today)) == {shows, lacks}


def test_dissolved_unions_are_not_printed(cast: Any, mill: Mill, riverside: Organisation) -> None:
    order = PrintOrder(organisation=riverside, by=cast["body_officer"])
    today = timezone.localdate()
    Organisation.objects.everywhere("a test").filter(pk=mill.union.pk).update(dissolved_on=today)

    assert list(unions_for(order, on=today)) == []
    assert list(unions_for(order, on=today - timedelta(days=1))) == [mill.union]


def test_a_union_of_another_body_does_not_exist(signed_in: Any, quarry: Mill, mill: Mill) -> None:
    browser = signed_in("body_officer")

    assert browser.get(f"{ADD}?union={quarry.union.pk}").status_code == 404
    answer = browser.post(ADD, WANTED | {"organisation": quarry.union.parent_id})
    assert "请从列出的单位里选择" in answer.content.decode()
    assert not orders().exists()


@pytest.mark.parametrize("wrong", ["x", "-1", "9" * 30, "１"])
def test_an_odd_number_in_the_address_is_nobody_s(signed_in: Any, mill: Mill, wrong: str) -> None:
    assert signed_in("body_officer").get(f"{ADD}?union={wrong}").status_code == 404


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"pieces": []}, "至少选择一种"),
        ({"pieces": ["poster"]}, "没有这种材料"),
        ({"reason": " "}, "写明用途"),
    ],
)
def test_a_form_that_says_too_little_orders_nothing(
    signed_in: Any, mill: Mill, values: dict[str, Any], sentence: str
) -> None:
    answer = signed_in("body_officer").post(ADD, WANTED | {"organisation": mill.union.parent_id} | values)

    assert sentence in answer.content.decode()
    assert not orders().exists()


def test_a_colleague_neither_sees_nor_takes_what_another_ordered(signed_in: Any, mill: Mill) -> None:
    order = ordered(signed_in("body_officer"), mill.union)
    run_all()

    staff = signed_in("organisation_staff")
    assert staff.get(f"/admin/unions/printorder/{order.pk}/download/").status_code == 404
    assert staff.get(f"/admin/unions/printorder/{order.pk}/change/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_who_lost_the_duty_in_the_meantime_gets_no_file(cast: dict[str, User], mill: Mill, monkeypatch: Any) -> None:
    monkeypatch.setattr("unions.operations.prints.jobs.enqueue", _only_a_row)
    order = prints.order(mill.union, pieces=["plaque"], options={"base": ""}, reason="试", by=cast["body_officer"])
    post = cast["body_officer"].appointments.everywhere("a test").get()  # type: ignore[attr-defined]
    appointments.end_appointment(post, on=timezone.localdate(), by=None)
    run_all()

    job = Job.objects.get(kind=prints.JOB, subject_id=order.pk)
    assert (job.state, "职责已经变化" in job.message) == (Job.State.FAILED, True)
    assert list(print_files().iterdir()) == []


def test_a_fourth_kit_at_once_is_refused(cast: dict[str, User], mill: Mill, monkeypatch: Any) -> None:
    monkeypatch.setattr("unions.operations.prints.jobs.enqueue", _only_a_row)
    given: Any = {"pieces": ["plaque"], "options": {}, "reason": "试", "by": cast["body_officer"]}
    for _ in range(3):
        prints.order(mill.union, **given)

    with pytest.raises(Refused, match="已有 3 份"):
        prints.order(mill.union, **given)


def _only_a_row(kind: str, subject_id: int, *, by: User) -> Job:
    return Job.objects.create(kind=kind, subject_id=subject_id, by=by)


def test_a_kit_that_waits_is_stopped_by_whoever_ordered_it(
    signed_in: Any, cast: dict[str, User], mill: Mill, monkeypatch: Any
) -> None:
    monkeypatch.setattr("unions.operations.prints.jobs.enqueue", _only_a_row)
    order = prints.order(mill.union, pieces=["plaque"], options={}, reason="试", by=cast["body_officer"])

    browser = signed_in("body_officer")
    assert "停止制作" in browser.get(f"/admin/unions/printorder/{order.pk}/change/").content.decode()
    browser.post(f"/admin/unions/printorder/{order.pk}/stop/")
    assert Job.objects.get(subject_id=order.pk, kind=prints.JOB).state == Job.State.FAILED
    assert "没有生成文件" in browser.get(f"/admin/unions/printorder/{order.pk}/change/").content.decode()


def test_old_files_are_deleted_and_their_rows_say_so(signed_in: Any, mill: Mill) -> None:
    browser = signed_in("body_officer")
    order = ordered(browser, mill.union)
    run_all()
    orders().filter(pk=order.pk).update(expires_at=timezone.now())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("unions.operations.prints.transaction.on_commit", lambda function: function())
        assert delete_old_prints() == 1

    assert list(print_files().iterdir()) == []
    assert "已到期删除" in browser.get(f"/admin/unions/printorder/{order.pk}/change/").content.decode()
    assert delete_old_prints() == 0


def test_mobiles_are_printed_only_when_asked_for(cast: dict[str, User], mill: Mill, riverside: Organisation) -> None:
    from unions.prints.facts import facts_of  # noqa: PLC0415

    today = timezone.localdate()
    plain, whole = (
        facts_of([mill.union], on=today, base="https://x", with_mobiles=asked)[0] for asked in (False, True)
    )
    assert plain.people[0].mobile == ""
    assert whole.people[0].mobile == "13900000001"
    assert whole.body == riverside.name
    assert re.fullmatch(r"https://x/u/[A-Za-z0-9]{12}", whole.address)


def test_the_facts_of_many_unions_take_as_many_queries_as_of_one(
    riverside: Organisation, django_assert_num_queries: Any
) -> None:
    from unions.prints.facts import facts_of  # noqa: PLC0415

    unions = [OrganisationFactory(parent=riverside) for _ in range(6)]
    for union in unions:
        OfficerFactory(union=union)

    with django_assert_num_queries(3):
        assert len(facts_of(unions, on=timezone.localdate(), base="", with_mobiles=True)) == 6
