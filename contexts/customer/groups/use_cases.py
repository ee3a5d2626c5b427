"""What is done with groups of customers: they are opened, and called otherwise."""

from datetime import datetime

from contexts.customer.groups import domain, dto, models
from contexts.customer.groups.errors import GroupNotFound, GroupTaken
from gotuto import audit_log
from gotuto.db import unique, unit_of_work
from gotuto.db.changes import save_next_version, set_changed
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import new_id
from gotuto.text.codes import normalised_code


@unit_of_work
def open_group(*, code: str, name: str, now: datetime) -> dto.CustomerGroup:
    """Open a group that customers can be put into. Raises GroupInvalid, GroupTaken."""
    wanted = domain.checked_code(code)
    domain.check_name(name)
    row = models.CustomerGroup(id=new_id(), code=wanted, name=name, created_at=now, updated_at=now)
    with unique(GroupTaken(group=wanted)):
        row.save(force_insert=True)
    audit_log.record("customer_group_opened", group=wanted)
    return row.to_dto()


@unit_of_work
def change_group(
    *, code: str, name: str | None = None, expected_version: ExpectedVersion = None, now: datetime
) -> dto.CustomerGroup:
    """Change what is given; the code stays. Raises GroupNotFound, GroupInvalid, Stale."""
    wanted = normalised_code(code)
    row = models.CustomerGroup.objects.select_for_update(no_key=True).filter(code=wanted).first()
    if row is None:
        raise GroupNotFound(group=wanted)
    check_version(expected=expected_version, actual=row.version)
    changed = set_changed(row, name=name)
    domain.check_name(row.name)
    if changed:
        save_next_version(row, now=now)
        audit_log.record("customer_group_changed", group=wanted)
    return row.to_dto()
