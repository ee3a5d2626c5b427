"""Questions about groups of customers."""

from collections.abc import Collection
from uuid import UUID

from contexts.customer.groups import dto, models
from contexts.customer.groups.errors import GroupNotFound, GroupUnknown
from gotuto.db import fetch_all
from gotuto.paging import Page
from gotuto.text.codes import normalised_code

_MEMBERS = """
SELECT customer_group, count(*) FROM customer_customer
WHERE customer_group <> '' AND customer_group = ANY(%(codes)s::text[]) GROUP BY customer_group
"""


def list_groups() -> Page[dto.CustomerGroup]:
    """All groups, by their codes."""
    return Page(items=tuple(row.to_dto() for row in models.CustomerGroup.objects.all()), next=None, previous=None)


def get_group(*, code: str) -> dto.CustomerGroup:
    """A group by its code. Raises GroupNotFound."""
    wanted = normalised_code(code)
    row = models.CustomerGroup.objects.filter(code=wanted).first()
    if row is None:
        raise GroupNotFound(group=wanted)
    return row.to_dto()


def get_group_by_id(*, group_id: UUID) -> dto.CustomerGroup:
    """A group. Raises GroupNotFound."""
    row = models.CustomerGroup.objects.filter(id=group_id).first()
    if row is None:
        raise GroupNotFound(group=str(group_id))
    return row.to_dto()


def known_code(*, code: str) -> str:
    """The code of a group that there is, as it is stored, or none. Raises GroupUnknown."""
    wanted = normalised_code(code)
    if wanted and not models.CustomerGroup.objects.filter(code=wanted).exists():
        raise GroupUnknown(group=wanted)
    return wanted


def members_of(*, codes: Collection[str]) -> dict[str, int]:
    """How many customers are in these groups; one that nobody is in is left out."""
    return dict(fetch_all(_MEMBERS, {"codes": list(codes)}))


def group_names(codes: Collection[str]) -> dict[str, str]:
    """What people call these groups."""
    return dict(models.CustomerGroup.objects.filter(code__in=codes).values_list("code", "name"))


def find_groups(words: str, most: int) -> list[str]:
    """The groups whose code or name holds these words; all, without any."""
    rows = models.CustomerGroup.objects.filter(code__icontains=words) | models.CustomerGroup.objects.filter(
        name__icontains=words
    )
    return list(rows.values_list("code", flat=True)[:most])
