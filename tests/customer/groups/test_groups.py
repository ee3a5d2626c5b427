"""Groups of customers: opened, called otherwise, and who is in which."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from contexts.customer.accounts.errors import UserNotFound
from contexts.customer.accounts.models import User
from contexts.customer.accounts.queries import get_customer, get_customer_by_email
from contexts.customer.accounts.use_cases import ensure_customer, update_customer
from contexts.customer.groups.errors import GroupNotFound, GroupTaken, GroupUnknown
from contexts.customer.groups.queries import find_groups, get_group, get_group_by_id, group_names, members_of
from contexts.customer.groups.use_cases import change_group, open_group
from gotuto.errors import Stale
from gotuto.ids import new_id
from gotuto.outbox.models import Event
from tests.clients import PASSWORD, Api
from tests.customer.test_back_office import office

pytestmark = pytest.mark.django_db
GROUPS = "/admin/customer/customergroup/"


def opened(code="TRADE", name="Resellers"):
    return open_group(code=code, name=name, now=timezone.now())


def person(email="ada@example.com"):
    return ensure_customer(email=email, name="Ada", password=PASSWORD, now=timezone.now())


def put(customer, group):
    return update_customer(customer_id=customer.id, customer_group=group, now=timezone.now())


def test_a_group_is_opened_once_and_called_otherwise():
    made = opened(" trade ")
    assert (made.code, made.name, made.version) == ("TRADE", "Resellers", 1)
    with pytest.raises(GroupTaken, match="TRADE"):
        opened("Trade", "Others")
    changed = change_group(code="trade", name="Shops", expected_version=1, now=timezone.now())
    assert (changed.name, changed.version) == ("Shops", 2)
    assert change_group(code="TRADE", name="Shops", now=timezone.now()) == changed == get_group(code="trade")
    with pytest.raises(Stale):
        change_group(code="TRADE", name="x", expected_version=1, now=timezone.now())
    for unknown in (
        lambda: change_group(code="NOBODY", name="x", now=timezone.now()),
        lambda: get_group(code="nobody"),
        lambda: get_group_by_id(group_id=new_id()),
    ):
        with pytest.raises(GroupNotFound):
            unknown()


def test_a_customer_is_put_into_a_group_and_out_of_it():
    opened()
    ada = person()
    assert ada.customer_group == ""
    assert put(ada, "trade").customer_group == "TRADE" == get_customer(customer_id=ada.id).customer_group
    assert Event.objects.filter(name="customer.customer_updated").last().data["changed"] == ["customer_group"]
    assert put(ada, "TRADE").version == 2
    assert (put(ada, "").customer_group, put(ada, "").version) == ("", 3)
    with pytest.raises(GroupUnknown, match="NOBODY"):
        put(ada, "nobody")


def test_whoever_signs_in_is_known_by_their_group():
    opened()
    put(person(), "TRADE")
    assert User.objects.get(email="ada@example.com").customer_group == "TRADE"
    assert User(email="eve@example.com").customer_group == ""


def test_others_know_a_group_by_its_code():
    opened()
    opened("SCHOOL", "Schools")
    put(person(), "TRADE")
    assert members_of(codes=["TRADE", "SCHOOL"]) == {"TRADE": 1}
    assert group_names({"TRADE", "NOBODY"}) == {"TRADE": "Resellers"}
    assert (find_groups("", 9), find_groups("sch", 9), find_groups("resell", 9), find_groups("", 1)) == (
        ["SCHOOL", "TRADE"], ["SCHOOL"], ["TRADE"], ["SCHOOL"],
    )  # fmt: skip


# --- Over HTTP, by command and in the back office ----------------------------------------------------------------------
def test_groups_over_http(staff_api):
    support = staff_api("support")
    body = {"code": "trade", "name": "Resellers"}
    made = support.post("customer-groups/", body, Idempotency_Key="a group of customers")
    assert made.status_code == 201, made.json()
    assert support.post("customer-groups/", body, Idempotency_Key="a group of customers").json() == made.json()
    assert support.get("customer-groups/").json()["results"] == [made.json()]
    one = support.get("customer-groups/trade/")
    named = {"name": "Resellers and schools"}
    assert support.patch("customer-groups/trade/", {}).json() == made.json()
    assert support.patch("customer-groups/trade/", named, If_Match=one.headers["ETag"]).json()["version"] == 2
    assert support.patch("customer-groups/trade/", named, If_Match=one.headers["ETag"]).status_code == 412
    assert support.post("customer-groups/", body).json()["code"] == "customer.group_taken"
    assert staff_api("catalog").get("customer-groups/").status_code == 200


def test_support_puts_a_customer_into_a_group_and_nobody_does_so_by_themselves(staff_api):
    opened()
    ada, support = person(), staff_api("support")
    page = f"customers/{ada.id}/"
    assert support.get(page).json()["email"] == "ada@example.com"
    changed = support.patch(page, {"customer_group": "trade"})
    assert (changed.status_code, changed.json()["customer_group"]) == (200, "TRADE")
    refused = support.patch(page, {"customer_group": "NOBODY"})
    assert (refused.status_code, refused.json()["code"]) == (422, "customer.group_unknown")
    assert support.patch(page, {"customer_group": ""}).json()["customer_group"] == ""
    assert Api().patch(page, {"customer_group": "TRADE"}).status_code == 401


def test_groups_by_command():
    call_command("customer_groups", "open", "trade", "Resellers", stdout=StringIO())
    person()
    said = StringIO()
    call_command("customer_groups", "put", "Ada@example.com", "trade", stdout=said)
    assert said.getvalue() == "ada@example.com is in the group TRADE from now on.\n"
    said = StringIO()
    call_command("customer_groups", "list", "--json", stdout=said)
    assert [one["code"] for one in json.loads(said.getvalue())] == ["TRADE"]
    said = StringIO()
    call_command("customer_groups", "put", "ada@example.com", stdout=said)
    assert said.getvalue() == "ada@example.com is in no group from now on.\n"
    with pytest.raises(CommandError, match=r"eve@example\.com"):
        call_command("customer_groups", "put", "eve@example.com", "TRADE")
    with pytest.raises(UserNotFound):
        get_customer_by_email(email="eve@example.com")


def test_groups_in_the_back_office():
    support = office("support")
    answer = support.post(f"{GROUPS}add/", {"code": "trade", "name": "Resellers"})
    assert answer.status_code == 302, answer.content.decode()
    ada = person()
    person("bob@example.com")
    page = f"/admin/customer/customer/{ada.id}/change/"
    assert "TRADE (Resellers)" in support.get(page).content.decode()
    sent = {"name": "Ada", "email": ada.email, "customer_group": "TRADE", "version": "1"}
    assert support.post(page, sent).status_code == 302
    shown = support.get(GROUPS).content.decode()
    assert 'href="/admin/customer/customer/?customer_group=TRADE">1</a>' in shown
    members = support.get("/admin/customer/customer/?customer_group=TRADE").content.decode()
    assert ("ada@example.com" in members, "bob@example.com" in members) == (True, False)
    made = get_group(code="TRADE")
    row = f"{GROUPS}{made.id}/change/"
    assert 'value="TRADE"' in support.get(row).content.decode()
    support.post(row, {"name": "Shops", "seen_version": "1"})
    assert get_group(code="TRADE").name == "Shops"
    assert "Shops" in office("catalog").get(row).content.decode()
