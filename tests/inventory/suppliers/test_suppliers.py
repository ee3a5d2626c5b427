"""From whom goods are bought, and what each of them has."""

import pytest

from contexts.inventory.stock.errors import SkuUnknown
from contexts.inventory.suppliers.domain import code_of
from contexts.inventory.suppliers.dto import SupplierFilter, SupplierGoodFilter
from contexts.inventory.suppliers.errors import (
    SupplierArchived,
    SupplierGoodInvalid,
    SupplierGoodNotFound,
    SupplierInvalid,
    SupplierNotFound,
    SupplierTaken,
)
from contexts.inventory.suppliers.queries import (
    get_supplier,
    get_supplier_good,
    goods_of,
    list_supplier_goods,
    list_suppliers,
)
from contexts.inventory.suppliers.use_cases import (
    create_supplier,
    put_supplier_good,
    remove_supplier_good,
    update_supplier,
)
from gotuto.errors import Stale
from gotuto.ids import Sku, SupplierId, new_id
from gotuto.money import Money
from gotuto.paging import PageRequest
from tests.inventory.builders import NOW, stocked

TEA = Sku("TEA")
pytestmark = pytest.mark.django_db


def supplier(name="Tea House", **more):
    return create_supplier(name=name, now=NOW, **more)


def euros(amount):
    return Money.of(amount, "EUR")


def has(who, cost="4.20", sku=TEA, **more):
    return put_supplier_good(supplier_id=who.id, sku=sku, cost=euros(cost), now=NOW, **more)


def listed(**filters):
    return [one.code for one in list_suppliers(filters=SupplierFilter(**filters), page=PageRequest()).items]


def test_a_supplier_is_called_by_its_name_and_paid_in_the_shops_currency_unless_told_otherwise():
    house = supplier("Tee-Haus Köln GmbH", email="orders@example.com", lead_time_days=14)
    assert (house.code, house.currency, house.lead_time_days, house.version) == ("TEE-HAUS-KOLN-GMBH", "EUR", 14, 1)
    other = supplier("Mugs", code="mugs-1", currency="USD")
    assert (other.code, other.currency) == ("MUGS-1", "USD")
    assert listed() == ["MUGS-1", "TEE-HAUS-KOLN-GMBH"]
    with pytest.raises(SupplierTaken):
        supplier("Mugs again", code="MUGS-1")


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"name": " "}, "name"),
        ({"name": "茶"}, "code"),
        ({"name": "Tea", "code": "-"}, "code"),
        ({"name": "Tea", "lead_time_days": -1}, "lead_time_days"),
        ({"name": "Tea", "lead_time_days": 731}, "lead_time_days"),
    ],
)
def test_what_cannot_be_said_of_a_supplier(given, where):
    with pytest.raises(SupplierInvalid) as refused:
        supplier(**given)
    assert refused.value.detail.startswith(where)


def test_a_long_name_makes_a_code_that_fits():
    assert code_of("A" * 31 + " b") == "A" * 31


def test_a_supplier_is_changed_archived_and_restored():
    house = supplier()
    changed = update_supplier(supplier_id=house.id, name="Tea & Co", lead_time_days=3, expected_version=1, now=NOW)
    assert (changed.name, changed.lead_time_days, changed.version) == ("Tea & Co", 3, 2)
    assert update_supplier(supplier_id=house.id, name="Tea & Co", now=NOW).version == 2
    with pytest.raises(Stale):
        update_supplier(supplier_id=house.id, name="Tea", expected_version=1, now=NOW)
    gone = update_supplier(supplier_id=house.id, is_archived=True, now=NOW)
    assert (gone.archived_at, listed(is_archived=True), listed(is_archived=False)) == (NOW, ["TEA-HOUSE"], [])
    assert update_supplier(supplier_id=house.id, is_archived=False, now=NOW).archived_at is None
    for ask in (
        lambda who: update_supplier(supplier_id=who, name="X", now=NOW),
        lambda who: get_supplier(supplier_id=who),
    ):
        with pytest.raises(SupplierNotFound):
            ask(SupplierId(new_id()))


def test_the_first_who_has_a_sku_is_preferred_until_another_one_is():
    stocked(1)
    house, market = supplier(), supplier("Market")
    first = has(house, supplier_sku="EG-100", pack_size=12)
    assert (first.cost, first.pack_size, first.is_preferred, first.version) == (euros("4.20"), 12, True, 1)
    assert not has(market, "3.90").is_preferred
    assert has(market, "3.90", is_preferred=True).is_preferred
    assert not get_supplier_good(supplier_id=house.id, sku=TEA).is_preferred
    again = has(house, "4.00", expected_version=2)
    assert (again.cost, again.pack_size, again.is_preferred, again.version) == (euros("4.00"), 1, False, 3)
    with pytest.raises(Stale):
        has(house, "4.10", expected_version=1)


def test_what_a_supplier_does_not_have_any_more_is_gone():
    stocked(1)
    house = supplier()
    has(house)
    remove_supplier_good(supplier_id=house.id, sku=TEA, expected_version=1)
    for ask in (remove_supplier_good, get_supplier_good):
        with pytest.raises(SupplierGoodNotFound):
            ask(supplier_id=house.id, sku=TEA)


def test_what_cannot_be_said_of_goods_of_a_supplier():
    stocked(1)
    house = supplier()
    for wrong in ({"cost": Money.of("4.20", "USD")}, {"cost": euros("-1.00")}, {"cost": euros("4.20"), "pack_size": 0}):
        with pytest.raises(SupplierGoodInvalid):
            put_supplier_good(supplier_id=house.id, sku=TEA, now=NOW, **wrong)
    with pytest.raises(SkuUnknown):
        has(house, sku=Sku("NOTHING"))
    update_supplier(supplier_id=house.id, is_archived=True, now=NOW)
    with pytest.raises(SupplierArchived):
        has(house)


def test_goods_are_listed_by_sku():
    stocked(1)
    stocked(1, "CUP")
    house = supplier()
    for sku in (TEA, Sku("CUP")):
        has(house, sku=sku)

    def found(**filters):
        page = list_supplier_goods(
            supplier_id=house.id, filters=SupplierGoodFilter(**filters), page=PageRequest(size=10)
        )
        return [one.sku for one in page.items]

    assert found() == ["CUP", "TEA"]
    assert found(sku=TEA) == ["TEA"]
    assert set(goods_of(supplier_id=house.id, skus=[TEA, Sku("POT")])) == {TEA}
    nobody = SupplierId(new_id())
    with pytest.raises(SupplierNotFound):
        list_supplier_goods(supplier_id=nobody, filters=SupplierGoodFilter(), page=PageRequest())
