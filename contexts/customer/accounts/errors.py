"""What customer refuses, and why."""

from uuid import UUID

from gotuto.errors import Conflict, Malformed, NotFound


class CustomerNotFound(NotFound):
    """There is no such customer."""

    code = "customer.not_found"

    def __init__(self, *, customer_id: UUID) -> None:
        super().__init__(f"There is no customer {customer_id}.")


class UserNotFound(NotFound):
    """Nobody signs in with this address."""

    code = "customer.user_not_found"
    field = "email"

    def __init__(self, *, email: str) -> None:
        super().__init__(f"Nobody signs in as {email}.")


class TokenNotFound(NotFound):
    """There is no such token."""

    code = "customer.token_not_found"

    def __init__(self, *, token_id: UUID) -> None:
        super().__init__(f"There is no token {token_id}.")


class EmailTaken(Conflict):
    """Somebody signs in with this address already."""

    code = "customer.email_taken"
    field = "email"

    def __init__(self, *, email: str) -> None:
        super().__init__(f"There is already an account for {email}. Sign in, or use another address.")


class TokenTaken(Conflict):
    """The secret opens another account already."""

    code = "customer.token_taken"

    def __init__(self) -> None:
        super().__init__("This token belongs to another account. Choose another one.")


class NotStaff(Conflict):
    """A customer's account was to get roles."""

    code = "customer.not_staff"

    def __init__(self, *, email: str) -> None:
        super().__init__(f"{email} is a customer and cannot have roles. Make another account for staff.")


class InvalidEmail(Malformed):
    """The text cannot be an e-mail address."""

    field = "email"

    def __init__(self, text: str) -> None:
        super().__init__(f"{text[:80]!r} is not an e-mail address.")


class WeakPassword(Malformed):
    """The password is too easy to guess."""

    field = "password"
