"""Reservations in the back office: for whom pieces are kept."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from contexts.inventory.reservations import models
from gotuto.backoffice import BackOffice
from gotuto.display import badge
from gotuto.finding import by_id, by_name, either
from gotuto.inlines import ReadOnlyInline

STATE_COLOURS = {"held": "warning", "committed": "success", "released": "info"}


class LineInline(ReadOnlyInline):
    model = models.ReservationLine
    verbose_name_plural = "lines"
    fields = ("item", "quantity", "elsewhere", "places")
    readonly_fields = fields
    hide_title = True

    @display(description="where else")
    def places(self, row: models.ReservationLine) -> str:
        placed = row.allocations.select_related("location") if row.elsewhere else ()
        return ", ".join(f"{one.quantity} at {one.location}" for one in placed)


def holds_sku(words: str) -> Q:
    """Reservations with pieces of this very SKU."""
    return Q(Exists(models.ReservationLine.objects.filter(reservation=OuterRef("pk"), item__sku=words.strip().upper())))


@admin.register(models.Reservation)
class ReservationAdmin(BackOffice):
    list_display = ("kept_for", "shown_state", "contents", "created_at", "held_until")
    list_filter = ("state",)
    finders = (by_id("id", "order_id"), either(holds_sku, by_name("order", "order_id")))
    search_help_text = "A SKU, the number of an order, or words of its buyer's name or e-mail address"
    refers: ClassVar[dict[str, str]] = {"order_id": "order"}
    ordering = ("-created_at",)
    fields = readonly_fields = ("order_page", "shown_state", "order_id", "created_at", "held_until", "updated_at")
    inlines = (LineInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Reservation]:
        rows: QuerySet[models.Reservation] = super().get_queryset(request)
        return rows.prefetch_related("lines")

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
        return badge(row.state, STATE_COLOURS[row.state])
