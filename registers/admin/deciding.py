"""What one decides about a file that was checked: one address, one button each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect

from accounts.duties import Duty
from accounts.refused import Refused
from registers import operations
from registers.admin.forms import SayForm
from registers.models import ImportRun


class Deciding:
    """Mixed into the admin: `<pk>/decide/` takes do=write, again, stop, give_up or say."""

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = self.run_or_404(request, pk)  # type: ignore[attr-defined]
        if not self.holds(request, Duty.IMPORT_REGISTERS, run):  # type: ignore[attr-defined]
            raise PermissionDenied
        decide = DECISIONS.get(request.POST.get("do", ""))
        if request.method != "POST" or decide is None:
            return HttpResponseNotAllowed(["POST"])
        try:
            said = decide(run, request)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            if said:
                messages.success(request, said)
        return redirect("admin:registers_importrun_change", run.pk)


def _write(run: ImportRun, request: HttpRequest) -> str:
    user: Any = request.user
    operations.write_checked(run, mark=request.POST.get("mark", ""), again="again" in request.POST, by=user)
    return ""


def _check_again(run: ImportRun, request: HttpRequest) -> str:
    user: Any = request.user
    operations.check_again(run, by=user)
    return ""


def _stop(run: ImportRun, request: HttpRequest) -> str:
    user: Any = request.user
    operations.stop(run, by=user)
    return "已停止，没有写入任何数据。"


def _give_up(run: ImportRun, request: HttpRequest) -> str:
    user: Any = request.user
    operations.give_up(run, by=user)
    return "已放弃这个文件，没有写入任何数据。"


def _say(run: ImportRun, request: HttpRequest) -> str:
    user: Any = request.user
    form = SayForm(request.POST, user=user)
    if not form.is_valid():
        raise Refused("请选定这是哪张登记表。")
    operations.say_register(run, form.cleaned_data["register"], by=user)
    return ""


DECISIONS: dict[str, Callable[[ImportRun, HttpRequest], str]] = {
    "write": _write,
    "again": _check_again,
    "stop": _stop,
    "give_up": _give_up,
    "say": _say,
}
