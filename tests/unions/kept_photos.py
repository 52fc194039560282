"""A photo that hangs on the mill's plaque, kept in a folder of the test's own."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from tests.conftest import Mill
from tests.unions.pictures import encoded, scene
from unions.models import Photo
from unions.models.photo import photos as folder
from unions.operations import photos

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def upload(seed: int = 1, name: str = "IMG_0001.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, encoded(scene(seed)), "text/html")


def stored() -> list[Path]:
    return sorted(path for path in folder().rglob("*") if path.is_file())


@pytest.fixture
def photo(mill: Mill, cast: dict[str, User]) -> Photo:
    return photos.attach(mill.display, upload(), at=AT, by=cast["chair"])


def rows() -> Any:
    return Photo.objects.everywhere("a test")
