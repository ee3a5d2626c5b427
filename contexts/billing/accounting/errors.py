"""What billing refuses about accounts and files for the tax adviser."""

from datetime import date

from gotuto.errors import Conflict, Malformed, Refused


class AccountsMissing(Conflict):
    """Nobody has said on which accounts a seller's bookings go."""

    code = "billing.accounts_missing"
    field = "legal_entity"
    text = "The accounts of {legal_entity} are not entered yet. Enter the numbers that the tax adviser told you, then try again."
    legal_entity: str


class AccountsInvalid(Refused):
    """An account map says what DATEV cannot take."""

    code = "billing.accounts_invalid"
    text = "{where}: {why}"
    where: str
    why: str


class TwoFiscalYears(Malformed):
    """A file is about one fiscal year."""

    field = "to"
    text = "From {first} to {last} are two fiscal years, but a file is about one. Ask for {first} to {ends} first."
    first: date
    last: date
    ends: date


class BooksChanged(Conflict):
    """A closed period does not come out as it was closed."""

    code = "billing.books_changed"
    text = (
        "What was booked from {first} to {last} is not what was closed: its SHA-256 was {closed}, and is {found}. Unless"
        " retention deleted old documents, somebody changed the books: see `manage.py seal verify`, and compare with a backup."
    )
    first: date
    last: date
    closed: str
    found: str
