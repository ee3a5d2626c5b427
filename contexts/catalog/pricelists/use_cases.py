"""What is done with price lists: they are opened, called otherwise, and taken out of use and back."""

from datetime import datetime

from contexts.catalog.pricelists import domain, dto, models
from contexts.catalog.pricelists.errors import (
    CustomerGroupUnknown,
    PriceListNotFound,
    PriceListOfCurrency,
    PriceListTaken,
)
from gotuto import audit_log, names
from gotuto.db import unique, unit_of_work
from gotuto.db.changes import save_next_version, set_changed
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import new_id
from gotuto.money import check_in_use
from gotuto.text.codes import normalised_code


@unit_of_work
def open_list(
    *, code: str, name: str, currency: str, customer_group: str = "", is_active: bool = True, now: datetime
) -> dto.PriceList:
    """Open a list in a currency, for everybody or for a group of customers.

    Raises PriceListInvalid, PriceListTaken, PriceListOfCurrency, CustomerGroupUnknown, CurrencyWithdrawn.
    """
    wanted = domain.checked_code(code)
    domain.check_name(name)
    check_in_use(currency)
    group = _known_group(customer_group)
    row = models.PriceList(
        id=new_id(),
        code=wanted,
        name=name,
        currency=currency,
        customer_group=group,
        is_active=is_active,
        created_at=now,
        updated_at=now,
    )
    if models.PriceList.objects.filter(code=wanted).exists():
        raise PriceListTaken(price_list=wanted)
    with unique(PriceListOfCurrency(currency=currency, customer_group=group)):
        row.save(force_insert=True)
    audit_log.record("price_list_opened", price_list=wanted)
    return row.to_dto()


@unit_of_work
def change_list(
    *,
    code: str,
    name: str | None = None,
    is_active: bool | None = None,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.PriceList:
    """Change what is given; the prices of a list that is out of use are asked of nobody.

    Raises PriceListNotFound, PriceListInvalid, PriceListOfCurrency, Stale.
    """
    wanted = normalised_code(code)
    row = models.PriceList.objects.select_for_update(no_key=True).filter(code=wanted).first()
    if row is None:
        raise PriceListNotFound(price_list=wanted)
    check_version(expected=expected_version, actual=row.version)
    changed = set_changed(row, name=name, is_active=is_active)
    domain.check_name(row.name)
    if changed:
        with unique(PriceListOfCurrency(currency=row.currency, customer_group=row.customer_group)):
            save_next_version(row, now=now)
        audit_log.record("price_list_changed", price_list=row.code, is_active=row.is_active)
    return row.to_dto()


def _known_group(code: str) -> str:
    # Groups are customer's, which the catalogue does not know; what they are called is asked through no wall.
    wanted = normalised_code(code)
    if wanted and wanted not in names.called("customer_group", [wanted]):
        raise CustomerGroupUnknown(customer_group=wanted)
    return wanted
