"""Questions about customers."""

from collections.abc import Collection
from uuid import UUID

from contexts.customer.accounts import dto, models
from contexts.customer.accounts.domain import normalised_email
from contexts.customer.accounts.errors import CustomerNotFound, UserNotFound
from gotuto import search
from gotuto.ids import CustomerId


def get_customer(*, customer_id: CustomerId) -> dto.Customer:
    """A customer with name and address. Raises CustomerNotFound."""
    row = models.Customer.objects.select_related("user").filter(id=customer_id).first()
    if row is None:
        raise CustomerNotFound(customer_id=customer_id)
    return row.to_dto()


def get_customer_by_email(*, email: str) -> dto.Customer:
    """The customer who signs in with this address. Raises UserNotFound, InvalidEmail."""
    wanted = normalised_email(email)
    row = models.Customer.objects.select_related("user").filter(user__email=wanted).first()
    if row is None:
        raise UserNotFound(email=wanted)
    return row.to_dto()


def get_former_email(*, former_email_id: UUID) -> dto.FormerEmail | None:
    """The address that was replaced; None once it is forgotten."""
    row = models.FormerEmail.objects.filter(id=former_email_id).first()
    return None if row is None else row.to_dto()


def emails_of(user_ids: Collection[UUID]) -> dict[UUID, str]:
    """What people call these users."""
    return dict(models.User.objects.filter(id__in=user_ids).values_list("id", "email"))


def names_of(customer_ids: Collection[UUID]) -> dict[UUID, str]:
    """What people call these customers."""
    return dict(models.Customer.objects.filter(id__in=customer_ids).values_list("id", "name"))


def find_customers(words: str, most: int) -> list[UUID]:
    """The customers whom these words name, by name or e-mail address; each is found by an index of its own."""
    named, written = search.found("name", words), search.found("email", words)
    if named is None or written is None:
        return []
    by_name = models.Customer.objects.filter(named).values_list("id", flat=True)
    by_email = models.Customer.objects.filter(user__in=models.User.objects.filter(written)).values_list("id", flat=True)
    return list(dict.fromkeys([*by_name[:most], *by_email[:most]]))[:most]
