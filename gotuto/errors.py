"""Business answers that are not yes: facts with data and a stable code, translated once at each kind of edge."""

from typing import ClassVar


class BusinessError(Exception):
    """A refusal that a person can act on; `field` names the input at fault, where there is one."""

    code: ClassVar[str] = "refused"
    title: ClassVar[str] = "The request was refused"
    status: ClassVar[int] = 422
    field: ClassVar[str | None] = None

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class Malformed(BusinessError):
    """The input cannot be understood (400)."""

    code = "invalid"
    title = "The input is not valid"
    status = 400


class NotFound(BusinessError):
    """There is no such thing, or none that the asker may see (404)."""

    code = "not_found"
    title = "Not found"
    status = 404


class Conflict(BusinessError):
    """The state of things says no; it may say yes later (409)."""

    code = "conflict"
    title = "The current state does not allow this"
    status = 409


class Stale(BusinessError):
    """The caller decided on an older version than the present one (412)."""

    code = "stale_version"
    title = "Somebody changed it in the meantime"
    status = 412

    def __init__(self, *, expected: int, actual: int) -> None:
        super().__init__(
            f"You changed version {expected}, but the current one is {actual}. Read it again, then repeat."
        )


class Refused(BusinessError):
    """The request can never be right (422)."""


def check_version(*, expected: int | None, actual: int) -> None:
    """Compare the version a caller has seen with the present one; None means that they do not mind. Raises Stale."""
    if expected is not None and expected != actual:
        raise Stale(expected=expected, actual=actual)
