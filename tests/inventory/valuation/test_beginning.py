"""How the valuation of stock begins, and how it ends."""

import json

import pytest
from django.core.management import CommandError, call_command

from config.demo_shop import stock_the_shop
from contexts.inventory.audits.queries import find_discrepancies
from contexts.inventory.costs.errors import CostLineInvalid
from contexts.inventory.suppliers.use_cases import create_supplier, put_supplier_good
from contexts.inventory.transfers.use_cases import create_transfer, receive_transfer, send_transfer
from contexts.inventory.valuation import use_cases
from contexts.inventory.valuation.errors import CostsMissing, NotValued, ValuedAlready
from contexts.inventory.valuation.use_cases import begin_valuation, end_valuation
from gotuto.ids import SupplierId
from gotuto.money import Money
from tests.inventory.builders import NOW, lines, location, product, stocked, stocked_at
from tests.inventory.valuation.builders import TEA, amount, booked, bought, euros, later, sold, worth


@pytest.fixture
def goods(db, settings):
    """Tea at two places and on its way, cups, and a pot of which nothing lies there; from now on they may be valued."""
    stocked(6)
    location("HAMBURG")
    stocked_at("HAMBURG", 3)
    made = create_transfer(to_location="HAMBURG", lines=lines(TEA=2), actor=None, now=NOW)
    sent = send_transfer(transfer_id=made.id, actor=None, now=NOW)
    stocked(4, "CUP")
    stocked(1, "POT")
    sold(POT=1)
    settings.GOTUTO_STOCK_VALUATION = "EUR"
    return sent


def supplied(sku, cost, *, currency="EUR"):
    house = create_supplier(name=f"House {sku} {currency}", currency=currency, now=NOW)
    put_supplier_good(supplier_id=SupplierId(house.id), sku=sku, cost=Money.of(cost, currency), now=NOW)


def test_all_that_lies_there_and_is_on_its_way_is_valued(goods):
    begun = begin_valuation(costs=["SKU;cost", "TEA;1.50", "", " cup , 0.333"[:-1]], reason="Opening", now=later())
    assert (begun.skus, begun.pieces, begun.value) == (3, 13, euros("14.82"))
    assert (worth(), worth("CUP"), worth("POT")) == ((9, amount("13.50")), (4, amount("1.32")), (0, 0))
    assert booked() == [("valuation", amount("13.50"))]
    receive_transfer(transfer_id=goods.id, actor=None, now=later())
    sold(TEA=8)
    assert worth() == (1, amount("1.50"))
    assert find_discrepancies() == ()


def test_what_the_file_does_not_name_costs_what_its_preferred_supplier_asks(goods):
    supplied("CUP", "2.00")
    supplied("TEA", "9.00")
    assert begin_valuation(costs=["TEA\t1"], now=later()).value == euros("17.00")


def test_another_currency_says_nothing_and_nothing_begins_as_long_as_a_cost_is_missing(goods):
    supplied("CUP", "2.00", currency="USD")
    with pytest.raises(CostsMissing, match=r"What do 1 SKUs cost\? .* the first are CUP\."):
        begin_valuation(costs=["TEA;1"], now=later())
    assert (worth(), booked()) == ((None, None), [])


def test_begun_twice_it_is_refused_and_cut_off_it_goes_on(goods, monkeypatch):
    monkeypatch.setattr(use_cases, "BATCH", 1)
    begun = use_cases.statements.begin
    monkeypatch.setattr(
        use_cases.statements, "begin", lambda pieces, *rest, **more: _cut_off(begun, pieces, *rest, **more)
    )
    with pytest.raises(InterruptedError):
        begin_valuation(costs=["TEA;1", "CUP;2"], now=later())
    monkeypatch.undo()
    assert (worth("CUP"), worth()) == ((4, 8), (None, None))
    assert begin_valuation(costs=["TEA;1", "CUP;99"], now=later()).value == euros("9")
    with pytest.raises(ValuedAlready):
        begin_valuation(costs=["TEA;1", "CUP;2"], now=later())
    assert (worth("CUP"), worth()) == ((4, 8), (9, 9))


def _cut_off(begun, pieces, *rest, **more):
    if "TEA" in pieces:
        raise InterruptedError
    return begun(pieces, *rest, **more)


def test_what_comes_in_before_a_batch_is_locked_needs_its_cost_as_well(goods, monkeypatch):
    looked = use_cases.statements.lock

    def lock(skus):
        looked(skus)
        monkeypatch.setattr(use_cases.statements, "costs_of_goods", lambda skus, currency: {})

    supplied("CUP", "2.00")
    monkeypatch.setattr(use_cases.statements, "lock", lock)
    with pytest.raises(CostsMissing):
        begin_valuation(costs=["TEA;1"], now=later())
    assert worth("CUP") == (None, None)


@pytest.mark.parametrize("line", ["TEA", "TEA;x1", ";1", "TEA;-1", "TEA;1.00000", "CUP;1"])
def test_a_line_that_says_nothing_is_named(goods, line):
    with pytest.raises(CostLineInvalid, match="Line 2"):
        begin_valuation(costs=["CUP;1", line], now=later())


def test_goods_that_are_new_are_valued_from_their_first_piece(settings, db):
    settings.GOTUTO_STOCK_VALUATION = "EUR"
    product("TEA")
    bought(2, "1.10")
    assert worth() == (2, amount("2.20"))


def test_what_moves_before_the_beginning_has_no_value(goods):
    bought(1, "5.00")
    sold(TEA=2)
    assert (worth(), booked()) == ((None, None), [])
    begin_valuation(costs=["TEA;1", "CUP;1"], now=later())
    assert worth() == (8, 8)
    assert find_discrepancies() == ()


def test_it_ends_and_the_ledger_keeps_what_it_was_worth(goods):
    begin_valuation(costs=["TEA;1", "CUP;2"], now=later())
    assert end_valuation(sku=TEA, now=later()).value == euros("9")
    assert begin_valuation(costs=["TEA;2"], now=later()).value == euros("18")
    ended = end_valuation(now=later())
    assert (ended.skus, ended.pieces, ended.value) == (3, 13, euros("26"))
    assert (worth(), sorted(value for _, value in booked())) == ((None, None), [-18, -9, 9, 18])
    assert find_discrepancies() == ()


def test_where_stock_is_not_valued_there_is_nothing_to_begin(db):
    for asked in (begin_valuation, end_valuation):
        with pytest.raises(NotValued):
            asked(now=NOW)


def test_the_command_begins_shows_and_ends(goods, tmp_path, capsys):
    file = tmp_path / "costs.csv"
    file.write_bytes("\ufeffSKU;cost\nTEA;1.50\nCUP;0.25\n".encode())
    call_command("stock_valuation", "--costs", str(file), "--dry-run")
    assert worth() == (None, None)
    assert "13 pieces are valued; they are worth 14.50 EUR." in capsys.readouterr().out
    call_command("stock_valuation", "--costs", str(file), "--json")
    assert json.loads(capsys.readouterr().out)["pieces"] == 13
    with pytest.raises(CommandError, match="valued already"):
        call_command("stock_valuation")
    call_command("stock_value")
    shown = capsys.readouterr().out
    assert "14.50 EUR" in shown
    assert "on its way" in shown
    call_command("stock_value", "--csv")
    assert capsys.readouterr().out.split() == [
        "sku,pieces,value,average,currency",
        "CUP,4,1.00,0.25,EUR",
        "POT,0,0.00,,EUR",
        "TEA,9,13.50,1.50,EUR",
    ]
    call_command("stock_valuation", "--end", "--sku", "tea")
    assert "1 SKUs with 9 pieces are valued no more; they were worth 13.50 EUR." in capsys.readouterr().out
    call_command("stock_value", "--json")
    assert json.loads(capsys.readouterr().out)["total"]["not_valued"] == 1
    call_command("stock_value")
    assert "1 SKUs lie there that are not valued" in capsys.readouterr().out


def test_the_demo_shop_says_what_its_first_deliveries_cost(settings, db):
    settings.GOTUTO_STOCK_VALUATION = "JPY"
    stock_the_shop(now=NOW)
    assert worth("TEA-EARL-GREY-100") == (1_000, 3_000)
