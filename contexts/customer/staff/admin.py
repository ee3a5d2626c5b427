"""Staff and roles in the back office: superusers decide who may enter and what they may change."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import display
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
)

from contexts.customer.accounts import models
from contexts.customer.accounts.admin import password_field
from contexts.customer.staff import dto, use_cases
from gotuto.backoffice import BackOffice, ForSuperusers, UseCaseForm
from gotuto.finding import by_id, by_words
from gotuto.ids import ActorId
from gotuto.roles import Role


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
    password = password_field(required=False, help_text="Left empty, it stays as it is.")

    class Meta:
        model = models.User
        fields = ("is_active", "is_superuser", "groups")
        labels = {"is_active": "May sign in"}
        help_texts = {"is_superuser": "Has every role, and decides who else has which."}

    def command(self, data: dict[str, Any]) -> dto.Staff:
        return use_cases.update_access(
            user_id=ActorId(self.instance.id),
            is_active=data["is_active"],
            roles=_roles(data),
            is_superuser=data["is_superuser"],
            password=data["password"] or None,
        )


class NewStaffForm(UseCaseForm):
    groups = _groups()
    password = password_field()

    class Meta:
        model = models.User
        fields = ("email", "is_superuser", "groups")
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
    list_display = ("email", "is_staff", "is_active", "shown_roles", "last_login")
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
        secret = ("password",) if self.may_write(request) else ()
        return ("email", "is_active", "is_staff", "is_superuser", "groups", *secret, "last_login", "created_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        return self.readonly_fields if obj else ()

    @display(description="Roles")
    def shown_roles(self, row: models.User) -> str:
        return "all" if row.is_superuser else ", ".join(sorted(group.name for group in row.groups.all()))


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
