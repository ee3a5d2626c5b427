"""The tables of reservations."""

from django.db import models
from django.db.models import F, Q

from contexts.inventory.locations.models import Location
from contexts.inventory.reservations import dto
from contexts.inventory.stock.models import StockItem
from gotuto import names
from gotuto.ids import OrderId, ReservationId, Sku, new_id


class Reservation(models.Model):
    """What is kept for an order; the row stays for ever, so that an order never gets its pieces twice."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order_id = models.UUIDField()
    # One that waits is held as well, as far as it goes: its lines say for what it waits.
    state = models.CharField(max_length=16, choices=[(state.value, state.value) for state in dto.STORED])
    # Until when its order is to be paid; information, as only the order ends a reservation.
    held_until = models.DateTimeField(null=True)
    # Since when it stood in line; stays when it has been served. None for one that never had to wait.
    queued_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(fields=["order_id"], name="inventory_reservation_order"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in dto.STORED]),
                name="inventory_reservation_state",
            ),
        )
        indexes = (
            models.Index(fields=["created_at", "id"], name="inventory_reservation_created"),
            # Who holds stock: those that are held are few, and each has its lines by their key.
            models.Index(fields=["state", "created_at", "id"], name="inventory_reservation_by_state"),
        )

    def __str__(self) -> str:
        return f"{self.state} for order {names.noted(self, 'order_id')}"

    def to_dto(self) -> dto.Reservation:
        rows = sorted(self.lines.all(), key=lambda line: line.item_id)
        waits = any(line.ticket is not None for line in rows)
        return dto.Reservation(
            id=ReservationId(self.id),
            order_id=OrderId(self.order_id),
            state=dto.ReservationState.WAITING if waits else dto.ReservationState(self.state),
            lines=tuple(dto.StockLine(sku=Sku(line.item_id), quantity=line.quantity) for line in rows),
            stood_in_line=self.queued_at is not None,
        )


class ReservationLine(models.Model):
    """So many pieces of one SKU within a reservation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reservation = models.ForeignKey(Reservation, models.PROTECT, related_name="lines", db_index=False)
    item = models.ForeignKey(
        StockItem, models.PROTECT, to_field="sku", db_column="sku", related_name="+", db_index=False
    )
    quantity = models.PositiveIntegerField()
    # What of it lies elsewhere than at the main location; the allocations say where.
    elsewhere = models.IntegerField(default=0, db_default=0)
    # Its turn among those who wait for this SKU, the smallest first; None where nobody waits for its pieces. Written by whoever
    # has locked the SKU's row.
    ticket = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("item_id",)
        constraints = (
            models.UniqueConstraint(fields=["reservation", "item"], name="inventory_reservationline_sku"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="inventory_reservationline_quantity"),
            models.CheckConstraint(
                condition=Q(elsewhere__gte=0, elsewhere__lte=F("quantity")), name="inventory_reservationline_elsewhere"
            ),
        )
        indexes = (
            # The line of a SKU in order of arrival; lines that do not wait are not in it.
            models.Index(fields=["item", "ticket"], name="inventory_line_by_ticket", condition=Q(ticket__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.quantity} × {self.item_id}"


class Allocation(models.Model):
    """Pieces of a reservation line that lie elsewhere than at the main location; the rest of the line lies there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.ForeignKey(ReservationLine, models.PROTECT, related_name="allocations", db_index=False)
    location = models.ForeignKey(Location, models.PROTECT, related_name="+", db_index=False)
    quantity = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["line", "location"], name="inventory_allocation_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="inventory_allocation_quantity"),
        )

    def __str__(self) -> str:
        return f"{self.quantity} at {self.location}"
