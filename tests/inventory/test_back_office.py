"""The warehouse in the back office."""

import pytest

from contexts.customer.staff.use_cases import ensure_staff
from contexts.inventory.movements.models import Movement
from contexts.inventory.reservations.models import Reservation
from contexts.inventory.stock.models import StockItem
from contexts.inventory.stock.use_cases import receive_stock
from gotuto import names
from gotuto.ids import Sku
from tests.factories import CategoryFactory
from tests.inventory.builders import NOW, an_order, counters, product, reserve, stocked
from tests.office import press, said

ITEMS = "/admin/inventory/stockitem/"


@pytest.fixture
def sign_in(client, db):
    """Sign a member of staff in who has these roles."""

    def enter(*roles):
        email = f"{'-'.join(roles) or 'staff'}@example.com"
        ensure_staff(email=email, password="a-long-password-9", roles=roles, is_superuser=False, now=NOW)
        assert client.login(username=email, password="a-long-password-9")
        return client

    return enter


def page_of(item_id, model="stockitem"):
    return f"/admin/inventory/{model}/{item_id}/change/"


def tea():
    return StockItem.objects.get(sku="TEA")


def button(which):
    return f"{ITEMS}{tea().id}/{which}/"


def test_a_keeper_books_what_came_in(sign_in):
    stocked(5)
    answer = press(sign_in("stock"), button("receive_this"), pieces=7, reason="Note 8")
    assert said(answer) == ["Pieces came in: done."]
    assert counters() == (12, 0, 12)
    booked = Movement.objects.latest("occurred_at")
    assert (booked.reason, booked.actor) == ("Note 8", answer.wsgi_request.user.pk)


def test_a_keeper_says_how_many_were_counted_and_must_say_why(sign_in):
    stocked(5)
    office = sign_in("stock")
    silent = press(office, button("count_this"), counted=3, reason="")
    assert "Say why the count changes" in silent.content.decode()
    assert said(press(office, button("count_this"), counted=3, reason="Damaged")) == ["Correct the count: done."]
    assert counters() == (3, 0, 3)
    assert "on hand: 5 → 3 (Damaged)" in office.get(f"{ITEMS}{tea().id}/history/").content.decode()


def test_who_counts_what_the_books_say_corrects_nothing(sign_in):
    stocked(5)
    same = press(sign_in("stock"), button("count_this"), counted=5, reason="Counted anew")
    assert "there is nothing to correct" in same.content.decode()
    fewer_than_none = press(sign_in("stock"), button("count_this"), counted=-1, reason="Counted anew")
    assert "greater than or equal to 0" in fewer_than_none.content.decode()
    assert counters() == (5, 0, 5)


def test_what_comes_in_while_somebody_counts_is_not_lost(sign_in):
    stocked(5)
    office = sign_in("stock")
    office.get(button("count_this"))
    receive_stock(sku=Sku("TEA"), quantity=10, actor=None, now=NOW)
    office.post(button("count_this"), {"counted": 4, "on_hand": 5, "reason": "Counted anew"})
    assert counters() == (14, 0, 14)


def test_a_refusal_stands_on_the_page_and_leaves_nothing_behind(sign_in):
    stocked(5)
    reserve(an_order(), TEA=4)
    answer = press(sign_in("stock"), button("count_this"), counted=3, reason="Damaged")
    assert "Only 1 of 2 pieces of TEA are free." in answer.content.decode()
    assert counters() == (5, 4, 1)


def test_the_first_pieces_of_a_product_are_booked_by_its_sku(sign_in):
    product("TEA")
    office = sign_in("stock")
    unknown = office.post(f"{ITEMS}add/", {"sku": "nothing", "pieces": 5, "reason": ""})
    assert "Put it into the catalogue first" in unknown.content.decode()
    office.post(f"{ITEMS}add/", {"sku": "tea", "pieces": 5, "reason": ""})
    assert counters() == (5, 0, 5)


def test_staff_without_the_role_look_but_do_not_touch(sign_in):
    stocked(5)
    office = sign_in()
    assert "receive_this" not in office.get(page_of(tea().id)).content.decode()
    assert office.post(button("receive_this"), {"pieces": 7, "reason": ""}).status_code == 403
    assert counters() == (5, 0, 5)


def test_the_list_tells_what_is_sold_out(sign_in):
    stocked(5, "TEA")
    stocked(1, "CUP")
    reserve(an_order(), CUP=1)
    office = sign_in("catalog")
    shown = {
        choice: [row.sku for row in office.get(f"{ITEMS}?available={choice}").context["cl"].result_list]
        for choice in ("yes", "no")
    }
    assert shown == {"yes": ["TEA"], "no": ["CUP"]}
    assert len(office.get(f"{ITEMS}?q=te").context["cl"].result_list) == 1
    assert len(office.get(ITEMS).context["cl"].result_list) == 2


def test_movements_and_reservations_can_be_read(sign_in):
    stocked(5)
    order = an_order()
    reserve(order, TEA=2)
    office = sign_in("stock")
    assert len(office.get(f"/admin/inventory/movement/?order_id={order}").context["cl"].result_list) == 1
    assert len(office.get(f"/admin/inventory/reservation/?q={order}").context["cl"].result_list) == 1
    assert office.get("/admin/inventory/reservation/?q=tea").status_code == 200
    held = Reservation.objects.get()
    for model, row in (("movement", Movement.objects.first()), ("reservation", held)):
        shown = office.get(page_of(row.id, model))
        assert shown.status_code == 200
        assert "TEA" in shown.content.decode()
        assert office.get(f"/admin/inventory/{model}/add/").status_code == 403


def test_the_product_shows_its_stock_and_what_can_be_booked(sign_in):
    stocked(2001)
    office = sign_in("stock")
    shown = office.get(f"/admin/catalog/product/{tea().product_id}/change/").content.decode()
    assert "2,001 available, 2,001 on hand, 0 reserved" in shown
    assert f"{button('receive_this')}?next=/admin/catalog/product/" in shown
    few = office.get(ITEMS, {"available": "few"}).context["cl"].result_list
    assert few == []


def new_product(office, **also):
    shelf = CategoryFactory().id
    form = {
        "sku": "TEA",
        "name": "Tea",
        "price_amount": "4.90",
        "price_currency": "EUR",
        "tax_class": "standard",
        "category": shelf,
        "version": 1,
    }
    return office.post("/admin/catalog/product/add/", {**form, "is_active": "on", **also}, follow=True)


def test_a_new_product_gets_its_first_pieces_on_the_form_that_makes_it(sign_in):
    office = sign_in("catalog", "stock")
    assert "Pieces in stock" in office.get("/admin/catalog/product/add/").content.decode()
    new_product(office, pieces=40)
    assert counters() == (40, 0, 40)


def test_a_new_product_may_come_without_pieces_and_never_with_fewer_than_none(sign_in):
    office = sign_in("catalog", "stock")
    assert "greater than or equal to 1" in new_product(office, pieces=-1).content.decode()
    assert not StockItem.objects.exists()
    new_product(office, pieces="")
    assert not Movement.objects.exists()


def test_where_stock_is_valued_pieces_come_in_with_their_cost_and_not_on_that_form(sign_in, settings):
    settings.GOTUTO_STOCK_VALUATION = "EUR"
    office = sign_in("catalog", "stock")
    assert "Pieces in stock" not in office.get("/admin/catalog/product/add/").content.decode()
    page = new_product(office).content.decode()
    assert "was added successfully" in page
    assert not Movement.objects.exists()


def test_whoever_books_no_stock_is_not_asked_for_it(sign_in):
    office = sign_in("catalog")
    assert "Pieces in stock" not in office.get("/admin/catalog/product/add/").content.decode()
    new_product(office, pieces=40)
    assert not Movement.objects.exists()


def test_a_search_that_means_too_much_says_that_it_shows_a_part(sign_in, monkeypatch):
    stocked(5, "TEA-ASSAM")
    stocked(5, "TEA-EARL")
    office = sign_in("stock")
    monkeypatch.setattr(names, "MOST", 1)
    shown = office.get(f"{ITEMS}?q=tea")
    assert "Only what belongs to 1 of them is shown" in shown.content.decode()
    assert [row.sku for row in shown.context["cl"].result_list] == ["TEA-ASSAM"]
    assert "Only what belongs to" not in office.get(f"{ITEMS}?q=earl").content.decode()
