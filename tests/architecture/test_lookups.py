"""A list of the back office is narrowed by what it declares; no other column of any table can be asked about."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup, DisallowedModelAdminToField
from django.contrib.admin.options import IncorrectLookupParameters, ModelAdmin
from django.contrib.messages.storage.base import BaseStorage
from django.db import connection, models
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contexts.customer.models import User
from contexts.customer.staff.use_cases import ensure_staff
from gotuto import declared_lookups
from gotuto.backoffice import BackOffice
from gotuto.modules import modules

BACK_OFFICE = list(admin.site._registry.values())
COMPARISONS = ("", "__exact", "__iexact", "__startswith", "__contains", "__regex", "__gt", "__gte", "__in", "__isnull")
PASSWORD = "a-long-password-9"


def label(office: Any) -> str:
    return str(office.model._meta.label_lower)


def request(**query: str) -> Any:
    asked = RequestFactory().get("/admin/", query)
    asked.user = User(is_staff=True, is_superuser=True)
    asked._messages = BaseStorage(asked)
    return asked


def columns(model: Any, depth: int = 2, before: str = "") -> Iterator[str]:
    """All columns of a table, and of the tables that it is related to in either direction."""
    for field in model._meta.get_fields():
        if isinstance(field, models.Field) or depth > 1:
            yield before + field.name
        if field.is_relation and field.related_model not in (None, "self") and depth > 1:
            yield from columns(field.related_model, depth - 1, f"{before}{field.name}__")


def undeclared(office: Any) -> list[str]:
    known = set(declared_lookups.names(office, request())) if isinstance(office, BackOffice) else set()
    asked = (f"{column}{comparison}" for column in columns(office.model) for comparison in COMPARISONS)
    return [lookup for lookup in asked if lookup not in known]


def answered(office: Any) -> list[str]:
    """Look-ups that are undeclared, and are answered all the same."""
    return [lookup for lookup in undeclared(office) if _is_answered(office, lookup)]


def _is_answered(office: Any, lookup: str) -> bool:
    try:
        office.get_changelist_instance(request(**{lookup: "1"}))
    except DisallowedModelAdminLookup:
        return False
    except IncorrectLookupParameters:
        # It was let in, and could only not be understood.
        return True
    return True


@pytest.mark.django_db
@pytest.mark.parametrize("office", BACK_OFFICE, ids=label)
def test_what_is_not_declared_is_refused_before_anything_is_counted(office: Any) -> None:
    assert len(undeclared(office)) > 10
    list(declared_lookups.names(office, request()))
    with CaptureQueriesContext(connection) as asked:
        assert answered(office) == []
    assert [query["sql"] for query in asked if "COUNT" in query["sql"]] == []


@pytest.mark.django_db
@pytest.mark.parametrize("office", BACK_OFFICE, ids=label)
def test_what_is_declared_is_no_dead_end(office: Any) -> None:
    for lookup in declared_lookups.names(office, request()):
        assert office.lookup_allowed(lookup, "1", request()), lookup
        assert not office.lookup_allowed(lookup, "a\x00", request()), lookup


@pytest.mark.django_db
def test_an_office_of_djangos_own_would_be_found_out() -> None:
    wide = ModelAdmin(User, admin.site)
    assert {"password__startswith", "email__regex", "is_superuser"} <= set(answered(wide))


def test_every_office_declares() -> None:
    assert [label(office) for office in BACK_OFFICE if not isinstance(office, BackOffice)] == []
    assert [label(office) for office in BACK_OFFICE if "lookup_allowed" in vars(type(office))] == []


@pytest.fixture
def chief(db: None) -> Client:
    ensure_staff(email="root@example.com", password=PASSWORD, roles=[], is_superuser=True, now=timezone.now())
    browser = Client()
    assert browser.login(username="root@example.com", password=PASSWORD)
    return browser


@pytest.mark.parametrize(
    "address",
    [
        "customer/user/?email=root@example.com&password__startswith=md5",
        "customer/apitoken/?digest__startswith=0",
        "customer/apitoken/?user__password__startswith=md5",
        "customer/customer/?user__password__gte=a",
        "billing/invoice/?client__email__startswith=a",
        "customer/user/?tokens__digest__startswith=0",
        "auth/group/?user__password__startswith=md5",
    ],
)
def test_nobody_reads_a_secret_letter_by_letter(chief: Client, address: str) -> None:
    assert chief.get(f"/admin/{address}").status_code == 400


def test_a_list_is_referred_to_by_no_secret(chief: Client) -> None:
    assert chief.get("/admin/customer/user/?_to_field=password").status_code == 400
    office = admin.site.get_model_admin(User)
    with pytest.raises(DisallowedModelAdminToField):
        office.get_changelist_instance(request(_to_field="password"))


@pytest.mark.parametrize("office", BACK_OFFICE, ids=label)
def test_choices_are_not_counted_on_demand(office: Any) -> None:
    assert office.show_facets is admin.ShowFacets.NEVER


@pytest.mark.django_db
@pytest.mark.parametrize("office", BACK_OFFICE, ids=label)
def test_a_list_is_sorted_by_what_it_shows(office: Any) -> None:
    as_ever = sorting(office)
    for wish in ("password", "99", "-99", "password__startswith", "-", "1e3"):
        assert sorting(office, o=wish) == as_ever, wish


def sorting(office: Any, **query: str) -> set[str]:
    """The columns that a list is sorted by; the key comes last in any case."""
    return set(office.get_changelist_instance(request(**query)).queryset.query.order_by) - {"pk", "-pk"}


@pytest.mark.parametrize("office", BACK_OFFICE, ids=label)
def test_a_search_reads_no_secret(office: Any) -> None:
    searched = " ".join(office.search_fields)
    assert not any(secret in searched for secret in ("password", "digest", "secret"))


def test_the_links_of_pages_lead_to_rows(chief: Client) -> None:
    figures = [figure for module in modules() for figure in module.figures if figure.query]
    links = [reverse(f"admin:{figure.model}_changelist") + f"?{figure.query}" for figure in figures]
    by_order = ("billing_invoice", "shipping_shipment", "notification_notification", "inventory_movement")
    nobodys = "01a1fbed-958c-708b-adcb-88998f41d862"
    links += [reverse(f"admin:{model}_changelist") + f"?order_id={nobodys}" for model in by_order]
    assert [link for link in links if chief.get(link).status_code != 200] == []


def test_an_autocomplete_finds_people_and_tells_no_more(chief: Client) -> None:
    ask = {"app_label": "customer", "model_name": "apitoken", "field_name": "user"}
    found = chief.get("/admin/autocomplete/", {**ask, "term": "root@"}).json()
    assert [person["text"] for person in found["results"]] == ["root@example.com"]
    for column in ("password", "last_login"):
        assert chief.get("/admin/autocomplete/", {**ask, "field_name": column, "term": "m"}).status_code == 403
