"""What was removed or changed in codes, commands, settings, events and names, in words."""

from collections.abc import Iterator
from typing import Any


def codes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for code, (status, title) in before.items():
        if code not in after:
            yield f"refusal code {code}: removed; clients that match on it fall through"
        elif after[code] != [status, title]:
            yield f"refusal code {code}: was {status} {title!r}, is {after[code][0]} {after[code][1]!r}"


def commands(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for name, arguments in before.items():
        if name not in after:
            yield f"manage.py {name}: removed"
        else:
            yield from _arguments(f"manage.py {name}", arguments, after[name])


def settings(before: list[str], after: list[str]) -> Iterator[str]:
    for name in sorted(set(before) - set(after)):
        yield f"setting {name}: no source names it; an old name goes on with a warning"


def events(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for name, sample in before.items():
        if name not in after:
            yield f"event sample {name}: removed; what is stored in this shape could not be read"
        elif after[name] != sample:
            yield f"event sample {name}: changed; a new shape is a new schema with a sample of its own"


def names(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for handler in sorted(set(before["handlers"]) - set(after["handlers"])):
        yield f"event handler {handler}: removed; stored deliveries wait for it"
    for task in sorted(set(before["tasks"]) - set(after["tasks"])):
        yield f"task {task}: removed; queued messages name it"
    for saga, steps in before["sagas"].items():
        if saga not in after["sagas"]:
            yield f"saga {saga}: removed; those under way could not go on"
        elif after["sagas"][saga] != steps:
            yield f"saga {saga}: its steps were {steps}, are {after['sagas'][saga]}; other steps are another version"


def _arguments(where: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    known, now = before.get("arguments", {}), after.get("arguments", {})
    for name in sorted(known.keys() - now.keys()):
        yield f"{where} {name}: removed"
    for name, argument in now.items():
        if argument["required"] and not known.get(name, {}).get("required"):
            yield f"{where} {name}: is required now"
        if (
            argument["choices"]
            and known.get(name)
            and (gone := set(known[name]["choices"] or ()) - {*argument["choices"]})
        ):
            yield f"{where} {name}: no longer takes {', '.join(sorted(gone))}"
    for verb, inner in before.get("verbs", {}).items():
        if verb not in after.get("verbs", {}):
            yield f"{where} {verb}: removed"
        else:
            yield from _arguments(f"{where} {verb}", inner, after["verbs"][verb])
