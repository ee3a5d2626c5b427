"""Somebody who breaks a step or an undo of a saga: once, always, or by a refusal."""

from collections.abc import Callable
from typing import Any

from gotuto import testing
from gotuto.sagas import Saga


class Saboteur:
    """Works on a copy of the saga that replaces the original."""

    def __init__(self, saga: Saga[Any]) -> None:
        self._saga = saga
        self.failures = 0

    def refuse(self, name: str, refusal: Exception) -> None:
        """The step does its work and then is refused."""
        self._wrap(name, lambda: self._raise(refusal, counted=False))

    def refuse_once(self, name: str, refusal: Exception) -> None:
        """Only the first try is refused."""
        tries = iter([True])
        self._wrap(name, lambda: self._raise(refusal, counted=False) if next(tries, False) else None)

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
        def broken(function: Callable[..., Any]) -> Any:
            if function.__name__ != name:
                return function

            def act(*args: Any, **kwargs: Any) -> Any:
                events = function(*args, **kwargs)
                then()
                return events

            act.__name__ = name
            return act

        self._saga = testing.wrap_steps(self._saga, broken)
