"""核实队列: one union after the other, the photo beside the claim, decided in seconds; the last act taken back in one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.admin.base import refuse_odd_letters
from accounts.duties import Duty
from accounts.models import BookEntry
from accounts.refused import Refused
from unions.admin.queue_stop import Queue, Stop
from unions.models import Display
from unions.operations import undoing, verifying
from unions.operations.displays import Done

REASONS = (
    "照片看不清，请正对着、近一些重拍。",
    "照片上没有拍到所报的事项，请重拍。",
    "没有照片，请补拍后重新报送。",
    "牌匾上的名称与登记的工会全称不符，请更换后重报。",
    "姓名、职务或号码与登记的不一致，请核对后重报。",
    "与别处交来的照片相同，请到现场重拍。",
)
VERIFY, SEND_BACK, TAKE_BACK = "verify", "send_back", "take_back"
DID = {"displays.verify_many": "核实", "displays.send_back_many": "退回"}


class ReasonForm(forms.Form):
    """A reason pressed or typed."""

    reason = forms.CharField(required=False, max_length=200)
    words = forms.CharField(
        required=False, max_length=200, error_messages={"max_length": "退回原因最多 200 字，请写短一些。"}
    )


@dataclass(frozen=True)
class Asked:
    """Where in the queue one is: behind `after`, at `union` if it still waits, having just decided `done`."""

    after: int = 0
    union: int | None = None
    done: int | None = None
    only_photos: bool = False

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        return cls(
            number(given.get("after")) or 0,
            number(given.get("union")),
            number(given.get("done")),
            given.get("only") == "photos",
        )

    def address(self, **values: Any) -> str:
        known = {"only": "photos" if self.only_photos else None, **values}
        query = urlencode({name: value for name, value in known.items() if value})
        return reverse("admin:unions_display_queue") + (f"?{query}" if query else "")


@dataclass
class Typed:
    """What was chosen and written when something stood against it."""

    chosen: set[int] | None = None
    words: str = ""
    sends_back: bool = False
    errors: list[str] = field(default_factory=list)


def number(text: str | None) -> int | None:
    """A row's number as it stands in an address; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


class VerifyingQueue:
    """Mixed into the admin of displays."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.queue_view)  # type: ignore[attr-defined]
        return [path("queue/", view, name="unions_display_queue"), *super().get_urls()]  # type: ignore[misc]

    def queue_view(self, request: HttpRequest) -> HttpResponse:
        refuse_odd_letters(request)
        if not self.holds(request, Duty.VERIFY_DISPLAYS):  # type: ignore[attr-defined]
            raise PermissionDenied
        if request.method != "POST":
            return self._queue_page(request, Asked.of(request.GET.dict()), Typed())
        asked = Asked.of(request.POST.dict())
        if request.POST.get("do") == TAKE_BACK:
            return self._take_back(request, asked)
        return self._decide(request, asked)

    def _decide(self, request: HttpRequest, asked: Asked) -> HttpResponse:
        """Verify or send back what was ticked, then on to the next union."""
        form = ReasonForm(request.POST)
        keys = {key for text in request.POST.getlist("facts") if (key := number(text))}
        verifies = request.POST.get("do") == VERIFY and "reason" not in request.POST
        words = request.POST.get("words", "")
        typed = Typed(keys, words, sends_back=bool(words) or not verifies)
        typed.errors = _wrong(form, keys, verifies=verifies)
        if typed.errors:
            return self._queue_page(request, asked, typed)
        chosen = list(Display.objects.visible_to(request.user).filter(pk__in=keys).select_related("union"))  # type: ignore[arg-type]
        chosen = [row for row in chosen if self.holds(request, Duty.VERIFY_DISPLAYS, row)]  # type: ignore[attr-defined]
        seen = {row.pk: request.POST.get(f"mark-{row.pk}", "") for row in chosen}
        on, by = timezone.localdate(), request.user
        why = form.cleaned_data["reason"] or form.cleaned_data["words"]
        if verifies:
            done = verifying.verify_seen(chosen, seen=seen, on=on, by=by)  # type: ignore[arg-type]
        else:
            done = verifying.send_back_seen(chosen, seen=seen, on=on, why=why, by=by)  # type: ignore[arg-type]
        self._tell_who_was_first(request, chosen, done, gone=len(keys) - len(chosen))
        again = asked.union if any(reason == verifying.CHANGED for _, reason in done.refused) else None
        after = asked.after if again else max(asked.after, number(request.POST.get("key")) or 0)
        return redirect(asked.address(after=after, union=again, done=done.rows[0] if done.rows else None))

    def _tell_who_was_first(self, request: HttpRequest, chosen: list[Display], done: Done, *, gone: int) -> None:
        """Two at the same union: whoever comes second learns who decided, and changes nothing."""
        refused = {row.pk for row, _ in done.refused}
        before = [row.pk for row in chosen if row.pk not in {*done.rows, *refused}]
        for row in Display.objects.visible_to(request.user).filter(pk__in=before).select_related("union"):  # type: ignore[arg-type]
            was = f"{row.verified_by}核实" if row.verified_on else f"{row.returned_by}退回"
            messages.info(request, f"“{row.union.name}”的{row}已先由{was}，您没有改动它。")
        for row, reason in done.refused:
            messages.warning(request, f"“{row.union.name}”的{row}没有办理：{reason}")
        if gone:
            messages.info(request, f"有 {gone} 条记录已经不在，没有办理。")

    def _take_back(self, request: HttpRequest, asked: Asked) -> HttpResponse:
        row = self._row(request, asked.done)
        if row is None or not self.holds(request, Duty.VERIFY_DISPLAYS, row):  # type: ignore[attr-defined]
            raise Http404
        try:
            act = UUID(request.POST.get("act", ""))
            done = undoing.take_back(row, act, by=request.user)  # type: ignore[arg-type]
        except ValueError as malformed:
            raise Http404 from malformed
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(asked.address(after=asked.after))
        if done["restored"]:
            messages.success(request, f"已撤销，“{row.union.name}”的 {done['restored']} 条记录又在队列里。")
        return redirect(asked.address(after=asked.after, union=row.union_id))

    def _queue_page(self, request: HttpRequest, asked: Asked, typed: Typed) -> HttpResponse:
        user: Any = request.user
        queue = Queue(user, timezone.localdate(), only_photos=asked.only_photos)
        stop = queue.stop(after=asked.after, union=asked.union)
        standing = queue.standing(min(asked.after, stop.key - 1) if stop else asked.after)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": "核实队列",
            "stop": stop,
            "total": standing.facts,
            "standing": standing,
            "asked": asked,
            "typed": typed,
            "reasons": REASONS,
            "last": self._last(request, asked.done),
            "skip": asked.address(after=stop.key) if stop else "",
            "from_the_start": asked.address(),
            "other_choice": Asked(only_photos=not asked.only_photos).address(),
            "chosen": _ticked(stop, typed, only_photos=asked.only_photos),
        }
        return TemplateResponse(request, "admin/unions/queue.html", context)

    def _last(self, request: HttpRequest, key: int | None) -> dict[str, Any] | None:
        """The act one has just done oneself, as long as it can be taken back."""
        row = self._row(request, key)
        last = undoing.last_act_on(row) if row is not None else None
        if row is None or last is None or last.by != request.user or last.act not in DID:
            return None
        count = BookEntry.objects.filter(act_id=last.act_id, table_name=row._meta.db_table).count()
        return {"row": row, "act": last.act_id, "did": DID[last.act], "count": count}

    def _row(self, request: HttpRequest, key: int | None) -> Display | None:
        rows = Display.objects.visible_to(request.user).select_related("union")  # type: ignore[arg-type]
        return rows.filter(pk=key).first() if key is not None else None


def _wrong(form: ReasonForm, keys: set[int], *, verifies: bool) -> list[str]:
    """What stands against it before anything is asked of the rows."""
    if not keys:
        return [f"请先勾选要{'核实' if verifies else '退回'}的记录。"]
    if not form.is_valid():
        return ["退回原因没有写好：最多 200 字，不能有特殊符号。"]
    if verifies and form.cleaned_data["words"]:
        return ["您写了退回原因，却按了“核实所选”。要核实，请先清空原因；要退回，请按“退回所选”。"]
    if not verifies and not (form.cleaned_data["reason"] or form.cleaned_data["words"]):
        return ["请写明退回的原因，或直接点一条常用原因，上报人才知道改什么。"]
    return []


def _ticked(stop: Stop | None, typed: Typed, *, only_photos: bool) -> set[int]:
    """All at first, but none without a photo where only photos are looked at; after an error those that were."""
    if stop is None:
        return set()
    if typed.chosen is not None:
        return typed.chosen
    return {claim.display.pk for claim in stop.claims if claim.pictures or not only_photos}
