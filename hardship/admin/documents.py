"""材料要求: which documents applications to a programme must have attached, all on one page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path

from accounts.duties import Duty
from accounts.refused import Refused
from hardship.admin.criteria import found
from hardship.forms.criteria import document_forms
from hardship.operations.programmes import documents_mark, set_documents


class DocumentPages:
    """Mixed into the programme's admin: `<pk>/documents/`."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.documents_view)  # type: ignore[attr-defined]
        return [path("<int:pk>/documents/", view, name="hardship_reliefprogramme_documents"), *super().get_urls()]  # type: ignore[misc]

    def documents_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.holds(request, Duty.EDIT_PROGRAMMES):  # type: ignore[attr-defined]
            raise PermissionDenied
        programme = found(pk)
        forms = document_forms(programme.document_rules.all(), request.POST if request.method == "POST" else None)
        refusal = ""
        if request.method == "POST" and all([form.is_valid() for form in forms]):  # noqa: C419 (every form says its faults)
            asked = [one for form in forms if (one := form.asked()) is not None]
            try:
                set_documents(programme, asked, seen=request.POST.get("seen", ""), by=request.user)  # type: ignore[arg-type]
            except Refused as refused:
                refusal = str(refused)
            else:
                messages.success(request, f"已保存，现在要求 {len(asked)} 种材料。")
                return redirect("admin:hardship_reliefprogramme_change", programme.pk)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "original": programme,
            "called": programme.name,
            "title": f"材料要求：{programme.name}",
            "forms": forms,
            "refusal": refusal,
            "seen": documents_mark(programme),
        }
        return TemplateResponse(request, "admin/hardship/documents.html", context)
