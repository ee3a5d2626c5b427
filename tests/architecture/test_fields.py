"""A field goes all the way from the table to the people; where it stops without a reason, one of these tests says so."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.test.utils import isolate_apps

from contexts.catalog.categories import use_cases
from contexts.catalog.categories.admin import CategoryForm
from contexts.catalog.categories.api import Category as CategoryPage
from contexts.catalog.products.admin import ProductAdmin
from contexts.catalog.products.models import Product
from tests.architecture import fields
from tests.architecture.fields import NOT_GIVEN, NOT_HANDED_ON, NOT_ON_THE_PAGE, NOT_TOLD, excused
from tests.architecture.test_access import METHODS, routes

OURS = [model for model in apps.get_models() if model.__module__.startswith("contexts.")]
TOLD = {model._meta.label_lower: model for model in OURS if fields.dto_of(model)}
WRITERS = {use_case.__name__: (model, use_case) for model in TOLD.values() for use_case in fields.writers(model)}
PAGES = {
    model._meta.label_lower: page
    for model, page in admin.site._registry.items()
    if model.__module__.startswith("contexts.")
}
FORMS = {form.__name__: form for form in fields.forms()}
METHODS_OF_ENDPOINTS = {
    f"{method.upper()} {name}": getattr(view.cls, method)
    for name, view in routes("v1")
    for method in METHODS
    if hasattr(view.cls, method)
}


@pytest.mark.parametrize("label", TOLD)
def test_every_column_is_told_by_the_dto_of_its_row(label: str) -> None:
    assert fields.untold(TOLD[label]) == excused(NOT_TOLD, label), "Add it to the DTO, or say in NOT_TOLD why not"


@pytest.mark.parametrize("name", WRITERS)
def test_every_property_can_be_given_when_a_thing_is_made_and_when_it_is_changed(name: str) -> None:
    assert fields.ungiven(*WRITERS[name]) == excused(NOT_GIVEN, name), "Take it, or say in NOT_GIVEN why not"


@pytest.mark.parametrize("method", METHODS_OF_ENDPOINTS)
def test_what_a_use_case_takes_is_sent_by_its_endpoint(method: str) -> None:
    assert fields.unsent(METHODS_OF_ENDPOINTS[method]) == set(), "Add it to the body of the endpoint"


@pytest.mark.parametrize("name", FORMS)
def test_what_a_use_case_takes_is_asked_for_by_its_form_and_handed_on(name: str) -> None:
    assert fields.unfilled(FORMS[name]) == excused(NOT_HANDED_ON, name), (
        "Ask for it in the form, hand it on in `command`"
    )


@pytest.mark.parametrize("label", PAGES)
def test_every_column_stands_on_its_page(label: str) -> None:
    assert fields.hidden(PAGES[label]) == excused(NOT_ON_THE_PAGE, label), "Show it, or say in NOT_ON_THE_PAGE why not"


def test_exceptions_speak_of_what_there_is() -> None:
    assert set(NOT_TOLD) <= set(TOLD)
    assert set(NOT_GIVEN) <= set(WRITERS)
    assert set(NOT_HANDED_ON) <= set(FORMS)
    assert set(NOT_ON_THE_PAGE) <= set(PAGES)


@isolate_apps("contexts.catalog")
def test_a_column_that_stops_at_the_table_is_noticed() -> None:
    @dataclass
    class Told:
        name: str
        price: str

    class Jar(models.Model):
        name = models.TextField()
        price_amount = models.TextField()
        price_currency = models.TextField()
        origin = models.TextField()

        class Meta:
            app_label = "catalog"

        def to_dto(self) -> Told:
            return Told(self.name, self.price_amount)

    Jar.to_dto.__annotations__["return"] = Told

    def create_jar(*, name: str) -> None: ...

    assert fields.untold(Jar) == {"origin"}
    assert fields.ungiven(Jar, create_jar) == {"price"}


def test_an_argument_that_nobody_sends_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def update_category(*, origin: str = "") -> None: ...

    update_category.__module__ = use_cases.__name__
    monkeypatch.setattr(use_cases, "update_category", update_category)
    assert fields.unsent(CategoryPage.patch) == {"origin"}
    assert fields.unfilled(CategoryForm) == {"origin"}


def test_a_field_of_a_form_that_is_not_handed_on_is_noticed() -> None:
    class Curious(CategoryForm):
        origin = models.TextField().formfield()

    Curious.__module__ = CategoryForm.__module__
    assert fields.unfilled(Curious) == {"origin"}


def test_a_column_that_no_page_shows_is_noticed() -> None:
    class Short(ProductAdmin):
        def get_fields(self, request: Any, obj: Any = None) -> Any:
            return ("sku",)

        def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
            return ()

    assert "description" in fields.hidden(Short(Product, admin.site))
