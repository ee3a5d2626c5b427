"""What forms of the back office ask of costs."""

from typing import Any

from django import forms
from django.core.validators import DecimalValidator
from unfold.widgets import UnfoldAdminDecimalFieldWidget

from contexts.inventory.costs.domain import MOST_COST
from contexts.inventory.costs.statements import valued_in
from gotuto.form_fields import NumberField
from gotuto.money import Money, exponent


class CostedForm(forms.Form):
    """Where stock is valued, pieces come in at a cost; elsewhere nobody is asked."""

    unit_cost = NumberField(required=False, min_value=0, max_value=MOST_COST, widget=UnfoldAdminDecimalFieldWidget)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        currency = valued_in()
        if currency is None:
            del self.fields["unit_cost"]
        else:
            self.fields["unit_cost"].validators.append(DecimalValidator(None, exponent(currency)))
            self.fields["unit_cost"].label = f"Cost of a piece, net ({currency})"

    def clean_unit_cost(self) -> Money | None:
        amount = self.cleaned_data["unit_cost"]
        return None if amount is None else Money(amount, str(valued_in()))
