"""困难职工档案表 printed at the desk: as which file, what for; who printed whose is in the book."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from accounts.refused import Refused
from accounts.step_up import ask_again
from hardship.forms.printing import PrintForm
from hardship.models import FileVersion, HardshipFile
from hardship.operations.printing import may_print
from hardship.printing import file_of
from hardship.sheets.archive import archive_paper
from hardship.sheets.fill import archive_of


class PrintsFiles:
    """Mixed into the admin of files."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.print_view)  # type: ignore[attr-defined]
        return [path("<path:object_id>/print/", view, name="hardship_hardshipfile_print"), *super().get_urls()]  # type: ignore[misc]

    def acts_for(self, request: HttpRequest, row: Any) -> list[dict[str, str]]:
        buttons: list[dict[str, str]] = super().acts_for(request, row)  # type: ignore[misc]
        if self._may_print(request, row):
            page = reverse("admin:hardship_hardshipfile_print", args=[row.pk])
            buttons.append({"verb": "打印档案表", "url": page, "slug": "print"})
        return buttons

    def _may_print(self, request: HttpRequest, row: Any) -> bool:
        user: Any = request.user
        return may_print("file", row.union, user)

    def print_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row: HardshipFile | None = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if row is None:
            raise Http404
        if not self._may_print(request, row):
            raise PermissionDenied
        if (away := ask_again(request)) is not None:
            return away
        user: Any = request.user
        form = PrintForm(request.POST if request.method == "POST" else None, label_suffix="")
        if request.method == "POST" and form.is_valid():
            versions = FileVersion.objects.visible_to(user).select_related("made_by", "file__union", "file__employer")
            version = versions.get(file=row, number=row.latest)
            said = form.cleaned_data
            try:
                made = file_of(
                    [archive_paper(archive_of(version))],
                    row.union,
                    kind=said["kind"],
                    reason=said["reason"],
                    at=timezone.localtime(),
                    by=user,
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return made.response()
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "original": row,
            "called": self.called(row),  # type: ignore[attr-defined]
            "title": "打印档案表",
            "form": form,
        }
        return TemplateResponse(request, "admin/hardship/file_print.html", context)
