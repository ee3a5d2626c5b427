"""How values look in the back office: money, references to other things, addresses, times."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from gotuto import names
from gotuto.address import Address
from gotuto.modules import FileKind, modules
from gotuto.money import Money
from gotuto.sight import leads_somewhere

# As what the list is wanted, in the address of its page.
WANTED = "_file"
_FILES = {"xlsx": "Excel", "csv": "CSV"}


class PreparedList(ChangeList):
    """The rows of one page with what has to be asked for all of them at once."""

    # How many things go by the words of a search at most, if there are more of them.
    looked_at = ""
    # As what these rows are changed by a file and come back, for whoever may.
    exchanged: FileKind | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = capfirst(str(self.opts.verbose_name_plural))

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if request.__dict__.get("_in_part"):
            self.looked_at = f"{names.MOST:,}"
        if self.model_admin.has_write_permission(request):  # type: ignore[attr-defined]
            self.exchanged = _exchanged(self.opts.label_lower.replace(".", "_"))
        rows = list(self.result_list)
        self.model_admin.prepare(rows)  # type: ignore[attr-defined]  # pages of this kind are the back office's
        self.result_list = rows

    def files(self) -> list[tuple[str, str]]:
        """As what the whole list can be had, with where."""
        return [(name, self.get_query_string({WANTED: format}, ["p"])) for format, name in _FILES.items()]


def _exchanged(listed: str) -> FileKind | None:
    kinds = (kind for module in modules() for kind in module.file_kinds)
    return next((kind for kind in kinds if kind.listed == listed), None)


class Refers:
    """A page whose rows name things of other modules by their keys; `refers` says which column names which kind."""

    refers: ClassVar[Mapping[str, str]] = {}

    def prepare(self, rows: list[Any]) -> None:
        """Ask once for what all these rows show of others: one question for each column that refers."""
        for column, kind in self.refers.items():
            called = names.called(kind, (getattr(row, column) for row in rows))
            for row in rows:
                row.__dict__.setdefault("_called", {})[column] = called.get(getattr(row, column), "")

    def called(self, row: Any, column: str) -> str:
        """What people call the thing that a column names."""
        known: dict[str, str] = row.__dict__.get("_called", {})
        return known.get(column, "")

    def reference(self, row: Any, column: str) -> str:
        """That name as a link to its page; the key where it has no name any more."""
        key = getattr(row, column)
        page = names.page(self.refers[column])
        name = self.called(row, column) or ("" if key is None else str(key))
        return page_link(page, key, name) if page else name


def page_link(page: str, key: Any, label: str) -> str:
    """A link to another page of the back office, "admin:order_order_change" say, for those who see it; nothing without key."""
    if key is None:
        return ""
    if not leads_somewhere(page):
        return label
    return format_html('<a class="go-link" href="{}">{}</a>', reverse(page, args=[key]), label)


class Shown(SafeString):
    """A value as it is read in a column; a file of the list has the value itself."""

    value: Money | int

    @classmethod
    def of(cls, value: Money | int, text: str) -> "Shown":
        """In line with those above and below."""
        shown = cls(format_html('<span class="go-money">{}</span>', text))
        shown.value = value
        return shown


def money(amount: Money, *, before: str = "") -> str:
    """An amount in a column: thousands parted, with a word before it where that says more."""
    return Shown.of(amount, f"{before} {amount.amount:,} {amount.currency}".lstrip())


def badge(text: str, colour: str) -> str:
    """A status in its colour."""
    return render_to_string("unfold/helpers/label.html", {"text": text, "type": colour})


def number(value: int) -> str:
    """A number in a column."""
    return Shown.of(value, f"{value:,}")


def moment(at: datetime) -> str:
    """A time to the second, in the zone of the shop."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"


def address_lines(address: Address | None) -> str:
    """An address as it stands on an envelope."""
    if address is None:
        return ""
    town = f"{address.postal_code} {address.city}"
    parts = (address.name, address.line1, address.line2, town, address.region, address.country, address.phone)
    return lines(part for part in parts if part)


def lines(texts: Iterable[str]) -> str:
    return format_html_join("", "{}<br>", ((text,) for text in texts))


def changes(*fields: tuple[str, Any, Any]) -> str:
    """What was changed, from what to what, for fields by their names; what stayed is left out."""
    changed = (f"{name}: {_value(old)} → {_value(new)}" for name, old, new in fields if old != new)
    return ", ".join(changed) or "Nothing was changed."


def _value(value: Any) -> str:
    return "nothing" if value in ("", None) else str(value)


def changed_fields(form: Any) -> Iterator[tuple[str, Any, Any]]:
    """Label, former and present value of what somebody changed in a form; a password only that it is another."""
    for name in form.changed_data:
        field = form.fields[name]
        if isinstance(field.widget, forms.PasswordInput):
            yield str(form[name].label), "***", "another"
        elif not field.widget.is_hidden:
            yield str(form[name].label), _read(field, form.initial.get(name)), _read(field, form.cleaned_data.get(name))


def _read(field: Any, value: Any) -> Any:
    """A value as people know it: what was chosen by its name."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(sorted(str(each) for each in value or ()))
    if isinstance(field, forms.ModelChoiceField) and value is not None and not isinstance(value, models.Model):
        return None if field.queryset is None else field.queryset.filter(pk=value).first()
    return value
