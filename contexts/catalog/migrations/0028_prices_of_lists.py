"""Locks: nothing (functions that read the ledger of prices are replaced)."""

from importlib import import_module

from django.db import migrations

_kept = import_module("contexts.catalog.migrations.0019_prices_are_kept")


def _again(text: str) -> str:
    return text.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


# The price of goods in their own currency stands in no list, and what stands in one says nothing of it.
_OWN = "entry.sku = wanted AND entry.price_list = '' AND"
PRICE_AT = _again(_kept.PRICE_AT).replace("entry.sku = wanted AND", _OWN)
MOMENTS = _again(_kept.MOMENTS).replace("entry.sku = wanted AND", _OWN)
KEPT = _again(_kept.KEPT).replace("WHERE sku = NEW.sku)", "WHERE sku = NEW.sku AND price_list = '')")

# The same within a list, which has its own 30 days.
_IN_LIST = "entry.sku = wanted AND entry.price_list = list AND"
PRICE_AT_IN_LIST = _kept.PRICE_AT.replace("moment timestamptz)", "moment timestamptz, list text)").replace(
    "entry.sku = wanted AND", _IN_LIST
)
MOMENTS_IN_LIST = _kept.MOMENTS.replace("(wanted text)", "(wanted text, list text)").replace(
    "entry.sku = wanted AND", _IN_LIST
)
TOLD_IN_LIST = (
    _kept.TOLD.replace("moment timestamptz, OUT", "moment timestamptz, list text, OUT")
    .replace("(wanted, moment)", "(wanted, moment, list)")
    .replace("interval '1 microsecond')", "interval '1 microsecond', list)")
    .replace("catalog_price_moments(wanted)", "catalog_price_moments(wanted, list)")
    .replace("(wanted, times.one)", "(wanted, times.one, list)")
)
# The least that the lists say which are asked: that of the group, and in another currency than the goods have that for everybody.
LISTED = """
CREATE FUNCTION catalog_price_listed(wanted text, own_currency text, wanted_currency text, member_of text, moment timestamptz)
RETURNS numeric LANGUAGE sql STABLE COST 1 AS $$
SELECT min((catalog_price_at(wanted, moment, list.code)).amount) FROM catalog_pricelist AS list
WHERE list.currency = wanted_currency AND list.is_active
  AND CASE WHEN list.customer_group = '' THEN wanted_currency <> own_currency ELSE list.customer_group = member_of END
$$
"""
_REPLACED = (
    (PRICE_AT, _kept.PRICE_AT),
    (MOMENTS, _kept.MOMENTS),
    (KEPT, _kept.KEPT),
)
_MADE = (
    ("catalog_price_at(text, timestamptz, text)", PRICE_AT_IN_LIST),
    ("catalog_price_moments(text, text)", MOMENTS_IN_LIST),
    ("catalog_price_told(text, timestamptz, text)", TOLD_IN_LIST),
    ("catalog_price_listed(text, text, text, text, timestamptz)", LISTED),
)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0027_price_lists")]

    operations = [
        *(migrations.RunSQL(now, _again(before)) for now, before in _REPLACED),
        *(migrations.RunSQL(made, f"DROP FUNCTION {name}") for name, made in _MADE),
    ]
