"""Customers in the back office."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import display
from unfold.widgets import (
    UnfoldAdminPasswordWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from contexts.customer.accounts import domain, dto, models, use_cases
from contexts.customer.groups.queries import list_groups
from gotuto.backoffice import BackOffice, UseCaseForm
from gotuto.finding import by_id, by_name
from gotuto.form_fields import EmailField, PasswordField
from gotuto.ids import CustomerId
from gotuto.roles import Role


def password_field(**how: Any) -> PasswordField:
    widget = UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"})
    return PasswordField(max_length=domain.PASSWORD_LENGTH, widget=widget, **how)


class ProfileForm(UseCaseForm):
    instance: models.Customer
    email = EmailField(max_length=domain.EMAIL_LENGTH, widget=UnfoldAdminTextInputWidget)

    customer_group = forms.ChoiceField(
        required=False,
        label="In the group",
        widget=UnfoldAdminSelectWidget,
        help_text="Price lists may be for a group; whoever is in it pays by them from their next cart on.",
    )

    class Meta:
        model = models.Customer
        fields = ("name", "version")
        widgets = {"version": forms.HiddenInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({"email": self.instance.user.email, "customer_group": self.instance.customer_group})
        if "customer_group" in self.fields:
            cast(forms.ChoiceField, self.fields["customer_group"]).choices = _groups()

    def command(self, data: dict[str, Any]) -> dto.Customer:
        return use_cases.update_customer(
            customer_id=CustomerId(self.instance.id),
            name=data["name"],
            email=data["email"],
            customer_group=data["customer_group"],
            expected_version=data["version"],
            now=timezone.now(),
        )


def _groups() -> list[tuple[str, str]]:
    return [("", "None"), *((one.code, f"{one.code} ({one.name})") for one in list_groups().items)]


class RegistrationForm(UseCaseForm):
    email = EmailField(max_length=domain.EMAIL_LENGTH, widget=UnfoldAdminTextInputWidget)
    password = password_field()

    class Meta:
        model = models.Customer
        fields = ("name",)

    def command(self, data: dict[str, Any]) -> dto.Customer:
        return use_cases.register_customer(
            email=data["email"], password=data["password"], name=data["name"], now=timezone.now()
        )


class GroupFilter(admin.SimpleListFilter):
    """Those who are in a group; the groups are asked, and not all customers."""

    title, parameter_name = "group", "customer_group"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return _groups()[1:]

    def queryset(self, request: HttpRequest, queryset: QuerySet[models.Customer]) -> QuerySet[models.Customer]:
        return queryset.filter(customer_group=self.value()) if self.value() else queryset


@admin.register(models.Customer)
class CustomerAdmin(BackOffice):
    role = Role.SUPPORT
    creates = edits = True
    form = ProfileForm
    list_display = ("name", "shown_email", "customer_group", "created_at")
    list_filter = (GroupFilter,)
    list_select_related = ("user",)
    finders = (by_id("id"), by_name("customer", "id"))
    search_help_text = "Words of the name or of the e-mail address, or how they begin"
    ordering = ("name", "id")

    @display(description="E-mail", ordering="user__email")
    def shown_email(self, row: models.Customer) -> str:
        return row.user.email

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **({} if obj else {"form": RegistrationForm}), **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        if obj is None:
            return ("name", "email", "password")
        own = ("email", "version") if self.may_write(request) else ("shown_email",)
        return ("name", *own, "customer_group", "id", "created_at", "updated_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        if obj is None:
            return ()
        shown = () if self.may_write(request) else ("customer_group",)
        return ("shown_email", *shown, "id", "created_at", "updated_at")
