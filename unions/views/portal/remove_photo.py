"""删除照片: the wrong picture is taken back, file and all, while the fact is not verified."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from unions.models import Photo
from unions.operations import photos
from unions.views.portal.frame import answer, demand_chair, portal_page


def portal_remove_photo(request: HttpRequest, photo: int) -> HttpResponse:
    user: Any = request.user
    row: Photo = get_object_or_404(Photo.objects.visible_to(user).select_related("display__union"), pk=photo)
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
