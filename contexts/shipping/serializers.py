"""What shipping takes in over HTTP."""

from typing import Annotated, NotRequired, TypedDict

from msgspec import Meta

NAME_LENGTH = 100


class CorrectionBody(TypedDict):
    carrier: NotRequired[Annotated[str, Meta(max_length=NAME_LENGTH)]]
    tracking_number: NotRequired[Annotated[str, Meta(max_length=NAME_LENGTH)]]


class DispatchBody(TypedDict):
    carrier: NotRequired[Annotated[str, Meta(max_length=NAME_LENGTH)]]
    tracking_number: NotRequired[Annotated[str, Meta(max_length=NAME_LENGTH)]]
