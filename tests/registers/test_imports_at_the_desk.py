"""The pages of an import: send, look, write, mend, take back; who sees and may do what."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Job, User
from registers.models import ImportFault, ImportRun
from tests.architecture.doors import named_doors
from tests.conftest import Mill
from tests.registers.sheets import sheet
from unions.models import Display, Honour

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/admin/registers/importrun/"
GOOD = {"荣誉名称": "模范职工之家", "级别": "市级", "授予日期": "2011-12-20"}


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def honours(folder: Path, *rows: dict[str, Any], name: str = "荣誉.xlsx") -> Path:
    return sheet(folder, "honours", [{"工会编码": "349999000101", **row} for row in rows], name)


def upload(browser: Client, *paths: Path, **fields: Any) -> Any:
    files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]
    return browser.post(f"{LIST}add/", {"file": files, **fields}, follow=True)


def decide(browser: Client, run: ImportRun, do: str, **fields: Any) -> Any:
    return browser.post(f"{LIST}{run.pk}/decide/", {"do": do, **fields}, follow=True)


def text(answer: Any) -> str:
    return re.sub(r"<[^>]+>", "", answer.content.decode())


@pytest.fixture
def desk(signed_in: Any, mill: Mill) -> Client:
    browser: Client = signed_in("organisation_staff")
    return browser


def last() -> ImportRun:
    return ImportRun.objects.latest("pk")


def test_a_file_is_sent_looked_at_and_written(desk: Client, tmp_path: Path) -> None:
    page = upload(desk, honours(tmp_path, GOOD))
    assert "写入全部 1 行" in text(page)
    assert not Honour.objects.everywhere("test").filter(name="模范职工之家").exists()

    page = decide(desk, last(), "write", mark=last().mark)

    assert "已写入全部 1 行" in text(page)
    assert Honour.objects.everywhere("test").filter(name="模范职工之家").exists()
    rows = desk.get(f"{LIST}{last().pk}/rows/")
    assert "河畔纸厂工会：模范职工之家" in text(rows)


def test_several_files_are_sent_at_once_each_with_its_register(desk: Client, tmp_path: Path) -> None:
    union = sheet(tmp_path, "organisations", [], "甲.xlsx")

    page = upload(desk, union, honours(tmp_path, GOOD), batch="00000000-0000-4000-8000-000000000009")

    assert "一起上传的 2 个文件" in text(page)
    assert set(ImportRun.objects.values_list("register", flat=True)) == {"organisations", "honours"}


def test_the_register_can_be_said_for_each_file(desk: Client, tmp_path: Path) -> None:
    upload(desk, honours(tmp_path, GOOD), register_of=["displays"])

    assert last().register == "displays"
    assert {kind["code"] for kind in last().fault_kinds} == {"missing_column"}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xls", b"x", "请在 Excel 或 WPS 中另存为 .xlsx"),
        ("a.pdf", b"%PDF", "只能导入 .xlsx 或 .csv 文件"),
        ("a.xlsx", b"", "这个文件是空的"),
    ],
)
def test_what_is_no_register_is_not_taken(desk: Client, name: str, content: bytes, sentence: str) -> None:
    page = desk.post(f"{LIST}add/", {"file": SimpleUploadedFile(name, content)})

    assert sentence in text(page)
    assert not ImportRun.objects.exists()


def test_a_file_of_sixty_megabytes_is_refused_with_its_size(desk: Client, settings: Any) -> None:
    settings.REGISTER_MAX_BYTES = 1000

    page = desk.post(f"{LIST}add/", {"file": SimpleUploadedFile("a.xlsx", b"PK" * 1000)})

    assert "文件超过 50 MB" in text(page)


def test_a_workbook_with_a_password_says_so(desk: Client) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")

    page = desk.post(f"{LIST}add/", {"file": SimpleUploadedFile("a.xlsx", ole)}, follow=True)

    assert "设了打开密码" in text(page)
    assert last().state == "unreadable"


def test_no_file_is_asked_for(desk: Client) -> None:
    assert "请选择要导入的文件" in text(desk.post(f"{LIST}add/", {}))


def test_every_fault_is_listed_by_kind_and_by_page(desk: Client, tmp_path: Path) -> None:
    rows = [{**GOOD, "荣誉名称": f"荣誉{n}", "授予日期": "2012-06-31"} for n in range(230)]
    upload(desk, honours(tmp_path, *rows, {**GOOD, "级别": "乡级"}))
    run = last()

    assert ImportFault.objects.filter(run=run).count() == 231
    assert "第 1 / 5 页，共 231 处" in text(desk.get(f"{LIST}{run.pk}/change/"))
    assert "共 230 处" in text(desk.get(f"{LIST}{run.pk}/change/?kind=not_a_date"))
    chosen = text(desk.get(f"{LIST}{run.pk}/change/?kind=not_a_choice"))
    assert "乡级" in chosen
    assert "2012-06-31" not in chosen.split("逐行的错误")[1].split("表头")[0]


def test_the_number_of_faults_does_not_cost_queries(
    desk: Client, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for number in (1, 40):
        upload(desk, honours(tmp_path, *[{**GOOD, "荣誉名称": f"荣{n}", "级别": "乡级"} for n in range(number)]))
        with django_assert_max_num_queries(40) as asked:
            desk.get(f"{LIST}{last().pk}/change/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_the_number_of_rows_written_does_not_cost_queries(
    desk: Client, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for number in (1, 30):
        upload(desk, honours(tmp_path, *[{**GOOD, "荣誉名称": f"荣{number}-{n}"} for n in range(number)]))
        decide(desk, last(), "write", mark=last().mark)
        with django_assert_max_num_queries(40) as asked:
            desk.get(f"{LIST}{last().pk}/rows/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_ten_imports_cost_what_one_costs(desk: Client, cast: Any, django_assert_max_num_queries: Any) -> None:
    counts = []
    desk.get(LIST)  # the county's name is kept for a minute
    for number in (1, 9):
        for _ in range(number):
            run = ImportRun.objects.create(register="honours", by=cast["organisation_staff"], file_name="a.xlsx")
            Job.objects.create(kind="import", subject_id=run.pk, state="failed")
        with django_assert_max_num_queries(40) as asked:
            desk.get(LIST)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_the_same_file_again_is_asked_about(desk: Client, tmp_path: Path) -> None:
    path = honours(tmp_path, GOOD)
    upload(desk, path)
    first = last()
    decide(desk, first, "write", mark=first.mark)
    Honour.objects.everywhere("test").filter(name="模范职工之家").update(level="provincial")

    page = upload(desk, path)

    assert "这个文件以前导入过" in text(page)
    assert "仍要写入" in text(page)
    assert "以前导入过，请先勾选" in text(decide(desk, last(), "write", mark=last().mark))
    assert "已写入" in text(decide(desk, last(), "write", mark=last().mark, again="on"))


def test_the_job_at_work_is_shown_and_can_be_stopped(desk: Client, cast: dict[str, User]) -> None:
    run = ImportRun.objects.create(
        register="honours", by=cast["organisation_staff"], file_name="a.xlsx", check_only=True, stored_as="a.xlsx"
    )
    job = Job.objects.create(
        kind="import", subject_id=run.pk, state="running", message="读取", done=60_000, total=100_000
    )
    part = desk.get(f"{LIST}{run.pk}/progress/")
    assert "60000 / 100000 行" in text(part)
    assert 'data-poll="' in part.content.decode()

    page = decide(desk, run, "stop")

    job.refresh_from_db()
    run.refresh_from_db()
    assert (job.state, run.state) == ("failed", "given_up")
    assert "已停止，没有写入任何数据" in text(page)
    assert "data-poll" not in desk.get(f"{LIST}{run.pk}/progress/").content.decode()


def test_an_interrupted_check_can_be_asked_for_again(desk: Client, cast: Any, tmp_path: Path) -> None:
    upload(desk, honours(tmp_path, GOOD))
    run = last()
    ImportRun.objects.filter(pk=run.pk).update(state="waiting")
    Job.objects.update(state="failed", message="多次中断，已停止重试。")
    assert "多次中断" in text(desk.get(f"{LIST}{run.pk}/change/"))

    page = decide(desk, run, "again")

    assert "写入全部 1 行" in text(page)


def test_a_township_officer_sees_the_own_imports_only(signed_in: Any, desk: Client, tmp_path: Path) -> None:
    own = signed_in("body_officer")
    upload(own, honours(tmp_path, GOOD), batch="00000000-0000-4000-8000-000000000009")
    run = last()

    assert own.get(f"{LIST}{run.pk}/change/").status_code == 200
    for page in ("change", "progress", "rows", "undo"):
        assert signed_in("stranger").get(f"{LIST}{run.pk}/{page}/").status_code == 404
    assert signed_in("stranger").get(f"{LIST}batch/{run.batch}/").status_code == 404
    assert desk.get(f"{LIST}{run.pk}/change/").status_code == 200


def test_another_office_may_look_but_not_decide(signed_in: Any, desk: Client, tmp_path: Path) -> None:
    upload(signed_in("body_officer"), honours(tmp_path, GOOD))
    run = last()

    assert "写入全部" not in text(desk.get(f"{LIST}{run.pk}/change/"))
    assert "只有上传的人能决定" in text(decide(desk, run, "write", mark=run.mark))
    assert signed_in("auditor").post(f"{LIST}{run.pk}/decide/", {"do": "write"}).status_code == 403
    assert not Display.objects.everywhere("test").filter(content="x").exists()


def test_how_to_fill_each_column_is_one_click_away(desk: Client) -> None:
    assert f"{LIST}columns/displays/" in desk.get(LIST).content.decode()
    page = text(desk.get(f"{LIST}columns/displays/"))

    assert "佩戴胸卡" in page
    assert "用来认定是哪一条记录" in page


def test_odd_questions_of_an_imports_page_are_no_errors(desk: Client, tmp_path: Path) -> None:
    upload(desk, honours(tmp_path, {**GOOD, "级别": "乡级"}))
    run = last()

    for odd in ("?p=x", "?p=99999999999999999999", "?kind=x", "?kind=%00"):
        assert desk.get(f"{LIST}{run.pk}/change/{odd}").status_code in {200, 400}
    assert desk.post(f"{LIST}{run.pk}/decide/", {"do": "x"}).status_code == 405
    assert desk.post(f"{LIST}add/", {"register": "x", "mends": "x", "batch": "x"}).status_code == 200
    assert "admin:registers_importrun_decide" in named_doors()
