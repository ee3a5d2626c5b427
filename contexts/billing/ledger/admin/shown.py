"""How these reports look: tables, and charts above them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join

from contexts.billing.clients.models import Client
from contexts.billing.ledger import domain, dto, queries
from contexts.billing.ledger.dto import Booking
from gotuto import charts, names
from gotuto.display import money, page_link
from gotuto.ids import ClientId

# From what is not due to what is long due.
_AGES = {
    "not_due": ("not due", "#16a34a"),
    "days_1_30": ("1 to 30 days", "#facc15"),
    "days_31_60": ("31 to 60 days", "#fb923c"),
    "days_61_90": ("61 to 90 days", "#ea580c"),
    "over_90": ("over 90 days", "#b91c1c"),
}
_NET, _TAX, _BALANCE = ("net", "#7c3aed"), ("tax", "#c4b5fd"), ("balance", "#7c3aed")
_IN, _OUT = ("in, or settling", "#16a34a"), ("out, or off again", "#b91c1c")
# So many clients have a bar; a table has more.
_BARS = 12
# Of what the id of a line is, where it is not a payment.
_PAGES = {
    Booking.INVOICE: "invoice",
    Booking.CREDIT_NOTE: "invoice",
    Booking.REFUND: "refund",
    Booking.FEE: "fee",
    Booking.FEE_WAIVED: "fee",
}
_BOOKINGS = {kind: kind.value.replace("_", " ") for kind in Booking}


def days(report: Any) -> dict[str, Any]:
    """The days that a report is about, as its question calls them."""
    if isinstance(report, dto.Receivables):
        return {"on": report.on}
    return {"first": report.first, "last": report.last}


def receivables(report: dto.Receivables) -> dict[str, Any]:
    return {
        "ages": [label for label, _ in _AGES.values()],
        "chart_look": charts.look(is_stacked=True, is_of_things=False),
        "currencies": [_aged(total, report) for total in report.totals],
    }


def _aged(total: dto.AgedCurrency, report: dto.Receivables) -> dict[str, Any]:
    clients = _told_apart([one for one in report.clients if one.aged.total.currency == total.currency])
    owing = [one for one in clients if one.aged.invoices][:_BARS]
    bars = {look: [float(getattr(one.aged, age).amount) for one in owing] for age, look in _AGES.items()}
    return {
        "total": total,
        "sums": _cells(total.aged),
        "left_out": total.clients - len(clients),
        "chart": charts.data((one.name for one in owing), bars, links=_leading(owing, report)) if owing else "",
        "rows": [{"client": _client(one, report), "aged": one.aged, "cells": _cells(one.aged)} for one in clients],
    }


def _told_apart(clients: list[dto.AgedClient]) -> list[dto.AgedClient]:
    """Clients of one name with their addresses, as guests are who have ordered twice."""
    names = Counter(one.name for one in clients)
    alike = [one.client_id for one in clients if names[one.name] > 1]
    known = dict(Client.objects.filter(pk__in=alike).values_list("pk", "email")) if alike else {}
    return [
        replace(one, name=f"{one.name} <{known[one.client_id]}>") if known.get(one.client_id) else one
        for one in clients
    ]


def _leading(owing: Iterable[dto.AgedClient], report: dto.Receivables) -> Iterable[str]:
    return (str(_client(one, report)["href"]) for one in owing)


def _cells(aged: dto.Aged) -> list[str]:
    """Amounts in the currency that the heading names; nothing is a dash, so that the few that count are seen."""
    amounts = [getattr(aged, name).amount for name in (*_AGES, "total", "fees", "unallocated")]
    return [f"{amount:,}" if amount else "–" for amount in amounts]


def _client(one: dto.AgedClient, report: dto.Receivables) -> dict[str, Any]:
    """The account of the year up to the day stands behind the name."""
    asked = {"client_id": one.client_id, "first": report.on.replace(month=1, day=1), "last": report.on}
    return {"name": one.name, "href": f"{reverse('admin:billing_account_changelist')}?{urlencode(asked)}"}


def balance(client_id: ClientId, *, today: date) -> str:
    """What a client owes and what is theirs, with the way to their account, invoices and payments."""
    told = format_html_join("; ", "{}", ((_stands(one),) for one in queries.balance(client_id=client_id)))
    asked = urlencode({"client_id": client_id, "first": today.replace(month=1, day=1), "last": today})
    of_client = urlencode({"client_id": client_id})
    places = (
        ("Account", f"{reverse('admin:billing_account_changelist')}?{asked}"),
        ("Invoices", f"{reverse('admin:billing_invoice_changelist')}?{of_client}"),
        ("Payments", f"{reverse('admin:billing_payment_changelist')}?{of_client}"),
    )
    links = format_html_join(" · ", '<a class="go-link" href="{}">{}</a>', ((href, name) for name, href in places))
    return format_html("<p>{}</p><p>{}</p>", told or "nothing is owed", links)


def _stands(one: dto.Balance) -> str:
    told = (
        (one.owed, "owed"), (one.overdue, "of it overdue"), (one.unallocated, "of theirs settle nothing yet"),
    )  # fmt: skip
    return format_html_join(", ", "{} {}", ((money(amount), words) for amount, words in told if amount.is_positive))


def revenue(report: dto.Revenue) -> dict[str, Any]:
    spans = domain.spans_of(report.first, report.last, report.by)
    return {
        "chart_look": charts.look(is_stacked=True, is_of_things=False),
        "currencies": [_sold(total, report, spans) for total in report.totals],
    }


def _sold(total: dto.RevenueRow, report: dto.Revenue, spans: list[Any]) -> dict[str, Any]:
    rows = {row.begins: row for row in report.rows if row.currency == total.currency}
    bars = {
        _NET: [float(rows[span].net.amount) if span in rows else 0 for span in spans],
        _TAX: [float(rows[span].tax.amount) if span in rows else 0 for span in spans],
    }
    return {
        "total": total,
        "sums": _amounts(total),
        "chart": charts.data(map(str, spans), bars),
        "rows": [{"row": row, "cells": _amounts(row)} for row in rows.values()],
    }


def _amounts(row: dto.RevenueRow) -> list[str]:
    return [money(row.net), money(row.tax), money(row.gross)]


def statement(report: dto.Statement) -> dict[str, Any]:
    return {
        "chart_look": charts.look(is_of_things=False),
        "client": page_link("admin:billing_client_change", report.client_id, report.name),
        "currencies": [_account(one) for one in report.currencies],
    }


def _account(one: dto.StatementOfCurrency) -> dict[str, Any]:
    ends = {line.day: line.balance for line in one.lines}
    return {
        "account": one,
        "opening": money(one.opening),
        "closing": money(one.closing),
        "chart": charts.data(map(str, ends), {_BALANCE: [float(each.amount) for each in ends.values()]}),
        "lines": [_line(line) for line in one.lines],
    }


def _line(line: dto.AccountLine) -> dict[str, Any]:
    page = _PAGES.get(line.kind, "payment")
    return {
        "line": line,
        "kind": _BOOKINGS[line.kind],
        "link": page_link(f"admin:billing_{page}_change", line.id, line.number),
        "amount": money(line.amount),
        "balance": money(line.balance),
    }


def journal(report: dto.Journal) -> dict[str, Any]:
    asked = urlencode({"first": report.first, "last": report.last, "cursor": report.next or ""})
    people = names.called("user", (entry.actor for entry in report.items))
    return {
        "chart_look": charts.look(is_stacked=True, is_of_things=False),
        "totals": [{"kind": _BOOKINGS[one.kind], "amount": money(one.amount), "told": one} for one in report.totals],
        "charts": list(_moved(report.totals)),
        "entries": [_entry(entry, people) for entry in report.items],
        "more": f"?{asked}" if report.next else "",
    }


def _moved(totals: Iterable[dto.JournalTotal]) -> Iterable[dict[str, Any]]:
    """What was booked of each kind in each currency."""
    for currency in sorted({one.amount.currency for one in totals}):
        of = [one for one in totals if one.amount.currency == currency]
        amounts = [float(one.amount.amount) for one in of]
        bars = {_IN: [max(each, 0) for each in amounts], _OUT: [min(each, 0) for each in amounts]}
        yield {"currency": currency, "data": charts.data((_BOOKINGS[one.kind] for one in of), bars)}


def _entry(entry: dto.JournalEntry, people: dict[Any, str]) -> dict[str, Any]:
    return {
        "entry": entry,
        "kind": _BOOKINGS[entry.kind],
        "payment": page_link("admin:billing_payment_change", entry.payment_id, entry.reference),
        "claim": page_link("admin:billing_fee_change", entry.fee_id, f"fee beside {entry.number}")
        if entry.fee_id
        else page_link("admin:billing_invoice_change", entry.invoice_id, entry.number),
        "amount": money(entry.amount),
        "channel": entry.channel.replace("_", " "),
        "cause": entry.cause.replace("_", " "),
        "actor": people.get(entry.actor, entry.actor or ""),
    }
