"""An import hook that spares what a library would load only because it is installed, for uses that nobody here makes of it."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType


class Sparing(MetaPathFinder):
    """Loads the named modules as if what stands beside them were not installed; whoever else wants that gets it."""

    def __init__(self, unwanted: Mapping[str, Sequence[str]]) -> None:
        self._unwanted = unwanted

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        unwanted = self._unwanted.get(name)
        spec = PathFinder.find_spec(name, path, target) if unwanted else None
        if unwanted and spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def spared(module: ModuleType) -> None:
                with absent(unwanted):
                    load(module)

            spec.loader.exec_module = spared  # type: ignore[method-assign]
        return spec


@contextmanager
def absent(names: Sequence[str]) -> Iterator[None]:
    """As if these were not installed; those that are loaded already stay."""
    hidden = [name for name in names if name not in sys.modules]
    # While None stands there, an import raises ImportError.
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def spare(unwanted: Mapping[str, Sequence[str]]) -> None:
    """Have these modules loaded so from now on."""
    sys.meta_path.insert(0, Sparing(unwanted))
