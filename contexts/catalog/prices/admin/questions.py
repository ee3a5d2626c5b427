"""What is asked when prices are set or changed."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from contexts.catalog.offers.models import Sold
from contexts.catalog.pricelists.queries import list_price_lists
from contexts.catalog.prices import dto
from contexts.catalog.prices.dto import PriceRule
from gotuto.actions.forms import Question
from gotuto.form_fields import LineField, NumberField
from gotuto.moment_input import MomentInput


def _amount(label: str, help_text: str, *, required: bool = True) -> NumberField:
    return NumberField(
        label=label,
        help_text=help_text,
        required=required,
        max_digits=19,
        decimal_places=4,
        widget=UnfoldAdminDecimalFieldWidget,
    )


class PriceQuestion(Question):
    """Another price, from now on or for later."""

    price_list = forms.ChoiceField(
        label="Price list",
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text="For a price in another currency than the goods have, or of a group of customers.",
    )
    amount = _amount("Price (gross)", "")
    compare_at_price = _amount("Struck through", "With it, the price is a reduction.", required=False)
    is_reduction = forms.BooleanField(
        label="A reduction",
        required=False,
        widget=UnfoldBooleanSwitchWidget,
        help_text="Also without a price that is struck through: the lowest price of the 30 days before is told beside it.",
    )
    begins = forms.DateTimeField(label="From", required=False, widget=MomentInput, help_text="Empty: from now on.")
    until = forms.DateTimeField(
        label="Until", required=False, widget=MomentInput, help_text="Empty: until another price begins."
    )
    reason = LineField(required=False, max_length=dto.REASON_LENGTH, widget=UnfoldAdminTextInputWidget)

    def __init__(self, *args: Any, row: Sold, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["amount"].label = f"Price (gross, {row.price_currency} unless a list is chosen)"
        others = [one for one in list_price_lists().items if one.customer_group or one.currency != row.price_currency]
        choices = [("", "None"), *((one.code, f"{one.code} ({one.currency})") for one in others)]
        cast(forms.ChoiceField, self.fields["price_list"]).choices = choices
        if not others:
            del self.fields["price_list"]
            self.fields["amount"].label = f"Price (gross, {row.price_currency})"
            # Where a list may be chosen, euros that stand there already would be saved as francs.
            self.fields["amount"].initial = row.price.amount


class RepriceQuestion(Question):
    """By how much the prices of many goods change."""

    percent = _amount("By per cent", "Such as -10 or 4.5.", required=False)
    by = _amount("By an amount", "After the share, in the currency of each.", required=False)
    step = _amount("Round to a multiple of", "Such as 0.10; empty: to the smallest coin.", required=False)
    less = _amount("Less", "Taken off then: 1.00 and 0.01 make 9.99.", required=False)
    as_reduction = forms.BooleanField(
        label="As a reduction",
        required=False,
        widget=UnfoldBooleanSwitchWidget,
        help_text="What was asked is struck through where less is asked.",
    )
    begins = forms.DateTimeField(label="From", required=False, widget=MomentInput, help_text="Empty: from now on.")
    reason = LineField(required=False, max_length=dto.REASON_LENGTH, widget=UnfoldAdminTextInputWidget)

    def clean(self) -> dict[str, Any]:
        """As text, since the answers may wait for a worker."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not given["percent"] and not given["by"]:
            self.add_error("percent", "Say by how much, in per cent or as an amount.")
        return {name: value if isinstance(value, bool) else str(value or "") for name, value in given.items()}


def rule_of(*, percent: Any, by: Any, step: Any, less: Any, **_: Any) -> PriceRule:
    """The rule that was asked for, also where it is text by now."""
    return PriceRule(
        percent=Decimal(percent or 0), amount=Decimal(by or 0), step=Decimal(step or 0), less=Decimal(less or 0)
    )
