"""删除照片: the wrong picture is taken back, file and all, while the fact is not verified."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from unions.models import Display, Photo
from unions.operations import photos
from unions.views.portal.book import hung_on
from unions.views.portal.frame import answer, demand_chair, own_row, portal_page


def portal_remove_photo(request: HttpRequest, photo: int) -> HttpResponse:
    user: Any = request.user
    row = Photo.objects.visible_to(user).select_related("display__union").filter(pk=photo).first()
    if row is None:
        return _gone(request, photo)
    display = row.display
    demand_chair(request, display.union)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        photos.remove(row, by=user)
        messages.success(request, "照片已删除，文件一并删去。")
        return redirect("portal-display", display.pk)

    def page() -> HttpResponse:
        context = {"photo": row, "display": display, "form": form}
        return portal_page(request, "portal/remove_photo.html", display.union, context, tab="portal-union")

    return answer(request, form, act, page)


def _gone(request: HttpRequest, photo: int) -> HttpResponse:
    """A second tap comes after the first: said kindly to whose fact it was, 404 for everybody else."""
    if (display := hung_on(photo)) is None:
        raise Http404
    row = own_row(request, Display, display)
    messages.info(request, "这张照片已经删除，不用再办。")
    return redirect("portal-display", row.pk)
