"""Groups of customers in the back office."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from contexts.customer.groups import dto, models, queries, use_cases
from gotuto.backoffice import BackOffice, UseCaseForm
from gotuto.form_fields import LineField, WholeNumberField
from gotuto.roles import Role
from gotuto.text.codes import CODE_LENGTH


class GroupForm(UseCaseForm):
    """What a group is called."""

    instance: models.CustomerGroup

    code = LineField(
        max_length=CODE_LENGTH, widget=UnfoldAdminTextInputWidget, help_text="Such as TRADE. Never changed."
    )
    name = LineField(max_length=dto.NAME_LENGTH, widget=UnfoldAdminTextInputWidget)
    # As the page showed it, so that nobody overwrites what they have not seen.
    seen_version = WholeNumberField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = models.CustomerGroup
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            return
        known = self.instance.to_dto()
        self.initial.update({**vars(known), "seen_version": known.version})
        if "code" in self.fields:
            self.fields["code"].disabled = True

    def command(self, data: dict[str, Any]) -> dto.CustomerGroup:
        if self.instance._state.adding:
            return use_cases.open_group(code=data["code"], name=data["name"], now=timezone.now())
        return use_cases.change_group(
            code=self.instance.code,
            name=data["name"],
            expected_version=data["seen_version"],
            now=timezone.now(),
        )


@admin.register(models.CustomerGroup)
class CustomerGroupAdmin(BackOffice):
    role = Role.SUPPORT
    creates = edits = True
    form = GroupForm
    list_display = ("code", "name", "shown_members")
    ordering = ("code",)

    def prepare(self, rows: list[Any]) -> None:
        super().prepare(rows)
        members = queries.members_of(codes=[row.code for row in rows])
        for row in rows:
            row.members = members.get(row.code, 0)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if not self.has_change_permission(request, obj):
            return [(None, {"fields": self.list_display})]
        return [(None, {"fields": ("code", "name", "seen_version")})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if self.has_change_permission(request, obj) else self.list_display

    @display(description="customers")
    def shown_members(self, row: models.CustomerGroup) -> str:
        return format_html(
            '<a class="go-link" href="{}?customer_group={}">{}</a>',
            reverse("admin:customer_customer_changelist"),
            row.code,
            row.__dict__.get("members", "their list"),
        )
