"""What is refused about API tokens."""

from uuid import UUID

from gotuto.errors import Conflict, NotFound


class TokenNotFound(NotFound):
    """There is no such token."""

    code = "customer.token_not_found"
    text = "There is no token {token_id}."
    token_id: UUID


class TokenTaken(Conflict):
    """The secret opens another account already."""

    code = "customer.token_taken"
    text = "This token belongs to another account. Choose another one."
