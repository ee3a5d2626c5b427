"""Whether a restored shop is the one that was backed up, and one in which everything is as it must be."""

from collections.abc import Iterator

from config import invariants
from config.recovery.backing_up import stored_files
from contexts.order import rebuilding
from gotuto.backup import files, manifest
from gotuto.backup.manifest import Manifest
from gotuto.progress import Steps

_WAITS = "nothing_is_stuck"


def differences(told: Manifest, steps: Steps) -> Iterator[str]:
    """Tables that do not have the rows of the backup, and sequences that would give a number again."""
    with steps.step("Comparing tables with the backup", total=sum(table.rows for table in told.tables)) as done:
        compared = 0
        present = manifest.table_sizes()
        for name in sorted(present.keys() - {table.name for table in told.tables}):
            yield f"table {name} is not of the backup"
        for table, found in zip(told.tables, manifest.tables([each.name for each in told.tables]), strict=True):
            compared += table.rows
            done(compared)
            if found != table:
                yield f"table {table.name} has {found.rows} rows of {table.rows}, or others than in the backup"
    reached = manifest.sequences()
    for name, last in told.sequences.items():
        if reached.get(name, -1) < last:
            yield f"sequence {name} stands at {reached.get(name)}, and at {last} in the backup"


def files_unlike_stored(steps: Steps) -> Iterator[str]:
    """Files that the restored tables name, and that are not what was stored, wherever their storage is."""
    for named in stored_files():
        with steps.step(f"Comparing files of {named.storage} with what was stored") as done:
            yield from files.faults(named, done=done)


def violations(steps: Steps) -> Iterator[str]:
    """What the invariants find, but for work that nobody has done since the backup: it goes on once somebody is let in."""
    with steps.step("Looking at the invariants"):
        for violation in invariants.find_violations(but_not=_WAITS):
            yield f"{violation.invariant}: {violation.subject}: {violation.detail}"


def unlike_their_streams(steps: Steps) -> Iterator[str]:
    """Orders whose read model is not what their events say."""
    with steps.step("Replaying the streams of all orders"):
        for _, found in rebuilding.verify_orders():
            for each in found:
                yield f"order {each.order_id} {each.what}: stream {each.stream}, row {each.row}"
