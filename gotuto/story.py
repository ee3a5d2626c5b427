"""What the back office tells of one thing on one page, gathered from all pages that know something of it.

An order's page shows its invoice, parcel and mails, and what can be done with each next, without knowing their tables: each
page of the back office may tell what belongs to a thing that it knows by kind and key alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from gotuto import names
from gotuto.display import badge, moment


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something that happened, and who did it if that is known."""

    at: datetime
    text: str
    actor: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A row that belongs to the thing: what it is called, how it stands, and what happened to it."""

    row: Any
    title: str
    state: str
    colour: str = ""
    text: str = ""
    entries: tuple[Entry, ...] = ()


def facts_of(row: Any, kind: str, key: Any) -> list[tuple[Any, Fact]]:
    """What the pages that this person may see tell of the thing of a row, each with its page; asked for once for a page."""
    if "_facts" not in row.__dict__:
        row.__dict__["_facts"] = list(_facts(row.__dict__["_request"], kind, key)) if "_request" in row.__dict__ else []
    known: list[tuple[Any, Fact]] = row.__dict__["_facts"]
    return known


def _facts(request: HttpRequest, kind: str, key: Any) -> Iterator[tuple[Any, Fact]]:
    for page in admin.site._registry.values():
        if page.has_view_permission(request):
            yield from ((page, fact) for fact in getattr(page, "story", _nothing)(kind, key))


def _nothing(kind: str, key: Any) -> tuple[Fact, ...]:
    return ()


def log_entries(rows: list[Any]) -> Iterator[Entry]:
    """What people did to these rows in the back office."""
    chosen = Q()
    for row in rows:
        chosen |= Q(content_type=ContentType.objects.get_for_model(type(row)), object_id=str(row.pk))
    for entry in LogEntry.objects.filter(chosen):
        yield Entry(at=entry.action_time, text=f"{entry.get_change_message()}.", actor=entry.user_id)


_LINE = '<tr><th scope="row"><a class="go-link" href="{}">{}</a></th><td>{}</td><td>{}</td><td>{}</td></tr>'


def told(row: Any, kind: str, key: Any) -> str:
    """The facts as a table: a link, how it stands, and the buttons that can succeed now; they lead back here."""
    found = facts_of(row, kind, key)
    rows = (
        (_address(page, "change", fact.row.pk), fact.title, badge(fact.state, fact.colour), fact.text,
         _buttons(row.__dict__["_request"], page, fact.row))
        for page, fact in found
    )  # fmt: skip
    return format_html('<table class="go-facts">{}</table>', format_html_join("", _LINE, rows)) if found else ""


def timeline(entries: list[Entry]) -> str:
    """What happened, the earliest first, with whoever did it."""
    people = names.called("user", (entry.actor for entry in entries))
    rows = (
        (moment(entry.at), entry.text, f" ({people[entry.actor]})" if entry.actor in people else "")
        for entry in sorted(entries, key=lambda entry: entry.at)
    )
    return format_html('<ol class="go-story">{}</ol>', format_html_join("", "<li><time>{}</time> {}{}</li>", rows))


def _buttons(request: HttpRequest, page: Any, row: Any) -> str:
    links = (
        (_address(page, action.path, row.pk), request.path, action.description) for action in page.buttons(request, row)
    )
    return format_html_join(" ", '<a class="go-button" href="{}?next={}">{}</a>', links)


def _address(page: Any, which: str, key: Any) -> str:
    return reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_{which}", args=[key])
