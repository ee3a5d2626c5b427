"""The accounts whose statements are read, and how their CSV is."""

from dataclasses import fields

from contexts.billing.bankfiles import dto, models
from contexts.billing.bankfiles.domain import tables, values
from contexts.billing.bankfiles.errors import BankAccountUnknown
from contexts.billing.sellers.errors import SellerNotFound
from contexts.billing.sellers.models import LegalEntity
from gotuto.db import unit_of_work
from gotuto.money import check_in_use

_OUTSIDE = ("name", "account", "delimiter", "encoding", "date_format", "decimal_comma", "skip_lines")


@unit_of_work
def enter_account(*, iban: str, legal_entity: str, currency: str, name: str = "") -> dto.BankAccount:
    """Enter an account of a seller, or say anew whose it is. Raises SellerNotFound, UnknownCurrency, CurrencyWithdrawn."""
    check_in_use(currency)
    if not LegalEntity.objects.filter(pk=legal_entity).exists():
        raise SellerNotFound(legal_entity=legal_entity)
    told = {"seller_id": legal_entity, "currency": currency, "name": name}
    row, _ = models.BankAccount.objects.update_or_create(iban=values.iban(iban), defaults=told)
    return row.to_dto()


@unit_of_work
def save_mapping(*, mapping: dto.CsvMapping) -> None:
    """Save which column of a bank's CSV means what, in place of a mapping of the same name.

    Raises MappingInvalid, BankAccountUnknown.
    """
    tables.check(mapping)
    account = models.BankAccount.objects.filter(iban=values.iban(mapping.account)).first()
    if account is None:
        raise BankAccountUnknown(account=mapping.account)
    # Not its __dict__, which one that was decoded fills with what was told only.
    told = {one.name: getattr(mapping, one.name) for one in fields(mapping)}
    columns = {name: value for name, value in told.items() if name not in _OUTSIDE}
    own = {name: told[name] for name in _OUTSIDE[2:]}
    models.CsvMapping.objects.update_or_create(
        name=mapping.name, defaults={**own, "account": account, "columns": columns}
    )
