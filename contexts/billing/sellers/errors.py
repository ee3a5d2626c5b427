"""What billing refuses about sellers."""

from gotuto.errors import NotFound, Refused


class SellerNotFound(NotFound):
    """There is no such legal entity."""

    code = "billing.seller_not_found"
    text = "There is no seller {legal_entity!r}. `main` sells through the shop."
    legal_entity: str


class SellerInvalid(Refused):
    """What a seller says of themselves cannot be right."""

    code = "billing.seller_invalid"
    text = "{where}: {why}"
    where: str
    why: str


class BankAccountInvalid(Refused):
    """The IBAN or BIC has a typing mistake, or there is no such bank."""

    code = "billing.bank_account_invalid"
    field = "bank"
    text = "{account!r} is no {kind} ({why}). Copy it from the bank's own papers."
    account: str
    kind: str
    why: str


class LogoInvalid(Refused):
    """The picture cannot be printed on a document."""

    code = "billing.logo_invalid"
    field = "logo"
    text = "The logo must be a PNG or JPEG picture of at most {kilobytes} kB and {pixels} x {pixels} pixels: {why}."
    kilobytes: int
    pixels: int
    why: str
