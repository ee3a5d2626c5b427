"""What is refused about groups of customers."""

from gotuto.errors import Conflict, NotFound, Refused


class GroupNotFound(NotFound):
    """There is no such group."""

    code = "customer.group_not_found"
    text = "There is no group of customers {group}. GET /customer-groups/ shows them."
    group: str


class GroupUnknown(Refused):
    """Somebody is to be in a group that there is not."""

    code = "customer.group_unknown"
    field = "customer_group"
    text = "There is no group of customers {group}. GET /customer-groups/ shows them."
    group: str


class GroupTaken(Conflict):
    """Another group has this code."""

    code = "customer.group_taken"
    field = "code"
    text = "There is a group {group} already. Change that one, or take another code."
    group: str


class GroupInvalid(Refused):
    """What is said of a group cannot be right."""

    code = "customer.group_invalid"
    text = "{where}: {why}"
    where: str
    why: str
