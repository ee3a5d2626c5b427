"""Staff and roles in the back office: superusers decide who may enter and what they may change."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from unfold.decorators import display
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldBooleanSwitchWidget,
)

from contexts.customer.accounts import models
from contexts.customer.accounts.admin import password_field
from contexts.customer.staff import dto, use_cases
from gotuto.backoffice import BackOffice, ForSuperusers, UseCaseForm
from gotuto.finding import by_id, by_words
from gotuto.ids import ActorId
from gotuto.modules import rights
from gotuto.roles import Role


def _granted(group: Any) -> list[rights.Granted]:
    return list(rights.granted(Role(group.name))) if group.name in set(Role) else []


def _in_words() -> str:
    """What each role may do; the page of a role says besides what it sees."""
    lines = ((role.value, "; ".join(granted.does for granted in rights.granted(role) if granted.does)) for role in Role)
    return format_html("Without a role they see nothing.{}", format_html_join("", "<br>{}: {}.", lines))


def _groups() -> "forms.ModelMultipleChoiceField[Group]":
    return forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"),
        required=False,
        label="Roles",
        help_text=_in_words(),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )


class UserForm(UseCaseForm):
    instance: models.User
    groups = _groups()
    password = password_field(required=False, help_text="Left empty, it stays as it is.")
    keep_tokens = forms.BooleanField(
        label="API tokens stay valid",
        required=False,
        help_text="With a new password the tokens of the account end, unless you leave them.",
        widget=UnfoldBooleanSwitchWidget,
    )

    class Meta:
        model = models.User
        fields = ("is_active", "is_superuser", "groups")
        labels = {"is_active": "May sign in", "is_superuser": "Administrator"}
        help_texts = {"is_superuser": "Has every role, and decides who else has which."}

    def command(self, data: dict[str, Any]) -> dto.Staff:
        return use_cases.update_access(
            user_id=ActorId(self.instance.id),
            is_active=data["is_active"],
            roles=_roles(data),
            is_superuser=data["is_superuser"],
            password=data["password"] or None,
            keep_tokens=data["keep_tokens"],
            now=timezone.now(),
        )


class NewStaffForm(UseCaseForm):
    groups = _groups()
    password = password_field()

    class Meta:
        model = models.User
        fields = ("email", "is_superuser", "groups")
        labels = {"is_superuser": "Administrator"}
        help_texts = {"is_superuser": "Has every role, and decides who else has which."}

    def command(self, data: dict[str, Any]) -> dto.Staff:
        return use_cases.create_staff(
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
    list_display = ("email", "works_here", "may_sign_in", "shown_roles", "last_login")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("email",)
    finders = (by_id("id"), by_words("email"))
    search_help_text = "Words of the e-mail address, or how they begin"
    ordering = ("email",)
    readonly_fields = ("email", "is_staff", "last_login", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.User]:
        return super().get_queryset(request).prefetch_related("groups")  # type: ignore[no-any-return]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **({} if obj else {"form": NewStaffForm}), **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        if obj is None:
            return ("email", "password", "is_superuser", "groups")
        secret = ("password", "keep_tokens") if self.may_write(request) else ()
        return ("email", "is_active", "is_staff", "is_superuser", "groups", *secret, "last_login", "created_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        return self.readonly_fields if obj else ()

    @display(description="Works here", boolean=True, ordering="is_staff")
    def works_here(self, row: models.User) -> bool:
        return row.is_staff

    @display(description="May sign in", boolean=True, ordering="is_active")
    def may_sign_in(self, row: models.User) -> bool:
        return row.is_active

    @display(description="Roles")
    def shown_roles(self, row: models.User) -> str:
        return "all" if row.is_superuser else ", ".join(sorted(group.name for group in row.groups.all()))


admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(BackOffice):
    """Roles are part of the program; who has one is said at the user."""

    list_display = ("name", "does", "members")
    fields = readonly_fields = ("name", "does", "sees", "members")
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(count=Count("user"))  # type: ignore[no-any-return]

    @display(description="May do")
    def does(self, row: Group) -> str:
        lines = ((granted.does[0].upper() + granted.does[1:],) for granted in _granted(row) if granted.does)
        return format_html_join("", "<div>{}.</div>", lines)

    @display(description="May see")
    def sees(self, row: Group) -> str:
        lines = ((granted.module, ", ".join(granted.sees)) for granted in _granted(row))
        return format_html_join("", "<div>{}: {}</div>", lines)

    @display(description="Members", ordering="count")
    def members(self, row: Any) -> int:
        return int(row.count)
