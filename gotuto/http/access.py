"""Who asks, and who may."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.request import Request

from gotuto.ids import ActorId, CustomerId
from gotuto.modules import rights
from gotuto.roles import Role


@dataclass(frozen=True)
class Principal:
    """Whoever stands behind a request; `user_id` is None for a guest, `customer_id` for a guest and for staff.

    `customer_group` is the code of the group that a customer is in; empty for everybody else.
    """

    user_id: UUID | None
    customer_id: CustomerId | None
    is_staff: bool
    roles: frozenset[Role]
    customer_group: str = ""

    def sees(self, label: str) -> bool:
        """Whether it is a member of staff whose roles see a model, "order.cart" say."""
        return self.is_staff and rights.see(self.roles, label)


_GUEST = Principal(user_id=None, customer_id=None, is_staff=False, roles=frozenset())


def principal(request: Request) -> Principal:
    """The principal of a request; its user model carries `customer_id`, `customer_group` and `roles`."""
    user = request.user
    if not user.is_authenticated:
        return _GUEST
    return Principal(
        user_id=user.pk,
        customer_id=getattr(user, "customer_id", None),
        is_staff=user.is_staff,
        roles=getattr(user, "roles", frozenset()),
        customer_group=getattr(user, "customer_group", ""),
    )


def acting(request: Request) -> ActorId | None:
    """Who is to be remembered for what this request does."""
    user_id = principal(request).user_id
    return None if user_id is None else ActorId(user_id)


@dataclass(frozen=True)
class Access:
    """A rule about who may use an operation, in words and as a test."""

    words: str
    admits: Callable[[Principal], bool]

    @property
    def is_open(self) -> bool:
        """Whether guests may."""
        return self.admits(_GUEST)

    def check(self, request: Request) -> None:
        """Raises NotAuthenticated or PermissionDenied."""
        asking = principal(request)
        if self.admits(asking):
            return
        if asking.user_id is None:
            raise NotAuthenticated("Sign in, or send an API token as 'Authorization: Bearer …'.")
        raise PermissionDenied(f"This is for {self.words} only.")


PUBLIC = Access("everybody", lambda asking: True)
SIGNED_IN = Access("signed-in people", lambda asking: asking.user_id is not None)
CUSTOMER = Access("customers", lambda asking: asking.customer_id is not None)
STAFF = Access("staff", lambda asking: asking.is_staff)


def may_see(label: str) -> Access:
    """Staff whose roles see a model."""
    names = " or ".join(f"'{role}'" for role in Role if role in rights.who_sees(label))
    return Access(f"staff with the role {names}", lambda asking: asking.sees(label))


def has_role(role: Role) -> Access:
    """Staff who carry the role."""
    return Access(f"staff with the role '{role}'", lambda asking: asking.is_staff and role in asking.roles)
