"""Bank accounts: IBAN (ISO 13616) and BIC (ISO 9362), in one spelling."""

from dataclasses import replace

from contexts.billing.sellers.dto import Bank
from contexts.billing.sellers.errors import BankAccountInvalid


def checked(bank: Bank) -> Bank:
    """The account without blanks; a BIC that the IBAN tells is filled in. Raises BankAccountInvalid."""
    # Imported when somebody writes an account: its table of banks takes longer than everything else here.
    from schwifty import BIC, IBAN
    from schwifty.exceptions import SchwiftyException

    try:
        iban = IBAN(bank.iban)
    except SchwiftyException as fault:
        raise BankAccountInvalid(account=bank.iban, kind="IBAN", why=str(fault)) from None
    try:
        bic = BIC(bank.bic) if bank.bic else iban.bic
    except SchwiftyException as fault:
        raise BankAccountInvalid(account=bank.bic, kind="BIC", why=str(fault)) from None
    return replace(bank, iban=iban.compact, bic="" if bic is None else bic.compact)
