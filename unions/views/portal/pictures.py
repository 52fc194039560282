"""The one place where the portal hands a picture to a fact."""

from typing import Any

from unions.models import Display
from unions.operations import photos


def attach(display: Display, upload: Any, by: Any) -> None:
    """Nothing without a picture. Raises Refused for what is no picture, or too large."""
    if upload is not None:
        photos.attach(display, upload, by=by)
