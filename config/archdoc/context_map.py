"""The context map: who may ask whom, who does, and who hears whom."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from config.archdoc import events, tree, walls
from config.archdoc.markdown import code, diagram, table
from gotuto.outbox import mapping

_PREFACE = """\
# Context map

Written by `manage.py archdoc`.

A context asks downwards, through the facade of the other, and is answered upwards, by events. What stands above is unknown
to what stands below: it publishes, and does not know who hears. What is allowed is the contract `context-map` in
`.importlinter`; what is used is read from the sources.

## Calls

An arrow is a facade that is used. Contexts side by side may not know each other.
"""


def page() -> str:
    """Markdown."""
    lines = [
        _PREFACE,
        *diagram(*_calls()),
        *table(("context", "may ask", "asks"), _asking(), none="Nobody asks anybody."),
        "## Events",
        "",
        "From those who publish to those who hear; each event reaches each handler at least once, after the commit.",
        "",
        *diagram(mapping.mermaid(events.published())),
        *table(("event", "of", "heard by", "handler"), _hearing(), none="Nobody hears anything."),
        f"Nobody hears {_unheard()} yet.",
    ]
    return "\n".join(lines) + "\n"


def block() -> list[str]:
    """Both in one small picture, for the front page of the repository."""
    asked = sorted({(use.caller, use.called) for use in walls.uses()})
    heard = sorted({(hearer, each.told_by) for each in events.published() for hearer in each.hearers})
    # Against the way of the event, so that all arrows point down and the layers stay where they are.
    return diagram(*_layered(), *_arrows(asked, "-- asks -->"), *_arrows(heard, "-. hears .->"))


def _arrows(pairs: Sequence[tuple[str, str]], arrow: str) -> Iterator[str]:
    for upper, found in groupby(pairs, key=lambda pair: pair[0]):
        yield f"    {upper} {arrow} {' & '.join(lower for _, lower in found)}"


def _layered() -> Iterator[str]:
    """The contexts from top to bottom: invisible lines keep each layer in a row of its own."""
    yield "flowchart TD"
    rows = [" & ".join(row) for row in walls.layers()]
    yield from (f"    {upper} ~~~ {lower}" for upper, lower in pairwise(rows))


def _calls() -> Iterator[str]:
    yield from _layered()
    functions: dict[tuple[str, str], list[str]] = {}
    for caller, called, name in sorted({(use.caller, use.called, use.function) for use in walls.uses()}):
        functions.setdefault((caller, called), []).append(name)
    for (caller, called), names in functions.items():
        yield f'    {caller} -- "{"<br/>".join(names)}" --> {called}'


def _asking() -> Iterator[tuple[str, ...]]:
    allowed = walls.allowed()
    for context in tree.names():
        used = sorted({f"{use.called}.{use.function}" for use in walls.uses() if use.caller == context})
        yield (
            f"[`{context}`](contexts/{context}.md)",
            code(*allowed.get(context, [])) or "nobody",
            code(*used) or "nobody",
        )


def _hearing() -> Iterator[tuple[str, ...]]:
    for each in events.published():
        for handler in each.handlers:
            yield f"`{each.event}`", f"`{each.told_by}`", f"`{handler.partition('.')[0]}`", f"`{handler}`"


def _unheard() -> str:
    return code(*(each.event for each in events.published() if not each.handlers)) or "nothing"
