"""Trouble on order: steps, undos, handlers and mails of this process break or are refused as often as a test wishes.

The programs of an instance are told by GOTUTO_TROUBLE: `pause STEP SHARE` lets a worker stop itself at a step, now and
then; `poison` makes one handler break and one step kill its worker while the file of GOTUTO_TROUBLE_SWITCH exists.
"""

import os
import random
import signal
from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from smtplib import SMTPDataError, SMTPServerDisconnected
from typing import Any

from contexts.order.signals import OrderConfirmed, order_confirmed
from gotuto.errors import Conflict


class Unwilling(Conflict):
    code = "test.unwilling"


# How often each of them still breaks; a refusal lasts.
breaking: Counter[str] = Counter()
refusing: set[str] = set()
befalling: list[Callable[..., None]] = []

_watcher: Callable[[str, Callable[[], Any]], Any] | None = None


def install() -> None:
    """Put every step, undo and handler within reach."""
    # The driver of the faults imports this module too, and has no Django.
    from gotuto import testing

    for saga in testing.all_sagas():
        testing.wrap_steps(saga, _exposed)
    testing.wrap_handlers(lambda name, handle: _exposed(handle, name))
    kind, *wishes = os.environ.get("GOTUTO_TROUBLE", "").split() or [""]
    if kind == "pause":
        befalling.append(_pausing(*wishes))
    elif kind == "poison":
        _poison(Path(os.environ["GOTUTO_TROUBLE_SWITCH"]))


def _pausing(step: str, share: str) -> Callable[..., None]:
    def pause(name: str, *_: Any) -> None:
        if name == step and random.random() < float(share):
            os.kill(os.getpid(), signal.SIGSTOP)

    return pause


def _poison(switch: Path) -> None:
    def kill_its_worker(name: str, *facts: Any) -> None:
        if name == "validate_products" and switch.exists():
            deadly = switch.read_text()
            if deadly and any(line.sku == deadly for line in facts[0].lines):
                os.kill(os.getpid(), signal.SIGKILL)

    def poisoned(event: OrderConfirmed, **_: Any) -> None:
        if switch.exists():
            raise RuntimeError("poison")

    befalling.append(kill_its_worker)
    order_confirmed.connect(poisoned, name="reliability.poisoned")


def meet(name: str, *facts: Any) -> None:
    """What happens to whoever comes by."""
    for act in befalling:
        act(name, *facts)
    if name in refusing:
        raise Unwilling("Not today.")
    if breaking[name] > 0:
        breaking[name] -= 1
        raise _failures.get(name, RuntimeError(f"{name} broke"))


def watch(watcher: Callable[[str, Callable[[], Any]], Any] | None) -> None:
    """From now on somebody stands by when something becomes true for the world outside of this process."""
    global _watcher
    _watcher = watcher


def witness(what: str, act: Callable[[], Any]) -> Any:
    return act() if _watcher is None else _watcher(what, act)


_failures: dict[str, Exception] = {
    "mail": SMTPDataError(451, b"Try again later"),
    "mail line": SMTPServerDisconnected("Connection unexpectedly closed"),
}


def _exposed(function: Callable[..., Any], name: str = "") -> Callable[..., Any]:
    @wraps(function)
    def act(*args: Any, **kwargs: Any) -> Any:
        # After the effect: what has been done must be undone, too.
        result = function(*args, **kwargs)
        meet(name or function.__name__, *args)
        return result

    return act
