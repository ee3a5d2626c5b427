"""What billing refuses about fees."""

from uuid import UUID

from gotuto.errors import Conflict, NotFound


class FeeNotFound(NotFound):
    """There is no such fee."""

    code = "billing.fee_not_found"
    text = "There is no fee with the id {fee_id}."
    fee_id: UUID


class FeeSettled(Conflict):
    """The fee is paid or waived, and is claimed no more."""

    code = "billing.fee_settled"
    text = "This fee is {state} already."
    state: str
