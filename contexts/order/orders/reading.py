"""Orders of the read model with what hangs on them, in a constant number of statements."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from contexts.order.orders import dto, models


def shown(rows: Sequence[models.Order]) -> list[dto.Order]:
    """Orders with their lines and e-mails, in two statements however many there are."""
    ids = [row.id for row in rows]
    lines: defaultdict[UUID, list[models.OrderLine]] = defaultdict(list)
    for line in models.OrderLine.objects.filter(order_id__in=ids).order_by("order_id", "position"):
        lines[line.order_id].append(line)
    parties = models.OrderParty.objects.filter(order_id__in=ids)
    people = {party.order_id: party for party in parties.only("email", "vat_id", "cancellation_reason")}
    return [row.to_dto(lines=lines[row.id], party=people.get(row.id)) for row in rows]
