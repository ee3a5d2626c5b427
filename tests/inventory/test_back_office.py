"""The warehouse in the back office."""

import pytest

from contexts.customer.staff.use_cases import ensure_staff
from contexts.inventory.models import Movement, Reservation, StockItem
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


def test_a_keeper_books_what_came_in(sign_in):
    stocked(5)
    office = sign_in("stock")
    answer = office.post(page_of(tea().id), {"booking": "receipt", "pieces": 7, "reason": "Note 8"}, follow=True)
    assert answer.status_code == 200
    assert counters() == (12, 0, 12)
    booked = Movement.objects.latest("occurred_at")
    assert (booked.reason, booked.actor) == ("Note 8", answer.wsgi_request.user.pk)


def test_a_keeper_corrects_the_count_and_must_say_why(sign_in):
    stocked(5)
    office = sign_in("stock")
    silent = office.post(page_of(tea().id), {"booking": "adjustment", "pieces": -2, "reason": ""})
    assert "Say why the count changes" in silent.content.decode()
    office.post(page_of(tea().id), {"booking": "adjustment", "pieces": -2, "reason": "Damaged"})
    assert counters() == (3, 0, 3)


def test_a_refusal_stands_on_the_page_and_leaves_nothing_behind(sign_in):
    stocked(5)
    reserve(an_order(), TEA=4)
    answer = sign_in("stock").post(page_of(tea().id), {"booking": "adjustment", "pieces": -2, "reason": "Damaged"})
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
    assert "Book" not in office.get(page_of(tea().id)).content.decode().split("<main")[-1]
    answer = office.post(page_of(tea().id), {"booking": "receipt", "pieces": 7, "reason": ""})
    assert answer.status_code == 403
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


def test_a_keeper_books_pieces_by_the_button_and_the_product_shows_its_stock(sign_in):
    stocked(1)
    office = sign_in("stock")
    assert said(press(office, f"{ITEMS}{tea().id}/receive_this/", pieces="2000", reason="")) == [
        "Pieces came in: done."
    ]
    assert counters() == (2001, 0, 2001)
    shown = office.get(f"/admin/catalog/product/{tea().product_id}/change/").content.decode()
    assert "2,001 available, 2,001 on hand, 0 reserved" in shown
    assert f"{ITEMS}{tea().id}/receive_this/?next=/admin/catalog/product/" in shown
    few = office.get(ITEMS, {"available": "few"}).context["cl"].result_list
    assert few == []
