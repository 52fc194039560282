"""A document number typed into a search box: it may stand in no address, no saved filter and no list taken away."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.documents import names_document

SEARCH = "q"  # of the desk's lists, its one search and the chairs' roster
AT_DESK = "查找框不查证件号码：查找的文字会留在网页地址里。请到会员列表，把号码填进“按号码查找”。"
IN_PORTAL = "查找框不查证件号码：查找的文字会留在网页地址里。请按姓名、拼音或首字母查找。"
NOT_KEPT = "没有保存：查找的文字里有证件号码。请在会员列表用“按号码查找”，或改用姓名查找后再保存。"


class NoNumberInAddress:
    """Answers a search for a document number with the same page without it, and says where numbers are asked for.

    Before the sign-in's turn, so that the address it leads back to holds none either.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not any(map(names_document, request.GET.getlist(SEARCH))):
            return self.get_response(request)
        if request.user.is_authenticated:
            messages.warning(request, IN_PORTAL if request.path.startswith("/portal/") else AT_DESK)
        kept = request.GET.copy()
        del kept[SEARCH]
        return redirect(f"{request.path}?{kept.urlencode()}" if kept else request.path)
