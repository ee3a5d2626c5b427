"""Seals prove that no issued document was changed or taken out."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from contexts.billing import models
from contexts.billing.books.queries import roots, verify
from contexts.billing.invoices.use_cases import issue_invoice
from contexts.billing.sellers.dto import PATTERNS
from contexts.customer.models import User
from gotuto.db import execute
from tests.billing.builders import draft, pay
from tests.billing.sellers.builders import described
from tests.clients import staff_api
from tests.forging import change_a_byte, cover_up, make_chains_anew
from tests.thawing import thawed

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued() -> list[str]:
    """The numbers of five invoices, the last two a day later and of a seller who has said something else."""
    numbers = [_issue(NOW) for _ in range(3)]
    described()
    return numbers + [_issue(NOW + timedelta(days=1)) for _ in range(2)]


def _issue(now: datetime) -> str:
    return issue_invoice(invoice_id=draft(now=now).id, now=now).number


def findings() -> list[tuple[str, str]]:
    return [(finding.number, finding.says) for finding in verify().findings]


def test_the_page_of_a_seal_shows_its_hashes(issued):
    staff_api("billing")
    browser = Client()
    browser.force_login(User.objects.get(email="billing@example.com"))
    seal = models.Seal.objects.get(number=issued[1])
    page = browser.get(reverse("admin:billing_seal_change", args=[seal.pk])).content.decode()
    for digest in (seal.content_hash, seal.seller_hash, seal.previous):
        assert bytes(digest).hex() in page


def test_what_was_left_alone_is_as_it_was_sealed(issued):
    pay(models.Invoice.objects.get(number=issued[0]).id, "12.50", now=NOW)
    found = verify()
    assert (found.sealed, found.gone, found.unsealed, found.findings) == (5, 0, 0, ())
    [root] = found.roots
    assert (root.number, root.root) == (issued[-1], models.NumberCounter.objects.get().root.hex())


def test_nothing_was_sealed_yet():
    assert (verify().sealed, verify().roots, roots(day=date(2026, 11, 20))) == (0, (), ())


# With all that hangs on it, as the database demands.
GONE = "; ".join(
    [f"DELETE FROM billing_{table} WHERE invoice_id IN (SELECT id FROM billing_invoice WHERE sequence = {{0}})"
     for table in ("document", "invoiceline", "taxline")]
    + ["DELETE FROM billing_invoice WHERE sequence = {0}"]
)  # fmt: skip

CHANGES: dict[str, tuple[str, list[str]]] = {
    "one byte of one line": (
        "UPDATE billing_invoiceline SET description = 'Green teb' WHERE invoice_id = (SELECT id {second})",
        ["was changed: its content is not what was sealed"],
    ),
    "an amount of tax": (
        "UPDATE billing_taxline SET net = net + 1, gross = gross + 1 WHERE invoice_id = (SELECT id {second})",
        ["was changed: its content is not what was sealed"],
    ),
    "the buyer": (
        "UPDATE billing_invoice SET buyer = jsonb_set(buyer, '{{name}}', '\"Eve\"') WHERE id = (SELECT id {second})",
        ["was changed: its content is not what was sealed"],
    ),
    "a line that was added": (
        "INSERT INTO billing_invoiceline (id, invoice_id, position, sku, description, quantity, unit_price, total, tax_rate)"
        " SELECT gen_random_uuid(), id, 2, 'X', 'X', 1, 0, 0, 0.19 {second}",
        ["was changed: its content is not what was sealed"],
    ),
    "a date": (
        "UPDATE billing_invoice SET due_date = due_date + 1 WHERE id = (SELECT id {second})",
        ["has another number or date than was sealed"],
    ),
    "the seller": (
        "UPDATE billing_invoice SET seller_id = (SELECT id FROM billing_sellerversion WHERE version = 2)"
        " WHERE id = (SELECT id {second})",
        ["has another seller than was sealed"],
    ),
    "the seller's words": (
        "UPDATE billing_sellerversion SET content = jsonb_set(content, '{{name}}', '\"Eve\"') WHERE version = 1",
        ["has another seller than was sealed"] * 3,
    ),
    "a document that is gone": (
        GONE.format(2),
        ["is gone, and not by retention"],
    ),
    "a document that is gone with its seal": (
        f"DELETE FROM billing_seal WHERE sequence = 2; {GONE.format(2)}",
        ["does not follow the seal before it"],
    ),
    "the last one, gone with its seal": (
        f"DELETE FROM billing_seal WHERE sequence = 5; {GONE.format(5)}",
        ["is not the end of the chain that its counter knows"],
    ),
    "a seal that is gone": (
        "DELETE FROM billing_seal WHERE sequence = 5",
        ["is not the end of the chain that its counter knows", "has no seal"],
    ),
    "all that was issued, gone with its seals": (
        "; ".join(["DELETE FROM billing_seal", *(GONE.format(number) for number in range(1, 6))]),
        ["is not the end of the chain that its counter knows"],
    ),
    "the counter, so that nobody knows of the chain": (
        "DELETE FROM billing_numbercounter",
        ["is not the end of the chain that its counter knows"],
    ),
    "a seal": (
        "UPDATE billing_seal SET issue_date = issue_date - 1 WHERE sequence = 2",
        ["has another number or date than was sealed", "does not follow the seal before it"],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_behind_our_back_is_named(issued, change):
    statement, says = CHANGES[change]
    with thawed():
        execute(statement.format(second="FROM billing_invoice WHERE sequence = 2"))
    assert [said for _, said in findings()] == says


def test_the_first_that_is_wrong_comes_first(issued):
    with thawed():
        execute("UPDATE billing_invoiceline SET quantity = 2, total = 2 * unit_price WHERE invoice_id IN"
                " (SELECT id FROM billing_invoice WHERE sequence IN (2, 4))")  # fmt: skip
    assert [number for number, _ in findings()] == [issued[1], issued[3]]


def test_a_chain_that_was_made_anew_is_found_by_a_root_that_was_printed_before(issued, tmp_path):
    printed = tmp_path / "roots.json"
    said = StringIO()
    call_command("seal", "root", "--on", "2026-11-20", "--json", stdout=said)
    printed.write_text(said.getvalue())
    call_command("seal", "verify", "--printed", str(printed), stdout=StringIO())

    def date_back(seal: models.Seal) -> None:
        seal.issue_date -= timedelta(days=30 if seal.sequence == 2 else 0)

    with thawed():
        execute("UPDATE billing_invoice SET issue_date = issue_date - 30 WHERE sequence = 2")
        make_chains_anew(date_back)

    assert findings() == []
    said = StringIO()
    with pytest.raises(CommandError, match="not as they were sealed"):
        call_command("seal", "verify", "--printed", str(printed), stdout=said)
    assert said.getvalue().startswith(f"{issued[2]} is not what was printed on 2026-11-20: ")


def test_the_first_day_on_which_it_was_printed_is_named_and_no_later_print_hides_it(issued):
    printed = [*roots(day=date(2026, 11, 21)), *roots(day=date(2026, 11, 22))]
    change_a_byte(issued[3])
    cover_up(issued[3])
    assert findings() == []
    printed += roots(day=date(2026, 11, 23))
    says = [finding.says for finding in verify(printed=printed).findings]
    assert [said.partition(":")[0] for said in says] == [
        f"is not what was printed on 2026-11-{day}" for day in (21, 22)
    ]


def test_a_year_of_which_nothing_is_left_is_named_by_what_was_printed(issued):
    printed = roots(day=date(2026, 11, 21))
    with thawed():
        execute("; ".join(["DELETE FROM billing_seal", *(GONE.format(number) for number in range(1, 6)),
                           "DELETE FROM billing_numbercounter"]))  # fmt: skip
    assert findings() == []
    [finding] = verify(printed=printed).findings
    assert (finding.number, finding.says) == (issued[-1], "is gone with its seal, but was printed on 2026-11-21")


def test_what_was_printed_and_is_gone_is_named(issued):
    printed = roots(day=date(2026, 11, 21))
    with thawed():
        execute(f"DELETE FROM billing_seal WHERE sequence = 5; {GONE.format(5)}")
        models.NumberCounter.objects.update(root=models.Seal.objects.get(sequence=4).previous)
        make_chains_anew()
    [finding] = verify(printed=printed).findings
    assert (finding.number, finding.says) == (issued[-1], "is gone with its seal, but was printed on 2026-11-21")


def test_each_series_has_a_chain_of_its_own(issued):
    described(patterns={**PATTERNS, "invoice": "R{year}/{seq}"})
    _issue(datetime(2027, 1, 1, 12, tzinfo=UTC))
    assert [root.number for root in verify().roots] == [issued[-1], "R2027/1"]
    assert verify().findings == ()


def test_what_an_earlier_release_issued_has_no_seal_and_breaks_none(issued):
    invoice = draft(now=NOW)
    models.Invoice.objects.filter(pk=invoice.id).update(content_hash=None, nonce=None)
    issue_invoice(invoice_id=invoice.id, now=NOW)
    _issue(NOW)
    found = verify()
    assert (found.sealed, found.unsealed, found.findings) == (6, 1, ())


def test_operators_are_told(issued):
    said = StringIO()
    call_command("seal", "verify", stdout=said)
    assert said.getvalue().splitlines()[-1] == "5 seals, 0 of documents that retention has deleted. No findings."
    said = StringIO()
    call_command("seal", "verify", "--json", stdout=said)
    assert json.loads(said.getvalue())["verification"]["sealed"] == 5
    said = StringIO()
    call_command("seal", "root", "--on", "2025-01-01", stdout=said)
    assert said.getvalue() == "Nothing was sealed until 2025-01-01.\n"
    said = StringIO()
    call_command("seal", "root", stdout=said)
    assert issued[-1] in said.getvalue()


def test_a_file_without_roots_is_refused(tmp_path):
    (tmp_path / "roots.json").write_text("{}")
    with pytest.raises(CommandError, match="holds no roots"):
        call_command("seal", "verify", "--printed", str(tmp_path / "roots.json"))
