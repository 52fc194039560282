"""Files are sent: several at once, each kept and queued; the work is a job's."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from accounts.refused import Refused
from registers import operations
from registers.admin import progress
from registers.admin.forms import MOST_FILES, UploadForm, wrong_with
from registers.admin.words import state_of, title_of
from registers.models import ImportRun
from registers.registry import names


class Sending:
    """Mixed into the admin: the page where files are sent, and the page of files sent together."""

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Take the files; the checks are jobs whose rows the next page watches."""
        if not self.has_add_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        user: Any = request.user
        form = UploadForm(request.POST if request.method == "POST" else None, user=user)
        if request.method == "POST" and form.is_valid():
            runs, wrong = _received(request, form)
            for sentence in wrong if runs else ():
                messages.error(request, sentence)
            if len(runs) == 1:
                return redirect("admin:registers_importrun_change", runs[0].pk)
            if runs:
                return redirect("admin:registers_importrun_batch", runs[0].batch)
            for sentence in wrong:
                form.add_error(None, sentence)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": "导入登记表",
            "form": form,
            **self.helps(request),  # type: ignore[attr-defined]
        }
        return TemplateResponse(request, "admin/registers/upload.html", context)

    def batch_view(self, request: HttpRequest, batch: Any) -> HttpResponse:
        """Files sent together, in the order in which a county loads its registers."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        runs = list(self.get_queryset(request).filter(batch=batch))  # type: ignore[attr-defined]
        if not runs:
            raise Http404
        order = {name: place for place, name in enumerate(names())}
        runs.sort(key=lambda run: (order.get(run.register, len(order)), run.pk))
        jobs = progress.jobs_of(runs)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": f"一起上传的 {len(runs)} 个文件",
            "batch": batch,
            "lines": [_line(run, jobs.get(run.pk)) for run in runs],
            "at_work": any(progress.is_live(jobs.get(run.pk)) for run in runs),
        }
        part = request.GET.get("part") == "rows"
        return TemplateResponse(request, f"admin/registers/{'_batch' if part else 'batch'}.html", context)


def _line(run: ImportRun, job: Any) -> dict[str, Any]:
    state, look = state_of(run, job)
    return {
        "run": run,
        "job": job if progress.is_live(job) else None,
        "title": title_of(run),
        "state": state,
        "look": look,
    }


def _received(request: HttpRequest, form: UploadForm) -> tuple[list[ImportRun], list[str]]:
    """The runs of the files that could be taken, and a sentence for each that could not."""
    values, user = form.cleaned_data, request.user
    files: list[Any] = request.FILES.getlist("file")
    if not files:
        return [], ["请选择要导入的文件。"]
    if len(files) > MOST_FILES:
        return [], [f"一次最多上传 {MOST_FILES} 个文件，请分几次上传。"]
    mends = values["mends"]
    said = _said(request, form, len(files))
    runs: dict[int, ImportRun] = {}
    wrong = []
    for file, register in zip(files, said, strict=True):
        sentence = wrong_with(file)
        if not sentence:
            try:
                run = operations.receive_file(
                    mends.register if mends else register,
                    file,
                    file_name=file.name,
                    check_only=True,
                    partial=True,
                    mends=mends,
                    batch=values["batch"],
                    by=user,  # type: ignore[arg-type]
                )
                runs[run.pk] = run
            except Refused as refusal:
                sentence = str(refusal)
        if sentence:
            wrong.append(f"“{file.name}”：{sentence}")
    return list(runs.values()), wrong


def _said(request: HttpRequest, form: UploadForm, count: int) -> list[str]:
    """The register of each file: said for each, or for all of them; empty where the file itself is to tell."""
    each = request.POST.getlist("register_of")
    known = {str(value) for value, _ in form.fields["register"].choices}  # type: ignore[attr-defined]
    if len(each) == count and set(each) <= known:
        return each
    return [form.cleaned_data["register"]] * count
