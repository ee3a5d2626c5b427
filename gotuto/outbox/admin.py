"""Events and deliveries in the back office: what was said, who has heard it, and what died on the way."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from gotuto.actions.asking import list_action
from gotuto.backoffice import BackOffice, ForSuperusers
from gotuto.display import badge
from gotuto.events import catalogue
from gotuto.finding import by_id, by_value, either
from gotuto.inlines import ReadOnlyInline
from gotuto.outbox import models, redelivery
from gotuto.outbox.handlers import handlers

STATE_COLOURS = {"pending": "info", "done": "success", "dead": "danger"}


class DeliveryInline(ReadOnlyInline):
    model = models.Delivery
    fields = readonly_fields = ("handler", "shown_state", "attempts", "due_at", "finished_at", "last_error")
    ordering = ("id",)

    @display(description="state")
    def shown_state(self, row: models.Delivery) -> str:
        return badge(row.state, STATE_COLOURS[row.state])


class NameFilter(admin.SimpleListFilter):
    """The events that this release knows; asking the table for its names would read all of it."""

    title = "name"
    parameter_name = "name"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(event_class.name, event_class.name) for event_class in catalogue.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[models.Event]) -> QuerySet[models.Event]:
        return queryset.filter(name=self.value()) if self.value() else queryset


class HandlerFilter(admin.SimpleListFilter):
    """The handlers of this release, and those of another one that deliveries wait for."""

    title = "handler"
    parameter_name = "handler"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        waiting = models.Delivery.objects.filter(state=models.Delivery.State.PENDING)
        names = {*handlers.names(), *waiting.values_list("handler", flat=True).distinct()}
        return [(name, name) for name in sorted(names)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[models.Delivery]) -> QuerySet[models.Delivery]:
        return queryset.filter(handler=self.value()) if self.value() else queryset


@admin.register(models.Event)
class EventAdmin(BackOffice):
    list_display = ("sequence", "name", "aggregate_id", "recorded_at", "correlation_id")
    list_filter = (NameFilter, "recorded_at")
    finders = (either(by_id("aggregate_id", "event_id"), by_value("correlation_id")),)
    search_help_text = "The id of what it happened to, of the event, or a correlation id"
    ordering = ("-sequence",)
    inlines = (DeliveryInline,)


@admin.register(models.Delivery)
class DeliveryAdmin(ForSuperusers):
    list_display = ("id", "event_name", "handler", "shown_state", "attempts", "due_at", "error")
    list_filter = ("state", HandlerFilter)
    list_select_related = ("event",)
    search_fields = ("pk",)
    search_help_text = EventAdmin.search_help_text
    ordering = ("-id",)
    actions = ("redeliver",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[models.Delivery], search_term: str
    ) -> tuple[QuerySet[models.Delivery], bool]:
        """Those of the events that the same words find; the events have the indexes."""
        if not search_term:
            return queryset, False
        events = EventAdmin(models.Event, self.admin_site)
        found, _ = events.get_search_results(request, models.Event.objects.all(), search_term)
        return queryset.filter(event__in=found), False

    @list_action(
        description="Redeliver",
        words="The handlers hear of the events once more.",
        only=Q(state=models.Delivery.State.DEAD),
    )
    def redeliver(self, row: models.Delivery, *, now: Any) -> None:
        redelivery.redeliver_row(row)

    @display(description="event", ordering="event__name")
    def event_name(self, row: models.Delivery) -> str:
        return str(row.event)

    @display(description="state", ordering="state")
    def shown_state(self, row: models.Delivery) -> str:
        return badge(row.state, STATE_COLOURS[row.state])

    @display(description="last error", empty_value="")
    def error(self, row: models.Delivery) -> str:
        return row.last_error[:120]
