"""The accounts whose statements are read, and how their CSV is."""

from dataclasses import fields

from contexts.billing.bankstatements import dto, models
from contexts.billing.bankstatements.domain import tables, values
from contexts.billing.bankstatements.errors import BankAccountInOtherCurrency, BankAccountUnknown
from contexts.billing.sellers.errors import SellerNotFound
from contexts.billing.sellers.models import LegalEntity
from contexts.billing.sellers.queries import list_sellers
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


def account_of(statement: dto.ReadStatement) -> models.BankAccount:
    """The account of a statement; that which a seller names as theirs is entered by itself.

    Raises BankAccountUnknown, BankAccountInOtherCurrency.
    """
    row = models.BankAccount.objects.filter(iban=statement.account).first() or _of_seller(statement)
    if row.currency != statement.currency:
        raise BankAccountInOtherCurrency(
            account=row.iban, expected=row.currency, found=statement.currency, day=statement.last_day
        )
    return row


def _of_seller(statement: dto.ReadStatement) -> models.BankAccount:
    for entity in list_sellers().items:
        bank = entity.seller.bank
        if bank is not None and bank.iban == statement.account:
            return models.BankAccount.objects.create(
                iban=bank.iban, seller_id=entity.seller.legal_entity, currency=statement.currency, name=bank.name
            )
    raise BankAccountUnknown(account=statement.account)
