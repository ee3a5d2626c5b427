"""The first page: how the monolith is cut, and what each of the other pages tells."""

from config.archdoc import tree
from config.archdoc.markdown import bullets, table

_PREFACE = """\
# Architecture

These pages are written from the code by `manage.py archdoc`. Nobody edits them: change the code, run the command, and commit
both. `manage.py archdoc --check` names the pages that are not what the code says and ends with 1; a test asks it.

## How the monolith is cut

GoTuto is one program with one database, cut into bounded contexts that know as little of each other as services would
([walls](../adr/0001-walls.md)). Each owns its tables; no foreign key, join or import of a model leads from one into another.
What a context needs of one below it, it asks through a single door, the other's `facade.py`: plain words in, plain data
out, within the transaction of whoever asks. A context never asks one above it. It tells what has happened, as a domain
event, and does not know who listens. The linter and the tests hold these walls, and a watch at the database sees statements
that would climb over them.

An event is a row that is written in the same transaction as the change it tells of, the
[outbox](../adr/0002-outbox.md). So there is no change without its news and no news without its change. After the commit a
worker hands each event to each of its handlers, at least once, and a handler that fails is tried again. Work that needs
several contexts in turn is a [saga](../adr/0003-saga-stretches.md): a table of steps, each with what undoes it. It ends
either done or undone, whatever breaks on the way, because its row says how far it has come. The order itself is kept as the
[stream of its events](../adr/0004-event-sourced-order.md), from which its state follows. Calls to the outside are
[rows as well](../adr/0016-outbound-calls.md), so that none is lost and none is made twice without somebody knowing.

## The pages
"""

_READING = """\
## How to read them

On the map a context asks those below it, and hears those below it; in the picture of events the arrow goes with the event.
In a journey each lane is a context, time runs downwards, and a dashed arrow arrives after the commit. In a saga the solid way
leads to its end, and the dashed one undoes what was done. In the pictures of tables a solid line is a foreign key, a dashed one
an id that is only remembered; an id of another context is named beside its column, and *optional* is what may be empty. In
the pictures of states an arrow bears the functions that take it.

Words are explained in the [glossary](../glossary.md), decisions in `docs/adr/`, changes step by step in
[how to](../howto.md).
"""


def page() -> str:
    """Markdown."""
    overall = [
        "[The context map](map.md): who may ask whom, who does, and who hears whom.",
        "[The journey of an order](journey.md): every call and event from the request to the parcel, and the way back.",
    ]
    canvases = (
        (f"[{each.verbose_name}](contexts/{each.label}.md)", f"`{each.name}`", _about(each.label))
        for each in tree.contexts()
    )
    lines = [
        _PREFACE,
        *bullets(overall, none=""),
        "A canvas for each context: its facade, events, operations, tables, states, sagas, invariants, settings, roles, commands.",
        "",
        *table(("canvas", "package", "about"), canvases, none=""),
        _READING,
    ]
    return "\n".join(lines)


def _about(context: str) -> str:
    """The first sentence of the page that its people have written."""
    return tree.read(f"contexts/{context}/README.md").split("\n\n")[1].replace("\n", " ")
