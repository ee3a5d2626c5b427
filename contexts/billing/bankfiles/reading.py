"""Whose account a statement is about."""

from contexts.billing.bankfiles import dto, models
from contexts.billing.bankfiles.errors import BankAccountInOtherCurrency, BankAccountUnknown
from contexts.billing.sellers.queries import list_sellers


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
