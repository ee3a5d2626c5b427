"""What is refused about API tokens."""

from uuid import UUID

from gotuto.errors import Conflict, NotFound


class TokenNotFound(NotFound):
    """There is no such token."""

    code = "customer.token_not_found"

    def __init__(self, *, token_id: UUID) -> None:
        super().__init__(f"There is no token {token_id}.")


class TokenTaken(Conflict):
    """The secret opens another account already."""

    code = "customer.token_taken"

    def __init__(self) -> None:
        super().__init__("This token belongs to another account. Choose another one.")
