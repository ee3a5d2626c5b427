"""What is refused about accounts."""

from uuid import UUID

from gotuto.errors import Conflict, Malformed, NotFound, SwitchedOff


class CustomerNotFound(NotFound):
    """There is no such customer."""

    code = "customer.not_found"
    text = "There is no customer {customer_id}."
    customer_id: UUID


class UserNotFound(NotFound):
    """Nobody signs in with this address."""

    code = "customer.user_not_found"
    field = "email"
    text = "Nobody signs in as {email}."
    email: str


class EmailTaken(Conflict):
    """Somebody signs in with this address already."""

    code = "customer.email_taken"
    field = "email"
    text = "There is already an account for {email}. Sign in, or use another address."
    email: str


class RegistrationClosed(SwitchedOff):
    """Nobody opens an account by themselves at the moment."""

    code = "customer.registration_closed"
    text = "New accounts are not opened at the moment. Order as a guest, or try again later."


class InvalidEmail(Malformed):
    """The text cannot be an e-mail address."""

    field = "email"
    text = "This is not an e-mail address: {fault}"
    fault: str


class WrongPassword(Malformed):
    """Somebody is to show that the account is theirs, and did not."""

    field = "password"
    text = "This is not the password of the account. Send the one that you sign in with as `password`."


class WeakPassword(Malformed):
    """The password is too easy to guess."""

    field = "password"
    text = "{reasons}"
    reasons: str
