"""Groups of customers over HTTP."""

from typing import Annotated, NotRequired, TypedDict

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.customer.groups import dto, queries, use_cases
from gotuto.http import Endpoint, again, has_role, if_match, may_see, operation
from gotuto.paging import Page
from gotuto.roles import Role
from gotuto.text.codes import CODE_LENGTH

_READERS = may_see("customer.customergroup")
_WRITERS = has_role(Role.SUPPORT)
CODE = Meta(max_length=CODE_LENGTH, extra_json_schema={"format": "code"})
_Name = Annotated[str, Meta(max_length=dto.NAME_LENGTH)]


class GroupBody(TypedDict):
    """Customers who are treated alike."""

    code: Annotated[str, CODE, Meta(description="Never changes.")]
    name: _Name


class GroupChanges(TypedDict):
    name: NotRequired[_Name]


class CustomerGroups(Endpoint):
    @operation(allow=_READERS, returns=Page[dto.CustomerGroup])
    def get(self, request: Request) -> Page[dto.CustomerGroup]:
        """All groups of customers, by their codes."""
        return queries.list_groups()

    @operation(
        allow=_WRITERS,
        returns=dto.CustomerGroup,
        status=201,
        replay=again(queries.get_group_by_id),
        example={"code": "TRADE", "name": "Resellers"},
    )
    def post(self, request: Request, *, body: GroupBody) -> dto.CustomerGroup:
        """Open a group that customers can be put into; a price list may be for it."""
        return use_cases.open_group(**body, now=timezone.now())


class CustomerGroup(Endpoint):
    @operation(allow=_READERS, returns=dto.CustomerGroup)
    def get(self, request: Request, *, customer_group: str) -> dto.CustomerGroup:
        """One group of customers, by its code."""
        return queries.get_group(code=customer_group)

    @operation(allow=_WRITERS, returns=dto.CustomerGroup, example={"name": "Resellers and schools"})
    def patch(self, request: Request, *, customer_group: str, body: GroupChanges) -> dto.CustomerGroup:
        """Call it otherwise; its code stays."""
        return use_cases.change_group(
            code=customer_group, **body, expected_version=if_match(request), now=timezone.now()
        )
