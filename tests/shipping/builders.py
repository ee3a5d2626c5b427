"""What the tests of shipping say in one word."""

from dataclasses import replace

from contexts.inventory.dto import StockLine
from contexts.inventory.reservations.use_cases import reserve_stock
from contexts.shipping import dto
from contexts.shipping.use_cases import deliver_shipment, dispatch_shipment
from gotuto.address import Address
from gotuto.ids import OrderId, ShipmentId, Sku
from tests.factories import AddressFactory, ShipmentFactory
from tests.inventory.builders import NOW, an_order, stocked

HOME: Address = AddressFactory()
OFFICE = replace(HOME, line1="Tower 9")


def contents(**pieces: int) -> list[dto.ShipmentLine]:
    return [dto.ShipmentLine(sku=Sku(sku), quantity=quantity) for sku, quantity in pieces.items()]


def reserved_order(pieces: int = 2, *, of: str = "TEA", in_stock: int = 5) -> OrderId:
    """An order whose goods are kept for it."""
    order, sku = an_order(), stocked(in_stock, of)
    reserve_stock(order_id=order, lines=[StockLine(sku=sku, quantity=pieces)], now=NOW)
    return order


def parcel(order_id: OrderId | None = None) -> dto.Shipment:
    """A pending parcel of two teas."""
    made: dto.Shipment = ShipmentFactory(order_id=order_id or reserved_order())
    return made


def dispatch(
    shipment_id: ShipmentId, carrier: str = "DHL", tracking_number: str = "4711", version: int | None = None
) -> dto.Shipment:
    return dispatch_shipment(
        shipment_id=shipment_id, carrier=carrier, tracking_number=tracking_number, expected_version=version, now=NOW
    )


def deliver(shipment_id: ShipmentId, version: int | None = None) -> dto.Shipment:
    return deliver_shipment(shipment_id=shipment_id, expected_version=version, now=NOW)
