"""Feature flags in the back office: those that the project declares, and who switched them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display
from unfold.enums import ActionVariant
from waffle.models import Switch

from gotuto.actions.asking import row_action
from gotuto.backoffice import ForSuperusers
from gotuto.flags.declared import flags
from gotuto.flags.switching import switch

STATE_COLOURS = {"on": "success", "off": "warning"}
_SOON = "Every process knows within five seconds."


@admin.register(Switch)
class FlagAdmin(ForSuperusers):
    list_display = ("name", "state", "means")
    ordering = ("name",)
    actions_detail = ("switch_on", "switch_off")
    fields = readonly_fields = ("name", "state", "usual", "means", "modified")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Switch]:
        rows: QuerySet[Switch] = super().get_queryset(request)
        return rows.filter(name__in=flags())

    @row_action(description="Switch on", words=_SOON, when=lambda row: not row.active)
    def switch_on(self, row: Switch, **_: Any) -> None:
        switch(name=row.name, on=True)

    @row_action(description="Switch off", words=_SOON, variant=ActionVariant.DANGER, when=lambda row: row.active)
    def switch_off(self, row: Switch, **_: Any) -> None:
        switch(name=row.name, on=False)

    @display(description="state", label=STATE_COLOURS, ordering="active")
    def state(self, row: Switch) -> str:
        return "on" if row.active else "off"

    @display(description="unless switched")
    def usual(self, row: Switch) -> str:
        return "on" if flags()[row.name].is_on else "off"

    @display(description="what it means")
    def means(self, row: Switch) -> str:
        # Written for the page of flags, too, which is Markdown.
        return flags()[row.name].means.replace("`", "")
