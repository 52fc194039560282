"""Pictures of display facts: handed out to whoever may see the fact, asked anew at each read, and to nobody else."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from unions.models import Photo
from unions.models.photo import photos
from unions.photos import small_of

JPEG = "image/jpeg"
# Asked again each time, sent again only when it is another picture; nothing in it runs, whoever opens it.
HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",  # the browser's own picture page has styles
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def photo(request: HttpRequest, photo: int) -> HttpResponseBase:
    row = _found(request, photo)
    return _picture(request, row, row.stored_as, "")


@require_safe
def small_photo(request: HttpRequest, photo: int) -> HttpResponseBase:
    row = _found(request, photo)
    return _picture(request, row, small_of(row.stored_as), "-small")


def _found(request: HttpRequest, pk: int) -> Photo:
    user = request.user
    found: Photo = get_object_or_404(Photo.objects.visible_to(user), pk=pk)  # type: ignore[arg-type]
    return found


def _picture(request: HttpRequest, row: Photo, name: str, size: str) -> HttpResponseBase:
    tag = f'"{row.sha256[:32]}{size}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    if response is None:
        response = _handed_over(name)
    headers = {**HEADERS, "ETag": tag, "Content-Disposition": f'inline; filename="photo-{row.pk}{size}.jpg"'}
    for header, value in headers.items():
        response.headers[header] = value
    return response


def _handed_over(name: str) -> HttpResponseBase:
    """The file itself, or its address for the proxy that hands it out."""
    path = photos() / name
    if not path.is_file():
        raise Http404
    if settings.PHOTO_ACCEL:
        return HttpResponse(content_type=JPEG, headers={"X-Accel-Redirect": f"{settings.PHOTO_ACCEL}{name}"})
    return FileResponse(path.open("rb"), content_type=JPEG)
