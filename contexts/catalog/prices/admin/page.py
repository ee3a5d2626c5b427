"""Prices in the back office: the ledger, and on the page of what is sold what was asked, and a button for another price."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display
from unfold.enums import ActionVariant

from contexts.catalog.pricelists.queries import get_price_list, list_price_lists
from contexts.catalog.prices import models, queries, statements
from contexts.catalog.prices.admin.questions import PriceQuestion, RepriceQuestion, rule_of
from contexts.catalog.prices.dto import NewPrice, PriceKind
from contexts.catalog.prices.use_cases import entering
from gotuto import step_chart
from gotuto.actions.asking import list_action, row_action
from gotuto.actions.forms import WithReason
from gotuto.backoffice import BackOffice
from gotuto.display import badge, money
from gotuto.ids import ProductId, Sku
from gotuto.money import Money
from gotuto.roles import Role
from gotuto.sight import leads_somewhere

# So many changes are drawn, and the time to come at least so far.
_DRAWN, _AHEAD = 60, timedelta(days=7)
_COLOURS = {"holds": "success", "will be": "info", "was": "", "cancelled": "warning"}


def _set_price(description: str, product_of: Callable[[Any], Any], when: Callable[[Any], bool]) -> Any:
    @row_action(
        description=description,
        words="A price that begins later switches at its minute. What is asked now stays in the ledger.",
        form_class=PriceQuestion,
        when=when,
    )
    def set_price(self: Any, row: Any, *, now: datetime, **asked: Any) -> str:
        entered = entering.enter_price(product_id=ProductId(product_of(row)), price=_new(row, **asked), now=now)
        return f"{entered.price} from {timezone.localtime(entered.valid_from):%Y-%m-%d %H:%M} on."

    return set_price


def _new(
    row: Any,
    *,
    amount: Decimal,
    compare_at_price: Decimal | None,
    is_reduction: bool,
    begins: datetime | None,
    until: datetime | None,
    reason: str,
    price_list: str = "",
) -> NewPrice:
    currency = get_price_list(code=price_list).currency if price_list else row.price_currency
    return NewPrice(
        sku=Sku(row.sku),
        price=Money(amount, currency),
        price_list=price_list,
        compare_at=None if compare_at_price is None else Money(compare_at_price, currency),
        kind=PriceKind.REDUCTION if is_reduction else PriceKind.PRICE,
        valid_from=begins,
        valid_until=until,
        reason=reason,
    )


def _reprice(only: Q) -> Any:
    @list_action(
        description="Change prices", words="All of them change by the same rule.", form_class=RepriceQuestion, only=only
    )
    def reprice(
        self: Any, row: Any, *, now: datetime, begins: str, as_reduction: bool, reason: str, **asked: str
    ) -> None:
        entering.reprice(
            skus=[Sku(row.sku)],
            rule=rule_of(**asked),
            as_reduction=as_reduction,
            valid_from=datetime.fromisoformat(begins) if begins else None,
            reason=reason,
            now=now,
        )

    return reprice


class Priced(BackOffice):
    """The page of what is sold shows what was and will be asked."""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = list(super().get_fieldsets(request, obj))
        return [*shown, ("Prices", {"fields": ["prices"]})] if obj and self.has_price(obj) else shown

    def has_price(self, row: Any) -> bool:
        """Whether it is sold itself."""
        return True

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        return (*super().get_readonly_fields(request, obj), *(("prices",) if obj else ()))

    @display(description="What was and will be asked")
    def prices(self, row: Any) -> str:
        course = statements.course_of(Sku(row.sku), most=_DRAWN)
        steps = [
            step_chart.Step(
                moment=one.moment,
                amount=None if one.price is None else one.price.amount,
                stands_out=bool(one.is_reduction),
            )
            for one in course
        ]
        until = max([timezone.now() + _AHEAD, *(one.moment + _AHEAD for one in course)])
        drawn = step_chart.chart(steps, until=until, unit=row.price_currency, about=f"Prices of {row.sku}")
        page = "admin:catalog_priceentry_changelist"
        link = format_html('<a class="go-link" href="{}?q={}">All prices</a>', reverse(page), row.sku)
        return format_html("{}{}{}", drawn, self._told(row), link if leads_somewhere(page) else "")

    def _told(self, row: Any) -> str:
        told = row.reduced
        if told.lowest_price_30_days is None:
            return ""
        share = "" if told.reduction_percent is None else f", {told.reduction_percent} % lower"
        return format_html("<p>Lowest price of the 30 days before: {}{}.</p>", told.lowest_price_30_days, share)


class PricedProducts(Priced):
    """A product without options has a price of its own."""

    actions: tuple[str, ...] = ("reprice",)
    actions_detail: tuple[str, ...] = ("set_price",)
    reprice = _reprice(Q(options=[], deleted_at=None))
    set_price = _set_price("Set a price", lambda row: row.pk, lambda row: row.deleted_at is None and not row.options)

    def has_price(self, row: Any) -> bool:
        return not row.options


class PricedVariants(Priced):
    """Each variant has a price of its own."""

    actions: tuple[str, ...] = ("reprice",)
    actions_detail: tuple[str, ...] = ("set_price",)
    reprice = _reprice(Q(deleted_at=None))
    set_price = _set_price("Set a price", lambda row: row.product_id, lambda row: row.deleted_at is None)


def _of_sku(words: str) -> Q:
    return Q(sku=words.strip().upper())


class ListFilter(admin.SimpleListFilter):
    """What stands in a price list."""

    title, parameter_name = "price list", "price_list"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(one.code, f"{one.code} ({one.name})") for one in list_price_lists().items]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(price_list=self.value()) if self.value() else queryset


@admin.register(models.PriceEntry)
class PriceEntryAdmin(BackOffice):
    """The ledger: what was entered, the latest first."""

    role = Role.CATALOG
    refers: ClassVar[dict[str, str]] = {"actor": "user"}
    list_display = (
        "sku",
        "price_list",
        "shown_price",
        "shown_compared",
        "kind",
        "shown_state",
        "valid_from",
        "valid_until",
        "reason",
    )
    listing = queries.PRICES
    list_filter = (ListFilter,)
    finders = (_of_sku,)
    search_help_text = "A SKU"
    ordering = ("-valid_from", "-id")
    actions_detail = ("cancel_this",)
    fields = readonly_fields = (
        "sku",
        "price_list",
        "shown_price",
        "shown_compared",
        "kind",
        "shown_state",
        "valid_from",
        "valid_until",
        "reason",
        "who",
        "recorded_at",
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return models.shown_entries(super().get_queryset(request))

    def prepare(self, rows: list[models.PriceEntry]) -> None:
        super().prepare(rows)
        held = statements.holding([(row.sku, row.price_list) for row in rows], timezone.now())
        for row in rows:
            row.__dict__["_holds"] = row.id in held

    @display(description="price")
    def shown_price(self, row: models.PriceEntry) -> str:
        return money(row.price)

    @display(description="struck through")
    def shown_compared(self, row: models.PriceEntry) -> str:
        return "" if row.compare_at_amount is None else money(Money(row.compare_at_amount, row.currency))

    @display(description="who")
    def who(self, row: models.PriceEntry) -> str:
        return self.called(row, "actor")

    @display(description="state")
    def shown_state(self, row: models.PriceEntry) -> str:
        state = _state(row, timezone.now())
        return badge(state, _COLOURS[state])

    @row_action(
        description="Cancel the price",
        words="It will never be asked.",
        form_class=WithReason,
        variant=ActionVariant.DANGER,
        when=lambda row: _state(row, timezone.now()) == "will be",
    )
    def cancel_this(self, row: models.PriceEntry, *, now: datetime, **_: str) -> None:
        [goods] = statements.goods_of([row.sku]).values()
        entering.cancel_price(product_id=goods.product_id, price_id=row.id, now=now)


def _state(row: models.PriceEntry, now: datetime) -> str:
    if row.is_cancelled:
        return "cancelled"
    if row.valid_from > now:
        return "will be"
    return "holds" if row.__dict__["_holds"] else "was"
