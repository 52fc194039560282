"""What an import wrote, and taking it back after a look at what that would undo, and what prevents it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from accounts.admin.lines import table_label
from accounts.duties import Duty
from accounts.models import BookEntry
from accounts.refused import Refused
from registers import operations, undo
from registers.admin.words import title_of
from registers.admin.written import lines_of, named
from registers.models import ImportRun
from registers.registry import plan_of

ROWS_PER_PAGE = 50
SAMPLE = 5  # of what would be deleted, and of what would be restored


def entries_of(run: ImportRun) -> Any:
    """The book's lines of what the run changed, in its order."""
    return (
        BookEntry.objects.filter(act_id=run.act_id, act_id__isnull=False)
        .exclude(change="event")
        .exclude(table_name="registers_importrun")
        .select_related("by")
        .order_by("id")
    )


def _sample(run: ImportRun) -> list[BookEntry]:
    entries = entries_of(run)
    return [*entries.filter(change="insert")[:SAMPLE], *entries.filter(change="update")[:SAMPLE]]


class Undoing:
    """Mixed into the admin: `<pk>/rows/` and `<pk>/undo/`."""

    def rows_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The rows that the import made or changed, each with its link."""
        run = self.run_or_404(request, pk)  # type: ignore[attr-defined]
        page = Paginator(entries_of(run), ROWS_PER_PAGE).get_page(request.GET.get("p"))
        context = self._context(request, run, f"写入的记录：{run.file_name}")
        context |= {
            "page": page,
            "lines": lines_of(page.object_list, request.user),
            "last": "写入的记录",
            "rows": run.created + run.changed,
            "is_several": bool(run.register) and plan_of(run.register).counts_rows,
        }
        return TemplateResponse(request, "admin/registers/written.html", context)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A look first, then all of it as one act."""
        run = self.run_or_404(request, pk)  # type: ignore[attr-defined]
        if not self.holds(request, Duty.IMPORT_REGISTERS, run):  # type: ignore[attr-defined]
            raise PermissionDenied
        if not run.has_written or run.act_id is None or not run.created + run.changed:
            messages.warning(request, "这次导入没有写入记录，或已经撤销，不用再撤销。")
            return redirect("admin:registers_importrun_change", run.pk)
        refusal = ""
        if request.method == "POST":
            try:
                done = operations.undo_import(run, by=request.user)  # type: ignore[arg-type]
            except Refused as refused:
                refusal = str(refused)
            else:
                said = f"已撤销：删除 {done['deleted']} 条新增记录，恢复 {done['restored']} 条修改。"
                messages.success(request, said)
                return redirect("admin:registers_importrun_change", run.pk)
        context = self._context(request, run, f"撤销这次导入：{run.file_name}")
        foreseen = undo.foresee(run.act_id)
        counts_rows = plan_of(run.register).counts_rows
        context |= {
            "deleted": run.created if counts_rows else foreseen.deleted,
            "restored": run.changed if counts_rows else foreseen.restored,
            "obstacles": [_shown(obstacle, request.user) for obstacle in foreseen.obstacles],
            "sample": lines_of(_sample(run), request.user),
            "refusal": refusal,
            "last": "撤销",
        }
        return TemplateResponse(request, "admin/registers/undo.html", context)

    def _context(self, request: HttpRequest, run: ImportRun, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "original": run,
            "run": run,
            "register_title": title_of(run),
            "title": title,
        }


def _shown(obstacle: undo.Obstacle, user: Any) -> dict[str, Any]:
    """What stands in the way, with who, when and the link to it."""
    later = BookEntry.objects.filter(pk__in=obstacle.lines).select_related("by").order_by("id")
    names = named(obstacle.rows, user)
    return {
        "sentence": obstacle.sentence,
        "lines": lines_of(later, user),
        "rows": [
            (table_label(table), *names.get((table, row), (f"第 {row} 号记录", ""))) for table, row in obstacle.rows
        ],
    }
