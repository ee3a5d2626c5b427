"""Invoice lines and allowances (EN 16931: BG-25, BG-20, BG-27), as factur-x takes them."""

from decimal import Decimal
from typing import Any

from contexts.billing.documents.einvoice.shares import GroupShare, LineShare
from contexts.billing.lines.dto import Discount
from contexts.billing.taxes.dto import TaxCategory
from gotuto.money import Money, exponent

# The French specification (XP Z12-012, 4.4.1) has no room for more in a price.
_PRICE_DECIMALS = 4
# A discount (UNTDID 5189).
_DISCOUNT = "95"

Terms = dict[str, Any]


def line(share: LineShare) -> Terms:
    """BG-25: a line with its net amounts."""
    one = share.line
    name, _, description = one.description.strip().partition("\n")
    price, base = _price(share.net + share.discount, one.quantity)
    return {
        "BT-126": str(one.position),
        "BT-129": str(one.quantity),
        "BT-130": one.unit,
        "BT-131": amount(share.net),
        "BT-146": price,
        "BT-149": base,
        "BT-151": one.tax_category.value,
        "BT-152": percent(one.tax_rate, one.tax_category),
        "BT-153": name or str(one.sku),
        "BT-154": description,
        "BT-155": str(one.sku),
        "BG-27": [allowance(share.discount, one.discount)] if one.discount and share.discount.is_positive else [],
    }


def allowance(net: Money, discount: Discount) -> Terms:
    """What is taken off, with its reason (BG-27, and BG-20 without its tax)."""
    return {"amount": amount(net), "reason": discount.reason, "reason_code": _DISCOUNT}


def group_allowance(share: GroupShare, discount: Discount) -> Terms:
    """BG-20: the part of the document's discount that lies on one rate and category."""
    rate = percent(share.tax.rate, share.tax.category)
    return allowance(share.discount, discount) | {"vat_category_code": share.tax.category.value, "vat_rate": rate}


def amount(money: Money) -> str:
    return str(money.amount)


def percent(rate: Decimal, category: TaxCategory) -> str | None:
    """A rate in percent; what is not subject to VAT has none (BR-O-05)."""
    return None if category is TaxCategory.OUT_OF_SCOPE else f"{(rate * 100).normalize():f}"


def _price(net: Money, quantity: int) -> tuple[str, str | None]:
    """The price of one, or where that has no end that of the quantity, and the quantity that it is for (BT-146, BT-149)."""
    for decimals in range(exponent(net.currency), _PRICE_DECIMALS + 1):
        price = (net.amount / quantity).quantize(Decimal(1).scaleb(-decimals))
        if price * quantity == net.amount:
            return str(price), None
    return amount(net), str(quantity)
