"""Saga diagrams: the steps of a table, what each asks of other contexts, and the way back."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from config.archdoc import tree
from config.archdoc.markdown import code, diagram, table
from config.archdoc.reach import Ask, reach
from gotuto.sagas import Saga, Step, Wait
from gotuto.sagas.definition import definitions

AnySaga = Saga[Any]


def of(context: str) -> list[AnySaga]:
    """The sagas of a context by name, the latest table of each first."""
    found = [saga for saga in definitions.all() if tree.context_of(saga.refused) == context]
    return sorted(found, key=lambda saga: (saga.name, -saga.version))


def current(context: str) -> list[AnySaga]:
    """The tables by which sagas are started now."""
    latest = {saga.name: saga for saga in reversed(of(context))}
    return [latest[name] for name in sorted(latest)]


def section(saga: AnySaga) -> list[str]:
    """A diagram and a table of the steps."""
    limit = f" It may take {_words(saga.deadline.after)} as a whole." if saga.deadline else ""
    return [
        f"### `{saga.name}`, version {saga.version}",
        "",
        f"A refusal undoes what was done, last first, and ends with `{saga.refused.__name__}`.{_pivot(saga)}{limit}",
        "",
        *diagram("flowchart TD", *_steps(saga)),
        *table(("step", "does", "asks", "undo", "waits"), map(_row, saga.steps), none="It has no steps."),
    ]


def _pivot(saga: AnySaga) -> str:
    return f" Behind `{saga.pivot.name}`, its pivot, it goes forward only." if saga.pivot else ""


def _steps(saga: AnySaga) -> Iterator[str]:
    back, steps = "refused", saga.steps
    yield "    start([started]) --> s1"
    for place, step in enumerate(steps, start=1):
        yield f'    s{place}["{_box(step.name, asked(step.do))}"]'
        following = f"s{place + 1}" if place < len(steps) else "done([done])"
        yield f"    s{place} --> {following}"
        if step in saga.refusable:
            yield f"    s{place} -. refused .-> {back}"
        if step.undo is not None:
            yield f'    u{place}["{_box(step.undo.__name__, asked(step.undo))}"] -.-> {back}'
            back = f"u{place}"
    yield f"    refused([{saga.refused.__name__}])"


def asked(function: Any) -> list[Ask]:
    """What a step asks of others by itself; what those ask in turn is their business."""
    return [ask for ask in reach(function).asks if ask.caller == tree.context_of(function)]


def _box(name: str, asks: list[Ask]) -> str:
    return "<br/>".join([f"<b>{name}</b>", *(f"{ask.called}.{ask.function}" for ask in asks)])


def _row(step: Step) -> tuple[str, ...]:
    asks = code(*(f"{ask.called}.{ask.function}" for ask in asked(step.do)))
    undo = f"`{step.undo.__name__}`: {tree.first_sentence(step.undo)}" if step.undo else ""
    return f"`{step.name}`", tree.first_sentence(step.do), asks, undo, _waits(step)


def _waits(step: Step) -> str:
    may_wait = Wait in reach(step.do).makes
    patience = f"at most {_words(step.deadline.after)}, then {step.deadline.overdue.value.replace('_', ' ')}"
    return ", ".join([*(["calls out"] if step.calls_out else []), *([patience] if may_wait else [])])


def _words(time: timedelta) -> str:
    return str(time).removesuffix(", 0:00:00")
