"""The requests and answers on a page, played: each block of a request is sent, and its answer compared with the block after it.

A page shows what matters. In what it shows of an answer `…` stands for anything: for a part of a text, for a value, for the
other members of an object, for the other items of a list. `{name}` takes what stands there the first time, and is put in
wherever the name stands later. Headers that are not shown are not compared.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_BLOCK = re.compile(r"^```http\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"\{(\w+)\}")
# Where JSON has no place for it, `…` becomes a member or an item.
_MEMBER = re.compile(r"(?<=[{,\[])\s*…(?=\s*[}\]])")
_VALUE = re.compile(r":\s*…")
_ANYTHING = "…"


class Differs(AssertionError):
    """The page says something else than the server."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str


@dataclass(frozen=True)
class Exchange:
    """A request and the answer that the page shows."""

    method: str
    path: str
    headers: dict[str, str]
    body: str
    answered: str

    def play(self, send: Callable[[str, str, dict[str, str], str], Answer], values: dict[str, str]) -> None:
        """Send it; `values` are those of the names so far, and get those of this answer. Raises Differs."""
        headers = {name: _filled(text, values) for name, text in self.headers.items()}
        answer = send(self.method, _filled(self.path, values), headers, _filled(self.body, values))
        where = f"{self.method} {self.path}"
        line, shown, text = _parts(self.answered)
        status = int(line.split()[1])
        if answer.status != status:
            raise Differs(f"{where} answers {answer.status}, not {status}: {answer.text}")
        for name, value in shown.items():
            _compare(value, answer.headers.get(name, ""), values, f"{where}, header {name}")
        if text:
            _compare(json.loads(_as_json(text)), json.loads(answer.text), values, where)
        elif answer.text:
            raise Differs(f"{where} has a body: {answer.text}")


def exchanges(page: str) -> list[Exchange]:
    """What a page shows, in its order. Raises Differs where a request has no answer."""
    found = list(_BLOCK.findall(page))
    if len(found) % 2 or any(text.startswith("HTTP/") == bool(number % 2 == 0) for number, text in enumerate(found)):
        raise Differs("Requests and answers do not alternate.")
    return [_exchange(asked, answered) for asked, answered in zip(found[::2], found[1::2], strict=True)]


def _exchange(asked: str, answered: str) -> Exchange:
    line, headers, body = _parts(asked)
    method, path, _ = line.split()
    return Exchange(method, path, headers, body, answered)


def _parts(text: str) -> tuple[str, dict[str, str], str]:
    head, _, body = text.partition("\n\n")
    line, *lines = head.strip().splitlines()
    return line, dict(one.split(": ", 1) for one in lines), body.strip()


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _NAME.sub(lambda found: values[found[1]], text)


def _as_json(text: str) -> str:
    return _VALUE.sub(': "…"', _MEMBER.sub(lambda found: _member(text, found.start()), text))


def _member(text: str, place: int) -> str:
    """`…` as a member where the innermost bracket is one of an object, else as an item."""
    open_ones = []
    for sign in re.sub(r'"[^"]*"', lambda found: " " * len(found[0]), text)[:place]:
        if sign in "{[":
            open_ones.append(sign)
        elif sign in "}]":
            open_ones.pop()
    return ' "…": "…"' if open_ones[-1] == "{" else ' "…"'


def _compare(shown: Any, told: Any, values: dict[str, str], where: str) -> None:
    for difference in _differences(shown, told, values, where):
        raise Differs(difference)


def _differences(shown: Any, told: Any, values: dict[str, str], where: str) -> Iterator[str]:
    if shown == _ANYTHING:
        return
    if isinstance(shown, dict) and isinstance(told, dict):
        if _ANYTHING not in shown and shown.keys() != told.keys():
            yield f"{where}: has {sorted(told)}, the page {sorted(shown)}"
        for name in shown.keys() - {_ANYTHING}:
            yield from _differences(shown[name], told.get(name, "nothing"), values, f"{where}, {name}")
    elif isinstance(shown, list) and isinstance(told, list):
        wanted = [one for one in shown if one != _ANYTHING]
        if len(told) < len(wanted) or (len(wanted) == len(shown) != len(told)):
            yield f"{where}: has {len(told)} items, the page {len(wanted)}: {told}"
        for number, (one, other) in enumerate(zip(wanted, told, strict=False)):
            yield from _differences(one, other, values, f"{where}, {number}")
    elif isinstance(shown, str) and isinstance(told, str):
        if not _fits(shown, told, values):
            yield f"{where}: is {told!r}, the page says {shown!r}"
    elif shown != told:
        yield f"{where}: is {told!r}, the page says {shown!r}"


def _fits(shown: str, told: str, values: dict[str, str]) -> bool:
    pattern = ""
    for part in re.split(r"(\{\w+\}|…)", shown):
        name = _NAME.fullmatch(part)
        if name is None:
            pattern += ".*" if part == _ANYTHING else re.escape(part)
        elif name[1] in values:
            pattern += re.escape(values[name[1]])
        else:
            pattern += f"(?P<{name[1]}>.+)"
    found = re.fullmatch(pattern, told, re.DOTALL)
    if found is not None:
        values.update(found.groupdict())
    return found is not None
