"""What a list was narrowed to, kept under a name: one's own, or the county's; never a way to see more."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import SavedFilter, User
from tests.conftest import CANARY, Mill

LIST = "/admin/unions/organisation/"
KIND = "kind__exact=grassroots_single"


def save(browser: Client, query: str = KIND, name: str = "独立工会", **form: str) -> Any:
    sent = {"list": "unions.organisation", "query": query, "name": name, **form}
    return browser.post("/admin/accounts/savedfilter/add/", sent, follow=True)


def test_one_saves_a_filter_and_finds_it_above_the_list(signed_in: Any, mill: Mill) -> None:
    browser = signed_in("body_officer")

    page = save(browser)

    assert "已保存筛选" in page.content.decode()
    chips = page.context["chips"]
    assert [(chip.name, chip.url, chip.current) for chip in chips] == [("独立工会", f"{LIST}?{KIND}", True)]
    assert page.context["cl"].result_count == 1


@pytest.mark.parametrize("who", ["organisation_staff", "stranger", "auditor"])
def test_ones_own_is_nobody_elses(signed_in: Any, mill: Mill, who: str) -> None:
    save(signed_in("body_officer"))
    row = SavedFilter.objects.get()

    assert signed_in(who).get(LIST).context["chips"] == []
    assert signed_in(who).get(f"/admin/accounts/savedfilter/{row.pk}/change/").status_code == 404


def test_only_the_parameters_of_the_list_are_kept(signed_in: Any, mill: Mill) -> None:
    save(signed_in("body_officer"), f"{KIND}&p=3&officers__mobile__startswith=139&_popup=1&o=evil&q=河畔&o=1")

    assert SavedFilter.objects.get().query == f"{KIND}&o=1&q=%E6%B2%B3%E7%95%94"


@pytest.mark.parametrize("query", ["", "p=3", "user__password__startswith=a", "%00", "q=%00"])
def test_nothing_to_keep_is_said(signed_in: Any, mill: Mill, query: str) -> None:
    page = save(signed_in("body_officer"), query)

    assert "没有筛选条件" in page.content.decode()
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("name", ["", "长" * 31])
def test_a_name_is_asked(signed_in: Any, mill: Mill, name: str) -> None:
    assert "没有保存" in save(signed_in("body_officer"), name=name).content.decode()
    assert not SavedFilter.objects.exists()


def test_a_name_is_used_once_in_a_list(signed_in: Any, mill: Mill) -> None:
    save(signed_in("body_officer"))

    assert "同名" in save(signed_in("body_officer")).content.decode()
    assert SavedFilter.objects.count() == 1


def test_the_countys_staff_share_one_and_it_widens_nothing(signed_in: Any, mill: Mill, quarry: Mill) -> None:
    save(signed_in("organisation_staff"), f"body={quarry.union.parent_id}", shared="on")
    browser = signed_in("body_officer")

    chip = browser.get(LIST).context["chips"][0]
    page = browser.get(chip.url)

    assert chip.shared
    assert CANARY not in page.content.decode()
    assert quarry.union.pk not in [row.pk for row in page.context["cl"].result_list]


def test_others_may_not_share(signed_in: Any, mill: Mill) -> None:
    assert "只有县总工会组宣部" in save(signed_in("body_officer"), shared="on").content.decode()
    assert not SavedFilter.objects.exists()


def test_a_shared_one_is_its_owners_to_change(signed_in: Any, mill: Mill) -> None:
    save(signed_in("organisation_staff"), shared="on")
    page = f"/admin/accounts/savedfilter/{SavedFilter.objects.get().pk}"

    assert signed_in("body_officer").post(f"{page}/delete/", {"post": "yes"}).status_code == 403
    assert signed_in("body_officer").post(f"{page}/change/", {"name": "改"}).status_code == 403
    assert SavedFilter.objects.get().name == "独立工会"


def test_one_renames_and_deletes_ones_own(signed_in: Any, cast: dict[str, User], mill: Mill) -> None:
    browser = signed_in("body_officer")
    save(browser)
    page = f"/admin/accounts/savedfilter/{SavedFilter.objects.get().pk}"

    browser.post(f"{page}/change/", {"name": "单独的", "is_default": "on"})
    row = SavedFilter.objects.get()
    assert (row.name, row.is_default, row.shared, row.query) == ("单独的", True, False, KIND)
    browser.post(f"{page}/delete/", {"post": "yes"})
    assert not SavedFilter.objects.exists()


def test_the_default_opens_the_list_until_it_is_cleared(signed_in: Any, mill: Mill) -> None:
    browser = signed_in("body_officer")
    save(browser, is_default="on")
    save(browser, "q=河畔", "河畔", is_default="on")

    assert browser.get(LIST).url == f"{LIST}?q=%E6%B2%B3%E7%95%94"
    assert browser.get(LIST, headers={"referer": f"http://testserver{LIST}?{KIND}"}).status_code == 200
    assert browser.get(f"{LIST}?all=").status_code == 200
    assert SavedFilter.objects.filter(is_default=True).count() == 1


def test_a_stale_one_says_so(signed_in: Any, cast: dict[str, User], mill: Mill) -> None:
    row = SavedFilter.objects.create(
        user=cast["body_officer"], list_key="unions.organisation", name="旧的", query="gone=1", is_default=True
    )
    SavedFilter.objects.create(user=cast["body_officer"], list_key="gone.list", name="更旧的", query="q=1")
    browser = signed_in("body_officer")

    page = browser.get(LIST)

    assert page.status_code == 200
    assert "旧的（已失效）" in page.content.decode()
    assert page.context["chips"][0].url == f"/admin/accounts/savedfilter/{row.pk}/change/"
    assert "已不存在的列表" in browser.get("/admin/accounts/savedfilter/").content.decode()


def test_a_value_that_is_gone_is_named(signed_in: Any, mill: Mill, quarry: Mill) -> None:
    page = signed_in("organisation_staff").get(f"{LIST}?body=999999")

    assert "筛选中的“责任工会”已经变更" in page.content.decode()


def test_ten_filters_cost_what_one_costs(signed_in: Any, mill: Mill) -> None:
    browser = signed_in("body_officer")
    save(browser)

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(LIST).status_code == 200
        return len(caught)

    cost()
    one = cost()
    for number in range(9):
        save(browser, name=f"第{number}个")

    assert cost() == one


def test_a_list_one_may_not_see_takes_no_filter(signed_in: Any, mill: Mill) -> None:
    sent = {"list": "accounts.user", "query": "q=a", "name": "甲"}
    browser = signed_in("body_officer")

    assert browser.post("/admin/accounts/savedfilter/add/", sent).status_code == 403
    assert browser.post("/admin/accounts/savedfilter/add/", {**sent, "list": "no.list"}).status_code == 404
