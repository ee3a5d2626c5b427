"""Reservations in the back office: for whom pieces are kept."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from contexts.inventory.reservations import dto, models, queries
from gotuto.backoffice import BackOffice
from gotuto.display import badge, moment
from gotuto.finding import by_id, by_name, either
from gotuto.inlines import ReadOnlyInline
from gotuto.story import Fact

STATE_COLOURS = {"held": "warning", "waiting": "danger", "committed": "success", "released": "info"}


class LineInline(ReadOnlyInline):
    model = models.ReservationLine
    verbose_name_plural = "lines"
    fields = ("item", "quantity", "elsewhere", "places", "turn")
    readonly_fields = fields
    hide_title = True

    @display(description="where else")
    def places(self, row: models.ReservationLine) -> str:
        placed = row.allocations.select_related("location") if row.elsewhere else ()
        return ", ".join(f"{one.quantity} at {one.location}" for one in placed)

    @display(description="place in line")
    def turn(self, row: models.ReservationLine) -> str:
        if row.ticket is None:
            return ""
        ahead = models.ReservationLine.objects.filter(item__sku=row.item_id, ticket__lte=row.ticket)[: queries.FURTHEST]
        return f"{ahead.count()} of those who wait"


class State(admin.SimpleListFilter):
    """Whether pieces are kept, are still waited for, have left, or were given back."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state.value, state.value.title()) for state in dto.ReservationState]

    def queryset(self, request: HttpRequest, queryset: QuerySet[models.Reservation]) -> QuerySet[models.Reservation]:
        state = self.value()
        if state is None:
            return queryset
        waits = Exists(models.ReservationLine.objects.filter(reservation=OuterRef("pk"), ticket__isnull=False))
        stored = "held" if state == "waiting" else state
        found = queryset.filter(state=stored)
        return found.filter(waits) if state == "waiting" else found.exclude(waits) if state == "held" else found


def holds_sku(words: str) -> Q:
    """Reservations with pieces of this very SKU."""
    return Q(Exists(models.ReservationLine.objects.filter(reservation=OuterRef("pk"), item__sku=words.strip().upper())))


@admin.register(models.Reservation)
class ReservationAdmin(BackOffice):
    list_display = ("kept_for", "shown_state", "contents", "created_at", "held_until")
    list_filter = (State,)
    finders = (by_id("id", "order_id"), either(holds_sku, by_name("order", "order_id")))
    search_help_text = "A SKU, the number of an order, or words of its buyer's name or e-mail address"
    refers: ClassVar[dict[str, str]] = {"order_id": "order"}
    ordering = ("-created_at",)
    fields = readonly_fields = (
        "order_page",
        "shown_state",
        "order_id",
        "created_at",
        "queued_at",
        "held_until",
        "updated_at",
    )
    inlines = (LineInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Reservation]:
        rows: QuerySet[models.Reservation] = super().get_queryset(request)
        return rows.prefetch_related("lines")

    def story(self, kind: str, key: Any) -> Iterator[Fact]:
        """Where an order stands in line, while it waits for goods."""
        places = queries.places_in_line(order_ids=[key]) if kind == "order" else {}
        for order_id, place in places.items():
            row = models.Reservation.objects.get(order_id=order_id)
            goods = f", goods are expected on {moment(place.expected_at)}" if place.expected_at else ""
            text = f"place {place.position} in line{goods}"
            yield Fact(row=row, title="Waits for goods", state="waiting", colour=STATE_COLOURS["waiting"], text=text)

    @display(description="kept for")
    def kept_for(self, row: models.Reservation) -> str:
        return self.called(row, "order_id") or str(row.order_id)

    @display(description="order")
    def order_page(self, row: models.Reservation) -> str:
        return self.reference(row, "order_id")

    @display(description="contents")
    def contents(self, row: models.Reservation) -> str:
        return ", ".join(f"{line.quantity} × {line.sku}" for line in row.to_dto().lines)

    @display(description="state", ordering="state")
    def shown_state(self, row: models.Reservation) -> str:
        state = row.to_dto().state
        return badge(state, STATE_COLOURS[state])
