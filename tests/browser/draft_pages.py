"""A page with a form that a phone may send late or twice, for the tests of static/js/drafts.js. Not part of the site."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.urls import path

from accounts.once import once
from accounts.refused import Refused
from config.urls import urlpatterns as site

received: list[dict[str, Any]] = []

PAGE = """{% extends "base.html" %}{% load once static %}
{% block title %}悬挂牌匾{% endblock %}
{% block head %}{% draft_owner %}<script src="{% static 'js/drafts.js' %}" defer></script>{% endblock %}
{% block content %}<h1>悬挂牌匾</h1>
{% if form %}<form method="post" enctype="multipart/form-data" data-draft="display" data-draft-title="悬挂牌匾">
{% csrf_token %}{% once_field %}{% if fault %}<p class="invalid-feedback">{{ fault }}</p>{% endif %}
<p><label>说明 <textarea name="note">{{ note }}</textarea></label></p>
<p><label><input type="radio" name="way" value="front"> 门面</label>
<label><input type="radio" name="way" value="office"> 办公室</label></p>
<p><label><input type="checkbox" name="part" value="1"> 甲</label>
<label><input type="checkbox" name="part" value="2"> 乙</label></p>
<p><label>照片 <input type="file" name="photo" accept="image/*" required></label></p>
<p><button name="as" value="report">上报悬挂牌匾</button></p></form>{% endif %}
<p><a href="/draft/home/">首页</a></p>{% endblock %}"""


def display(request: HttpRequest) -> HttpResponse:
    note, fault = request.POST.get("note", ""), ""
    if request.method == "POST":
        if note != "空":
            return once(request, lambda: _take(request, note))
        fault = "请写明悬挂在哪里。"
    context = {"form": True, "note": note, "fault": fault}
    return HttpResponse(Template(PAGE).render(RequestContext(request, context)))


def _take(request: HttpRequest, note: str) -> HttpResponse:
    if "照片不清" in note:
        raise Refused("照片看不清，请重新拍摄。")
    photo = request.FILES["photo"].read()  # type: ignore[union-attr]
    kept = {"note": note, "way": request.POST.get("way"), "parts": request.POST.getlist("part")}
    kept |= {"as": request.POST.get("as"), "bytes": len(photo), "hash": hashlib.sha256(photo).hexdigest()}
    received.append(kept | {"user": request.user.get_username(), "head": photo[:3]})
    return redirect("/draft/home/?sent=1")


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse(Template(PAGE).render(RequestContext(request, {"form": False})))


urlpatterns = [path("draft/", display), path("draft/home/", home), *site]
