"""打印材料: ordered for one union or a whole body, made in the background, taken by whoever ordered it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from accounts.admin.acts import Act
from accounts.admin.kept_file import LIVE, KeptFile
from accounts.duties import Duty
from accounts.models import Job
from accounts.refused import Refused
from accounts.step_up import ask_again
from unions.addresses import base_address
from unions.admin.base import ScopedAdmin
from unions.forms.printing import PrintForm
from unions.models import Organisation, Piece, PrintOrder
from unions.operations import prints


def labels_of(row: PrintOrder) -> str:
    return "、".join(Piece(piece).label for piece in row.pieces)


@admin.register(PrintOrder)
class PrintOrderAdmin(KeptFile, ScopedAdmin):
    job_kind = prints.JOB
    place_field = "organisation"
    see_duty = Duty.MAKE_PRINTS
    edit_duty = None
    takes_away = False
    add_verb = "制作"
    empty_text = (
        "您还没有制作过打印材料。点“制作打印材料”，牌匾、胸卡、联系卡等会排好版供下载；也可以从某个工会的页面进入。"
    )
    ordering = ("-id",)
    list_display = ("when", "organisation", "pieces_shown", "pages_shown", "state", "until")
    list_display_links = ("when", "organisation")
    list_select_related = ("organisation",)
    acts = (
        Act(
            "stop",
            "停止制作",
            Duty.MAKE_PRINTS,
            lambda row, values, by: prints.stop(row, by=by),
            applies=lambda row: not row.made_at and getattr(row, "job_state", "") in LIVE,
        ),
    )

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return self.holds(request, Duty.MAKE_PRINTS)

    def get_queryset(self, request: HttpRequest) -> Any:
        """One's own: the files are for whoever gave the reason."""
        return super().get_queryset(request).filter(by=request.user)

    @admin.display(description="材料")
    def pieces_shown(self, row: PrintOrder) -> str:
        return labels_of(row)

    @admin.display(description="页数")
    def pages_shown(self, row: PrintOrder) -> str:
        return str(row.pages) if row.made_at else "—"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.download_view)
        return [path("<int:pk>/download/", view, name="unions_printorder_download"), *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Choose the pieces; `?union=` comes from a union's page."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        user: Any = request.user
        union = self._union(request)
        form = PrintForm(request.POST or None, user=user, union=union)
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data
            try:
                made = prints.order(
                    values["organisation"],
                    pieces=values["pieces"],
                    options=form.options(base_address(request)),
                    reason=values["reason"],
                    by=user,
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("admin:unions_printorder_change", made.pk)
        context = {**self.admin_site.each_context(request), "opts": self.opts, "form": form, "union": union}
        return TemplateResponse(request, "admin/unions/print_order_add.html", context | {"title": "制作打印材料"})

    def _union(self, request: HttpRequest) -> Organisation | None:
        wanted = request.GET.get("union", "")
        if not wanted:
            return None
        if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 19):
            raise Http404
        user: Any = request.user
        union = Organisation.objects.visible_to(user).filter(pk=int(wanted)).first()
        if union is None:
            raise Http404
        if not user.may(Duty.MAKE_PRINTS, union):
            raise PermissionDenied
        return union

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """How the kit goes or went; the page looks again every second while the job is at work."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        order = self.get_object(request, object_id)
        if order is None:
            raise Http404
        job = Job.objects.filter(kind=prints.JOB, subject_id=order.pk).order_by("-pk").first()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": order,
            "title": f"打印材料：{order.organisation.name}",
            "order": order,
            "pieces": labels_of(order),
            "job": job,
            "at_work": not order.made_at and job is not None and job.state in LIVE,
            "acts": self.acts_for(request, order),
        }
        return TemplateResponse(request, "admin/unions/print_order.html", context)

    def download_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The file, to whoever ordered it, whose rights are read again."""
        order = self.get_queryset(request).select_related("organisation").filter(pk=pk).first()
        if order is None or not order.made_at:
            raise Http404
        if (away := ask_again(request)) is not None:
            return away
        try:
            file = prints.path_to_download(order, by=request.user)  # type: ignore[arg-type]
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:unions_printorder_change", order.pk)
        name = f"{order.organisation.name}-打印材料{timezone.localtime(order.at):%Y%m%d}{file.suffix}"
        return FileResponse(file.open("rb"), as_attachment=True, filename=name)
