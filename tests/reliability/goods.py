"""How the goods of a life lie when its order is placed: on one shelf, at two locations, or nowhere yet."""

from django.utils import timezone

from contexts.inventory.locations.queries import list_locations
from contexts.inventory.locations.use_cases import create_location
from contexts.inventory.stock.dto import SoldOut
from contexts.inventory.stock.models import StockItem
from contexts.inventory.stock.use_cases import receive_stock, update_stock_item
from gotuto.ids import Sku
from tests.shop import Shop

# What each order of a life buys.
PIECES = 2


def on_one_shelf(shop: Shop, sku: str) -> Sku:
    return shop.has(sku, pieces=PIECES + 1)


def at_two_locations(shop: Shop, sku: str) -> Sku:
    """None of them has enough."""
    if not any(place.code == "HAMBURG" for place in list_locations().items):
        create_location(name="Hamburg", code="HAMBURG", now=shop.now)
    goods = shop.has(sku, pieces=PIECES - 1)
    receive_stock(sku=goods, quantity=PIECES, location="HAMBURG", actor=None, now=shop.now)
    return goods


def sold_out(shop: Shop, sku: str) -> Sku:
    """One piece is there, and more are promised."""
    goods = shop.has(sku, pieces=PIECES - 1)
    update_stock_item(sku=goods, when_sold_out=SoldOut.WAIT, now=shop.now)
    return goods


def nothing_comes() -> bool:
    """Whether there is nothing to do for whoever books goods."""
    return True


def what_is_awaited_comes() -> bool:
    """Pieces for whoever stands in line; whether nobody did."""
    awaited = StockItem.objects.filter(waiting__gt=0).values_list("sku", "waiting")
    for sku, pieces in awaited:
        receive_stock(sku=Sku(sku), quantity=pieces, actor=None, now=timezone.now())
    return not awaited
