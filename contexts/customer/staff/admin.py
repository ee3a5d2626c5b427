"""Accounts in the back office: support looks after customers, superusers after staff, roles and tokens."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import display
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminPasswordWidget,
    UnfoldAdminTextInputWidget,
)

from contexts.customer import domain, dto, models
from contexts.customer import facade as customer
from gotuto.backoffice import BackOffice, UseCaseForm, command_action
from gotuto.ids import ActorId, CustomerId
from gotuto.roles import Role


class ForSuperusers(BackOffice):
    """Who may do what is decided by those who may do everything."""

    def may_write(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)


def _password(**how: Any) -> forms.CharField:
    widget = UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"})
    return forms.CharField(max_length=domain.PASSWORD_LENGTH, strip=False, widget=widget, **how)


def _groups() -> "forms.ModelMultipleChoiceField[Group]":
    return forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"),
        required=False,
        label="Roles",
        help_text="What a member of staff may change; all of them may look at everything.",
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )


class UserForm(UseCaseForm):
    instance: models.User
    groups = _groups()
    password = _password(required=False, help_text="Left empty, it stays as it is.")

    class Meta:
        model = models.User
        fields = ("is_active", "is_superuser", "groups")
        labels = {"is_active": "May sign in"}
        help_texts = {"is_superuser": "Has every role, and decides who else has which."}

    def command(self, data: dict[str, Any]) -> dto.Staff:
        return customer.update_access(
            user_id=ActorId(self.instance.id),
            is_active=data["is_active"],
            roles=_roles(data),
            is_superuser=data["is_superuser"],
            password=data["password"] or None,
        )


class NewStaffForm(UseCaseForm):
    groups = _groups()
    password = _password()

    class Meta:
        model = models.User
        fields = ("email", "is_superuser", "groups")
        help_texts = {"is_superuser": "Has every role, and decides who else has which."}

    def command(self, data: dict[str, Any]) -> dto.Staff:
        return customer.create_staff(
            email=data["email"],
            password=data["password"],
            roles=_roles(data),
            is_superuser=data["is_superuser"],
            now=timezone.now(),
        )


def _roles(data: dict[str, Any]) -> list[Role]:
    names = {group.name for group in data["groups"]}
    return [role for role in Role if role.value in names]


@admin.register(models.User)
class UserAdmin(ForSuperusers):
    creates = edits = True
    form = UserForm
    list_display = ("email", "is_staff", "is_active", "shown_roles", "last_login")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("email",)
    ordering = ("email",)
    readonly_fields = ("email", "is_staff", "last_login", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.User]:
        return super().get_queryset(request).prefetch_related("groups")  # type: ignore[no-any-return]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **({} if obj else {"form": NewStaffForm}), **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        if obj is None:
            return ("email", "password", "is_superuser", "groups")
        secret = ("password",) if self.may_write(request) else ()
        return ("email", "is_active", "is_staff", "is_superuser", "groups", *secret, "last_login", "created_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        return self.readonly_fields if obj else ()

    @display(description="Roles")
    def shown_roles(self, row: models.User) -> str:
        return "all" if row.is_superuser else ", ".join(sorted(group.name for group in row.groups.all()))


class ProfileForm(UseCaseForm):
    instance: models.Customer
    email = forms.EmailField(max_length=domain.EMAIL_LENGTH, widget=UnfoldAdminTextInputWidget)

    class Meta:
        model = models.Customer
        fields = ("name", "version")
        widgets = {"version": forms.HiddenInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["email"] = self.instance.user.email

    def command(self, data: dict[str, Any]) -> dto.Customer:
        return customer.update_customer(
            customer_id=CustomerId(self.instance.id),
            name=data["name"],
            email=data["email"],
            expected_version=data["version"],
            now=timezone.now(),
        )


class RegistrationForm(UseCaseForm):
    email = forms.EmailField(max_length=domain.EMAIL_LENGTH, widget=UnfoldAdminTextInputWidget)
    password = _password()

    class Meta:
        model = models.Customer
        fields = ("name",)

    def command(self, data: dict[str, Any]) -> dto.Customer:
        return customer.register_customer(
            email=data["email"], password=data["password"], name=data["name"], now=timezone.now()
        )


@admin.register(models.Customer)
class CustomerAdmin(BackOffice):
    role = Role.SUPPORT
    creates = edits = True
    form = ProfileForm
    list_display = ("name", "shown_email", "created_at")
    list_select_related = ("user",)
    search_fields = ("name", "user__email", "id__exact")
    search_help_text = "Name, e-mail address or id."
    ordering = ("name", "id")

    @display(description="E-mail", ordering="user__email")
    def shown_email(self, row: models.Customer) -> str:
        return row.user.email

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **({} if obj else {"form": RegistrationForm}), **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        if obj is None:
            return ("name", "email", "password")
        own = ("name", "email", "version") if self.may_write(request) else ("name", "shown_email")
        return (*own, "id", "created_at", "updated_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        return ("shown_email", "id", "created_at", "updated_at") if obj else ()


class TokenForm(UseCaseForm):
    class Meta:
        model = models.ApiToken
        fields = ("user", "name", "expires_at")
        labels = {"user": "Acts for"}
        help_texts = {"name": "What it is for, to know it by.", "expires_at": "Left empty, it is valid without end."}

    def command(self, data: dict[str, Any]) -> dto.Token:
        made = customer.create_token(
            email=data["user"].email, name=data["name"], expires_at=data["expires_at"], now=timezone.now()
        )
        self.secret = made.secret
        return made.token


@admin.register(models.ApiToken)
class TokenAdmin(ForSuperusers):
    creates = True
    form = TokenForm
    list_display = ("name", "user", "created_at", "expires_at", "revoked_at")
    list_select_related = ("user",)
    search_fields = ("name", "user__email")
    ordering = ("-created_at", "-id")
    autocomplete_fields = ("user",)
    exclude = ("digest",)
    actions = ("revoke",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        messages.warning(request, f"Copy the token now, it is shown this once: {form.secret}")

    @command_action(description="Revoke")
    def revoke(self, row: models.ApiToken, *, now: Any) -> None:
        customer.revoke_token(token_id=row.id, now=now)


admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(BackOffice):
    """Roles are part of the program; who has one is said at the user."""

    list_display = ("name", "members")
    fields = ("name", "members")
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(count=Count("user"))  # type: ignore[no-any-return]

    @display(description="Members", ordering="count")
    def members(self, row: Any) -> int:
        return int(row.count)
