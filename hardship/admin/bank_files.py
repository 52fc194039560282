"""The bank's file and its answer at the desk: taken for a reason; read back only after a look at what it would do."""

import base64
import json
import tempfile
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header

from accounts.admin.acts import said
from accounts.admin.personal import ReasonForm
from accounts.duties import Duty
from accounts.encryption import seal, unseal
from accounts.refused import Refused
from accounts.step_up import ask_again
from hardship.forms.money import ReturnFileForm, TakeFileForm
from hardship.models import BankReturn, PaymentBatch
from hardship.operations import bank_returns, sealing
from hardship.registers.bank_return import BankReturn as Read
from hardship.registers.bank_return import read_return
from registers.faults import Unreadable

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
MOST_BYTES = 1_000_000
SHOWN = 50  # faults and failures on the page
KEPT = "hardship.return_preview"  # what the file is sealed to while it waits for the second press
ENDINGS = {".csv", ".xlsx"}


class BankFiles:
    """Mixed into the admin of batches: `<pk>/file/`, `<pk>/return/`, `<pk>/return/<n>/`."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view  # type: ignore[attr-defined]
        return [
            path("<int:pk>/file/", view(self.file_view), name="hardship_paymentbatch_file"),
            path("<int:pk>/return/", view(self.return_view), name="hardship_paymentbatch_return"),
            path("<int:pk>/return/<int:answer>/", view(self.answer_view), name="hardship_paymentbatch_answer"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask what for, then hand over the file as it was made."""
        batch = self._batch(request, pk)
        if (away := self._no_file(request, batch) or ask_again(request)) is not None:
            return away
        form = TakeFileForm(request.POST or None, label_suffix="")
        if request.method == "POST" and form.is_valid():
            kind = form.cleaned_data["kind"]
            try:
                data = sealing.take_file(batch, kind=kind, reason=form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return _handed(data, f"{batch.code}.{kind}", TYPES[kind])
        return self._bank_page(request, batch, "下载银行文件", form, "admin/hardship/bank_file.html")

    def return_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the file, show what it would do; the second press reads it in. Nothing is kept in between."""
        batch = self._batch(request, pk)
        if (away := self._no_file(request, batch) or ask_again(request)) is not None:
            return away
        form = ReturnFileForm(request.POST or None, request.FILES or None, label_suffix="")
        if request.method != "POST":
            return self._bank_page(request, batch, "读入银行回单", form, "admin/hardship/bank_return.html")
        try:
            if kept := request.POST.get("kept"):
                return self._read_in(request, batch, *_opened(kept, batch))
            if form.is_valid():
                name, data = _sent(form.cleaned_data["file"])
                return self._preview(request, batch, form, name, data)
        except (Refused, Unreadable, IntegrityError, InternalError) as error:
            form = ReturnFileForm(label_suffix="")
            wrong = str(error) if isinstance(error, Unreadable) else said(error)
            return self._bank_page(
                request, batch, "读入银行回单", form, "admin/hardship/bank_return.html", wrong=[wrong], count=1
            )
        return self._bank_page(request, batch, "读入银行回单", form, "admin/hardship/bank_return.html")

    def _preview(self, request: HttpRequest, batch: PaymentBatch, form: Any, name: str, data: bytes) -> HttpResponse:
        read = _read(name, data)
        found = None if read.faults else bank_returns.outcome(batch, read.lines)
        wrong = [fault.message for fault in read.faults] or [one.message for one in (found.wrong if found else ())]
        more: dict[str, Any] = {"wrong": wrong[:SHOWN], "count": len(wrong), "unknown": read.unknown, "file_name": name}
        if not wrong and found is not None:
            more |= {"found": found, "failures": found.failed[:SHOWN], "kept": _closed(batch, name, data)}
        return self._bank_page(request, batch, "读入银行回单", form, "admin/hardship/bank_return.html", **more)

    def _read_in(self, request: HttpRequest, batch: PaymentBatch, name: str, data: bytes) -> HttpResponse:
        user: Any = request.user
        now = timezone.localtime()
        read = _read(name, data)
        if read.faults:
            raise Refused(read.faults[0].message)
        with transaction.atomic():
            answer = bank_returns.read_return(
                batch, read.lines, data=data, file_name=name, on=now.date(), at=now, by=user
            )
        messages.success(request, f"回单已读入：到账 {answer.paid} 笔，失败 {answer.failed} 笔。")
        return redirect("admin:hardship_paymentbatch_change", batch.pk)

    def answer_view(self, request: HttpRequest, pk: int, answer: int) -> HttpResponse:
        """The bank's own file again, as it was read."""
        batch = self._batch(request, pk, also=Duty.TAKE_AUDIT)
        row = BankReturn.objects.filter(batch=batch, pk=answer).first()
        if row is None:
            raise Http404
        if (away := ask_again(request)) is not None:
            return away
        form = ReasonForm(request.POST or None, label_suffix="")
        if request.method == "POST" and form.is_valid():
            data = bank_returns.take_return(row, reason=form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
            return _handed(data, row.file_name, "application/octet-stream")
        return self._bank_page(request, batch, "下载银行回单原文件", form, "admin/hardship/bank_file.html")

    def _batch(self, request: HttpRequest, pk: int, also: Duty | None = None) -> PaymentBatch:
        """404 before there is one to see, 403 for whoever may not pay."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        batch = PaymentBatch.objects.filter(pk=pk).first()
        if batch is None:
            raise Http404
        if not any(self.holds(request, duty) for duty in (Duty.PAY_RELIEF, also)):  # type: ignore[attr-defined]
            raise PermissionDenied
        return batch

    def _no_file(self, request: HttpRequest, batch: PaymentBatch) -> HttpResponse | None:
        """Back to the batch, as long as it has no file or was given up."""
        if batch.state in {PaymentBatch.State.SEALED, PaymentBatch.State.SETTLED}:
            return None
        messages.warning(request, "这个批次没有银行文件：还没有生成，或已经作废。")
        return redirect("admin:hardship_paymentbatch_change", batch.pk)

    def _bank_page(
        self, request: HttpRequest, batch: PaymentBatch, verb: str, form: Any, template: str, **more: Any
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "original": batch,
            "called": batch.code,
            "batch": batch,
            "title": verb,
            "verb": verb,
            "form": form,
            **more,
        }
        return TemplateResponse(request, template, context)


def _sent(file: Any) -> tuple[str, bytes]:
    """The name and bytes of what was sent. Raises Refused for what is no return file at all."""
    name = Path(file.name or "").name[:120]
    if Path(name).suffix.lower() not in ENDINGS:
        raise Refused("只能读入 .csv 或 .xlsx 文件，请在 Excel 或 WPS 中另存为其中一种后再上传。")
    if file.size > MOST_BYTES:
        raise Refused("回单文件超过 1 MB，不像是一个批次的回单，请核对是否选错了文件。")
    return name, file.read()


def _read(name: str, data: bytes) -> Read:
    """The reader wants a file, which lives as long as the reading. Raises Unreadable."""
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix.lower()) as place:
        place.write(data)
        place.flush()
        return read_return(Path(place.name), name)


def _closed(batch: PaymentBatch, name: str, data: bytes) -> str:
    """The file, sealed, for the form of the second press: the server keeps nothing of it, the browser can't change it."""
    return seal(json.dumps([batch.pk, name, base64.b64encode(data).decode()]), KEPT)


def _opened(kept: str, batch: PaymentBatch) -> tuple[str, bytes]:
    try:
        pk, name, data = json.loads(unseal(kept, KEPT))
    except (InvalidTag, KeyError, ValueError) as spoilt:
        raise Refused("上传的文件没有保留下来，请重新选择回单文件。") from spoilt
    if pk != batch.pk:
        raise Refused("这份回单是为另一个批次上传的，请重新选择。")
    return name, base64.b64decode(data)


def _handed(data: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "no-store"
    return response
