"""Business errors (refusals): facts with a stable code, declared in three lines and translated once at each kind of edge.

class NotEnoughStock(Conflict):
    code = "inventory.not_enough_stock"
    text = "Only {available} of {wanted} pieces of {sku} are free."
    sku: Sku
    wanted: int
    available: int

raise NotEnoughStock(sku=sku, wanted=5, available=3)
"""

from collections.abc import Container
from dataclasses import dataclass, fields
from string import Formatter
from typing import Any, ClassVar, dataclass_transform, get_args


@dataclass_transform(kw_only_default=True)
class BusinessError(Exception):
    """A refusal that a person can act on.

    `text` is what they read: it names the fields in braces, or properties where a field has to be put in words. `field`
    is the input at fault, where there is one. A refusal without a text is given one when it is raised.
    """

    code: ClassVar[str] = "refused"
    title: ClassVar[str] = "The request was refused"
    status: ClassVar[int] = 422
    field: ClassVar[str | None] = None
    text: ClassVar[str] = ""
    detail: str

    def __init_subclass__(cls) -> None:
        if cls.text:
            dataclass(kw_only=True, eq=False, repr=False)(cls)
            _check_text(cls)

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail

    def __post_init__(self) -> None:
        # Not super(): the dataclass has taken the place of __init__ in the subclasses.
        BusinessError.__init__(self, self.text.format_map(_Attributes(self)))

    @property
    def faults(self) -> dict[str, list[str]]:
        """What is wrong with each input that is at fault."""
        return {self.field: [self.detail]} if self.field else {}

    @property
    def without_data(self) -> str:
        """The text without what somebody may have typed: ids, numbers, amounts and SKUs stay, other texts are left out."""
        if not self.text:
            return ""
        masked = type(self).__new__(type(self))
        masked.__dict__.update(self.__dict__)
        for one in fields(self):  # type: ignore[arg-type]
            if one.type is str or str in get_args(one.type):
                setattr(masked, one.name, "…")
        return self.text.format_map(_Attributes(masked))


class _Attributes:
    """What an object holds, looked up as in a mapping."""

    def __init__(self, owner: object) -> None:
        self._owner = owner

    def __getitem__(self, name: str) -> Any:
        return getattr(self._owner, name)


def _check_text(refusal: type[BusinessError]) -> None:
    """Raises TypeError unless the text names each field, and nothing else but properties."""
    named = {name for _, name, _, _ in Formatter().parse(refusal.text) if name is not None}
    declared = {one.name for one in fields(refusal)}  # type: ignore[arg-type]
    properties = {name for name in named if isinstance(getattr(refusal, name, None), property)}
    if unknown := named - declared - properties:
        raise TypeError(f"{refusal.__qualname__}: the text names {sorted(unknown)}, which is no field and no property.")
    if not properties and (unsaid := declared - named):
        raise TypeError(f"{refusal.__qualname__}: the text leaves out {sorted(unsaid)}. Name it, or do not ask for it.")
    if hidden := declared & {"code", "title", "status", "field", "text", "detail"}:
        raise TypeError(
            f"{refusal.__qualname__}: {sorted(hidden)} means something else in a refusal. Rename the field."
        )


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
    """Optimistic locking: the caller decided on an older version than the present one (412)."""

    code = "stale_version"
    title = "Somebody changed it in the meantime"
    status = 412
    text = "{decided}, but the current one is {actual}. Read it again, then repeat."
    expected: int | Container[int]
    actual: int

    @property
    def decided(self) -> str:
        return f"You changed version {self.expected}" if isinstance(self.expected, int) else "You had another version"


class Refused(BusinessError):
    """The request can never be right (422)."""


class SwitchedOff(BusinessError):
    """The shop could, and does not at the moment: somebody has switched it off (403)."""

    code = "switched_off"
    title = "Not done at the moment"
    status = 403


class TooMany(BusinessError):
    """Somebody asks too often; in `seconds` they may again (429)."""

    code = "too_many_requests"
    title = "Too many requests"
    status = 429
    text = "No more than {most} of these are taken within a minute. Try again in {seconds} seconds."
    most: int
    seconds: int

    @property
    def retry_after(self) -> int:
        return self.seconds


# The version that a caller has seen, or all that would do; None means that they do not mind.
ExpectedVersion = int | Container[int] | None


def check_version(*, expected: ExpectedVersion, actual: int) -> None:
    """Optimistic locking: compare what a caller has seen with what there is. Raises Stale."""
    if expected is None:
        return
    if actual != expected if isinstance(expected, int) else actual not in expected:
        raise Stale(expected=expected, actual=actual)
