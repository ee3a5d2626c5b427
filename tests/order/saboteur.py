"""Somebody who breaks a step or an undo of a saga: once, always, or by a refusal."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gotuto.sagas import Saga
from gotuto.sagas.definition import definitions


class Saboteur:
    """Works on a copy of the saga that replaces the original until the test ends."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, saga: Saga[Any]) -> None:
        self._saga = saga
        self._monkeypatch = monkeypatch
        self.failures = 0

    def refuse(self, name: str, refusal: Exception) -> None:
        """The step does its work and then is refused."""
        self._wrap(name, lambda: self._raise(refusal, counted=False))

    def fail_once(self, name: str) -> None:
        """The first try does its work and then breaks."""
        tries = iter([True])
        self._wrap(name, lambda: self._raise(RuntimeError(f"{name} broke")) if next(tries, False) else None)

    def once(self, name: str, happens: Callable[[], Any]) -> None:
        """Something else goes on when the first try has done its work."""
        tries = iter([True])
        self._wrap(name, lambda: happens() if next(tries, False) else None)

    def fail_always(self, name: str) -> None:
        self._wrap(name, lambda: self._raise(RuntimeError(f"{name} does not work")))

    def _raise(self, error: Exception, *, counted: bool = True) -> None:
        self.failures += counted
        raise error

    def _wrap(self, name: str, then: Callable[[], Any]) -> None:
        def broken(function: Callable[..., Any] | None) -> Any:
            if function is None or function.__name__ != name:
                return function

            def act(*args: Any, **kwargs: Any) -> Any:
                events = function(*args, **kwargs)
                then()
                return events

            act.__name__ = name
            return act

        steps = tuple(replace(step, do=broken(step.do), undo=broken(step.undo)) for step in self._saga.steps)
        known = dict(definitions._sagas)
        self._monkeypatch.setattr(definitions, "_sagas", known)
        # Making the copy puts it into the place of the original.
        self._saga = replace(self._saga, steps=steps, refused=broken(self._saga.refused))
