"""What the accounts department writes and reads: invoices by hand, payments, credits, clients."""

from itertools import pairwise
from typing import Any

from bench.desk import Desk
from bench.wishes import Wish

_PAUSE = {"until": "2099-12-31", "reason": "They pay at the end of the month"}
_LINE = {
    "description": "Advice on tea",
    "quantity": 1,
    "unit": "HUR",
    "unit_price": {"amount": "80.00", "currency": "EUR"},
    "tax_class": "standard",
    "is_service": True,
}
_SUM = {"amount": "10.00", "currency": "EUR"}


def keeping(desk: Desk, skus: list[str]) -> None:
    people = [
        desk.prepare("POST", "/clients/", {"name": f"Debtor {n}", "email": f"debtor-{n}@example.com"})["id"]
        for n in range(desk.times + 1)
    ]
    invoicing(desk, people)
    named = [{"client_id": one} for one in people]
    desk.ask("POST", "/clients/{client_id}/dunning-pause/", [Wish(one, _PAUSE, desk.staff) for one in named[1:]])
    merging = [Wish({"client_id": one}, {"into_client_id": other}, desk.staff) for one, other in pairwise(people)]
    desk.ask("POST", "/clients/{client_id}/merge/", merging)


def invoicing(desk: Desk, people: list[str]) -> None:
    """Drafts are written, issued, sent, credited in part; what was paid is put on them, and comes back."""
    new = [{"client_id": one, "lines": [_LINE], "prices_include_tax": False} for one in people[: desk.times]]
    made = desk.ask("POST", "/invoices/", [Wish(body=one, headers=desk.staff) for one in new])
    found = [Wish({"invoice_id": one["id"]}, headers=desk.staff) for one in made]
    desk.ask("POST", "/invoices/{invoice_id}/issue/", found)
    desk.settle()
    desk.again("/invoices/{invoice_id}/document/", found[0])
    desk.ask("POST", "/invoices/{invoice_id}/send/", found)
    desk.ask("POST", "/invoices/{invoice_id}/dunning-pause/", [one._replace(body=_PAUSE) for one in found])
    credit = {"reason": "Less than agreed", "amount": _SUM}
    desk.ask("POST", "/invoices/{invoice_id}/credit-notes/", [one._replace(body=credit) for one in found])
    paying(desk, [(one["client_id"], wish.filled["invoice_id"]) for one, wish in zip(new, found, strict=True)])
    desk.settle()


def paying(desk: Desk, owed: list[tuple[Any, str]]) -> None:
    """Payments on account are put on invoices, taken off again, and reversed."""
    sent = [
        {"client_id": client, "amount": _SUM, "method": "bank_transfer", "reference": f"account {n}"}
        for n, (client, _) in enumerate(owed)
    ]
    made = desk.ask("POST", "/payments/", [Wish(body=one, headers=desk.staff) for one in sent])
    found = [Wish({"payment_id": one["id"]}, headers=desk.staff) for one in made]
    for name, more in (("allocations", {"amount": _SUM}), ("releases", {"reason": "Of another invoice"})):
        put = [
            one._replace(body={"invoice_id": invoice, **more}) for one, (_, invoice) in zip(found, owed, strict=True)
        ]
        desk.ask("POST", f"/payments/{{payment_id}}/{name}/", put)
    desk.again("/payments/", found[0])
    desk.again("/payments/{payment_id}/", found[0])
    back = {"reason": "The bank returned it"}
    desk.ask("POST", "/payments/{payment_id}/reverse/", [one._replace(body=back) for one in found])


def reading(desk: Desk) -> None:
    """The lists of which nothing was written here."""
    staff = Wish(headers=desk.staff)
    for path in ("/bank-statements/", "/bank-statement-lines/", "/closed-periods/", "/dunning-plan/", "/dunning-runs/"):
        desk.again(path, staff)
    for path in ("/fees/", "/sellers/"):
        desk.again(path, staff)
    desk.again("/sellers/{legal_entity}/", Wish({"legal_entity": "main"}, headers=desk.staff))
