"""Who may see a cart or an order: its customer, staff, or a guest with the capability token."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from gotuto import capabilities
from gotuto.ids import CustomerId


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who looks: staff who are granted it see everything, customers what is theirs, guests what their token opens.

    `customer_group` is the code of the group that a customer is in, whose prices they are asked.
    """

    customer_id: CustomerId | None = None
    customer_group: str = ""
    is_staff: bool = False
    token: str = ""


STAFF = Viewer(is_staff=True)

Kind = Literal["cart", "order"]


def token(*, kind: Kind, subject_id: UUID) -> str:
    """The text that opens a guest's cart or order."""
    return capabilities.issue(kind=kind, subject_id=subject_id)


def may_see(viewer: Viewer, kind: Kind, subject_id: UUID, *, owner: UUID | None) -> bool:
    """Staff see all, a customer what is theirs, a guest what nobody owns and their token opens."""
    if viewer.is_staff:
        return True
    if owner is not None:
        return viewer.customer_id == owner
    return capabilities.opens(viewer.token, kind=kind, subject_id=subject_id)
