"""What is refused about accounts."""

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


class EmailTaken(Conflict):
    """Somebody signs in with this address already."""

    code = "customer.email_taken"
    field = "email"

    def __init__(self, *, email: str) -> None:
        super().__init__(f"There is already an account for {email}. Sign in, or use another address.")


class InvalidEmail(Malformed):
    """The text cannot be an e-mail address."""

    field = "email"

    def __init__(self, text: str) -> None:
        super().__init__(f"{text[:80]!r} is not an e-mail address.")


class WeakPassword(Malformed):
    """The password is too easy to guess."""

    field = "password"
