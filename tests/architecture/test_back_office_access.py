"""Every page, button, action and filter of the back office is tried by staff without a role, each role, and a superuser."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from config import dashboard, navigation
from contexts.customer.models import User
from gotuto import declared_lookups
from gotuto.actions.models import Run
from gotuto.http.access import Access
from gotuto.ids import new_id
from gotuto.modules import modules, rights
from gotuto.outbound.models import Breaker
from gotuto.roles import Role
from tests.architecture import access, world
from tests.architecture.test_access import label, routes
from tests.architecture.test_lookups import request
from tests.clients import staff_api

WHO = ["staff", *(role.value for role in Role), "superuser"]
OFFICES = list(admin.site._registry.values())


@pytest.fixture(scope="module")
def colleagues(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Client]]:
    """Browsers of all of them, in a shop in which there is something of everything."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with django_db_blocker.unblock(), block:
        world.build()
        Breaker.objects.create(destination="mail", failures=3, changed_at=timezone.now())
        Run.objects.create(
            model="order.order", action="cancel", title="Cancel", started_at=timezone.now(), due_at=timezone.now()
        )
        yield {who: _browser(who) for who in WHO}
        transaction.set_rollback(True)


def _browser(who: str) -> Client:
    roles = [who] if who in set(Role) else []
    staff_api(*roles, superuser=who == "superuser", email=f"colleague-{who}@example.com")
    browser = Client()
    browser.force_login(User.objects.get(email=f"colleague-{who}@example.com"))
    return browser


def addresses(office: Any) -> Iterator[tuple[str, str]]:
    """What there is to ask of a model, and where."""
    key = office.model._default_manager.first().pk
    page = f"admin:{office.opts.app_label}_{office.opts.model_name}"
    yield "list", reverse(f"{page}_changelist")
    yield "add", reverse(f"{page}_add")
    for deed in ("change", "delete", "history"):
        yield deed, reverse(f"{page}_{deed}", args=[key])
    for button in office.actions_detail:
        yield button, reverse(f"{page}_{button}", args=[key])


def expected(office: Any, deed: str, who: str) -> set[int]:
    """The statuses that may come; a row that is somebody else's leads away from its page."""
    known = access.offices()[label(office)]
    sees, does = who in known.seen_by | {"superuser"}, who in known.done_by | {"superuser"}
    needed = {"list": sees, "change": sees, "history": sees, "add": does and "add" in known.deeds,
              "delete": does and "delete" in known.deeds}  # fmt: skip
    return {200, 302} if needed.get(deed, does) else {403}


@pytest.mark.django_db
@pytest.mark.parametrize("office", OFFICES, ids=label)
def test_every_page_and_button_opens_to_those_who_are_granted_it(office: Any, colleagues: dict[str, Client]) -> None:
    for who, browser in colleagues.items():
        for deed, address in addresses(office):
            status = browser.get(address).status_code
            allowed = expected(office, deed, who)
            # A row may be in a state in which nobody deletes it.
            assert status in allowed or (deed == "delete" and status == 403), f"{who}: {deed} of {label(office)}"


@pytest.mark.django_db
@pytest.mark.parametrize("office", OFFICES, ids=label)
def test_no_action_and_no_filter_opens_a_list_to_others(office: Any, colleagues: dict[str, Client]) -> None:
    shut = [who for who in WHO if who not in access.offices()[label(office)].seen_by | {"superuser"}]
    page = reverse(f"admin:{office.opts.app_label}_{office.opts.model_name}_changelist")
    actions = [action if isinstance(action, str) else action.__name__ for action in office.actions or ()]
    filters = list(declared_lookups.names(office, request()))
    for who in shut:
        for action in actions:
            tried = colleagues[who].post(page, {"action": action, "_selected_action": [str(new_id())], "index": 0})
            assert tried.status_code == 403, f"{who}: {action}"
        for name in filters:
            assert colleagues[who].get(page, {name: "1"}).status_code == 403, f"{who}: {name}"


@pytest.mark.django_db
def test_pages_of_no_model_open_to_those_who_see_what_they_show(colleagues: dict[str, Client]) -> None:
    calls = reverse("admin:gotuto_outbound_call_changelist")
    assert {who for who in WHO if colleagues[who].get(calls).status_code == 200} == {"superuser"}
    for name in ("vatreport", "receivables", "revenue", "account", "journal"):
        report = reverse(f"admin:billing_{name}_changelist")
        assert {who for who in WHO if colleagues[who].get(report).status_code == 200} == {"billing", "superuser"}
    worth = reverse("admin:inventory_stockvalue_changelist")
    assert {who for who in WHO if colleagues[who].get(worth).status_code == 200} == {"stock", "support", "superuser"}
    ask = {"app_label": "customer", "model_name": "apitoken", "field_name": "user", "term": "a"}
    found = {who for who in WHO if colleagues[who].get("/admin/autocomplete/", ask).status_code == 200}
    assert found == {"superuser"}


@pytest.mark.django_db
@pytest.mark.parametrize("who", WHO)
def test_the_menu_the_first_page_and_the_search_show_what_somebody_sees(
    who: str, colleagues: dict[str, Client]
) -> None:
    browser = colleagues[who]
    page = browser.get("/admin/")
    menu = [str(item["link"]) for section in navigation.sidebar(page.wsgi_request) for item in section["items"]]
    figures = [figure.href for figure in dashboard.show(page.wsgi_request, {})["figures"]]
    assert [link for link in (*menu, *figures) if browser.get(link).status_code != 200] == []
    found = browser.get("/admin/search/", {"s": "user"}).content.decode()
    assert ("/admin/customer/user/" in found) == (who == "superuser")
    assert ("have no role yet" in page.content.decode()) == (who == "staff")


@pytest.mark.django_db
def test_one_item_of_the_menu_stands_out_also_where_its_page_lies_below_another(colleagues: dict[str, Client]) -> None:
    def standing_out(address: str) -> list[str]:
        menu = navigation.sidebar(colleagues["superuser"].get(address).wsgi_request)
        return [item["title"] for section in menu for item in section["items"] if item.get("active")]

    assert standing_out(reverse("admin:billing_vatreport_changelist")) == ["VAT report"]
    assert standing_out(reverse("admin:billing_legalentity_change", args=["main"])) == ["Sellers"]
    assert standing_out("/admin/") == []


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["x", "99", "-1", "0", "1e3"])
def test_a_page_of_the_search_that_there_is_not_is_not_found(page: str, colleagues: dict[str, Client]) -> None:
    assert colleagues["superuser"].get("/admin/search/", {"s": "order", "page": page}).status_code == 404


@pytest.mark.django_db
def test_a_packer_sees_parcels_and_what_belongs_to_them(colleagues: dict[str, Client]) -> None:
    packer = colleagues["fulfilment"]
    order = admin.site._registry
    menu = navigation.sidebar(packer.get("/admin/").wsgi_request)
    titles = [item["title"] for section in menu for item in section["items"]]
    assert titles == [
        "Overview",
        "Orders",
        "Shipments",
        "Products",
        "Variants",
        "Stock items",
        "Reservations",
        "Locations",
        "Actions over many rows",
    ]
    row = next(office for office in order.values() if label(office) == "order.order").model.objects.first()
    page = packer.get(reverse("admin:order_order_change", args=[row.pk])).content.decode()
    assert "/admin/shipping/shipment/?order_id=" in page
    assert "/admin/billing/invoice/" not in page
    assert "/admin/notification/" not in page


def test_every_grant_speaks_of_models_that_there_are() -> None:
    for module in modules():
        for grant in module.grants:
            assert set(grant.sees) <= {model._meta.model_name for model in module.get_models()}, grant
    # Two grants of one role at one module would say one thing in two places.
    pairs = [(module.label, grant.role) for module in modules() for grant in module.grants]
    assert len(pairs) == len(set(pairs))


def test_whoever_may_change_something_is_told_so_in_words_and_sees_it() -> None:
    for known, office in access.offices().items():
        for role in office.done_by & set(Role):
            assert known not in _wordless(Role(role)), f"say in the grants of {known} what {role} does"
            assert role in office.seen_by
    writers = {view.cls.__module__.split(".")[1] for _, view in routes("v1") if _roles_of(view)}
    assert writers <= {module.name.split(".")[1] for module in modules() if any(grant.does for grant in module.grants)}


def _wordless(role: Role) -> set[str]:
    return {
        f"{module.label}.{model}"
        for module in modules()
        for grant in module.grants
        if grant.role is role and not grant.does
        for model in grant.sees
    }


def _roles_of(view: Any) -> bool:
    operations = [getattr(getattr(view.cls, method, None), "operation", None) for method in ("post", "patch", "delete")]
    rules: list[Access] = [operation.allow for operation in operations if operation is not None]
    return any("with the role" in rule.words for rule in rules)


def test_the_page_of_a_role_says_what_it_sees_and_does(db: None) -> None:
    told = {granted.module: granted for granted in rights.granted(Role.FULFILMENT)}
    assert told["Shipping"].sees == ("shipments",)
    assert told["Shipping"].does.startswith("hands parcels to the carrier")
    assert set(told) == {"Shipping", "Orders", "Inventory", "Catalogue"}


def test_a_button_that_nobody_declared_has_no_address() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("admin:shipping_shipment_explode", args=[new_id()])
