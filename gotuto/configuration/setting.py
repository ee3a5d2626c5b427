"""Settings, and lists of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from gotuto.configuration.environments import Environments, Given
from gotuto.configuration.kinds import TEXT, Kind


@dataclass(frozen=True)
class Derived:
    """A default that is made of settings declared before; `words` say in general what comes out."""

    of: tuple[str, ...]
    make: Callable[..., str]
    words: str


@dataclass(frozen=True)
class Rule:
    """What holds between settings: `broken` takes their values, and returns what is wrong and what to do, or nothing."""

    of: tuple[str, ...]
    broken: Callable[..., str]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One variable of the environment; its default is written as it would be there.

    `shared` is told to commands in other terminals. `made_once` is the number of random bytes of a secret that `make up`
    makes when nobody gives one. `internal` is set by GoTuto for its own processes. `formerly` are names of earlier releases.
    """

    name: str
    meaning: str
    kind: Kind = TEXT
    default: str | Derived = ""
    unit: str = ""
    secret: bool = False
    shared: bool = False
    made_once: int = 0
    internal: bool = False
    formerly: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name and those of earlier releases."""
        return (self.name, *self.formerly)


@dataclass(frozen=True)
class Section:
    """Settings that belong together."""

    title: str
    settings: tuple[Setting, ...]


@dataclass(frozen=True)
class Declarations:
    """Every setting there is, and what holds between them. Raises TypeError for a list that contradicts itself."""

    sections: tuple[Section, ...]
    rules: tuple[Rule, ...] = ()
    environments: Environments | None = None

    def __post_init__(self) -> None:
        known: set[str] = set()
        for setting in self:
            if known & set(setting.names):
                raise TypeError(f"{setting.name} is declared twice.")
            if isinstance(setting.default, Derived) and not known >= set(setting.default.of):
                raise TypeError(f"The default of {setting.name} needs settings that are declared before it.")
            known |= set(setting.names)
        if self.environments is not None and self.chooser is not next(iter(self)):
            raise TypeError(f"{self.environments.chosen_by} chooses the environment. Declare it before all others.")
        if unknown := {name for rule in self.rules for name in rule.of} - known:
            raise TypeError(f"A rule looks at {', '.join(sorted(unknown))}, which nobody declares.")

    def __iter__(self) -> Iterator[Setting]:
        return (setting for section in self.sections for setting in section.settings)

    @property
    def chooser(self) -> Setting | None:
        """The setting whose value is the name of the environment."""
        return None if self.environments is None else self.named(self.environments.chosen_by)

    def in_files(self, environment: str) -> dict[str, Given]:
        """What the files of an environment say. Raises OSError."""
        return {} if self.environments is None else self.environments.given(environment)

    def named(self, name: str) -> Setting | None:
        """The setting of this name, also of a former one."""
        return next((setting for setting in self if name in setting.names), None)


def value_of(values: dict[str, Any], names: tuple[str, ...]) -> tuple[Any, ...] | None:
    """The values of these settings; None when one of them could not be read."""
    return tuple(values[name] for name in names) if values.keys() >= set(names) else None
