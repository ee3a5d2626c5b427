"""What a module may bring. SQL in a declaration speaks of the module's own tables only."""

from dataclasses import dataclass
from datetime import timedelta

from gotuto.roles import Role


@dataclass(frozen=True)
class Resource:
    """A list of the REST API, /api/v1/NAME/, and the fields of answers that hold ids of what stands in it."""

    name: str
    named_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Names:
    """What things of a kind are called, for whoever knows them by their ids alone.

    `called` and `found` are functions of the module, relative to it: one takes a set of keys and returns their names, one
    takes words and how many keys at most. `model` is such as "order_order", the page that shows one.
    """

    kind: str
    called: str
    found: str = ""
    model: str = ""


@dataclass(frozen=True)
class Grant:
    """What a role is given at a module: `sees` names models, such as "cart", `does` says in words what it may change.

    What no grant names is for superusers, who see and do everything.
    """

    role: Role
    sees: tuple[str, ...]
    does: str = ""


@dataclass(frozen=True)
class MenuItem:
    """A page of the back office in its menu; `place` orders the items of a section, `model` is such as "order_cart".

    Whoever sees the model finds the item there; a page without a model of its own names another one in `seen_as`.
    """

    section: str
    place: int
    title: str
    icon: str
    model: str
    seen_as: str = ""


@dataclass(frozen=True)
class Figure:
    """A number on the first page of the back office, with the list that explains it; trouble stands out once there is any.

    `number` is a SELECT of one number.
    """

    place: int
    title: str
    icon: str
    number: str
    model: str
    query: str = ""
    # What readiness calls it when there is any; without a name it is no trouble.
    trouble: str = ""
    # The command that shows more, for `manage.py doctor`.
    look: str = ""

    @property
    def is_trouble(self) -> bool:
        return bool(self.trouble)


@dataclass(frozen=True)
class Chart:
    """Numbers a day: `select` is given `first` and `last` and yields a day with a number for each of the series.

    It is for those who see the model that it is drawn from.
    """

    title: str
    model: str
    select: str
    # What each number is, and its colour.
    series: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Gauge:
    """A family of numbers for Prometheus, what it says, and by which of the selected labels; without any by all of them."""

    name: str
    says: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gauges:
    """What one statement tells Prometheus: `select` yields the labels first, then a number for each of the gauges.

    Count only what is open, recent or wrong, by an index, so that a scrape costs the same in a large shop. NULL is left out.
    """

    labels: tuple[str, ...]
    gauges: tuple[Gauge, ...]
    select: str


@dataclass(frozen=True)
class Lag:
    """Work that may lie about too long: `select` yields for how many seconds the oldest that is due has been, or NULL."""

    name: str
    select: str


@dataclass(frozen=True)
class Flag:
    """What an operator may switch while the shop runs, such as "http.csv_export"; `is_on` unless somebody does."""

    name: str
    means: str
    is_on: bool = True


@dataclass(frozen=True)
class StoredFiles:
    """Files that a table names, in one of Django's storages: backups carry them.

    `select` yields the name of each and its SHA-256 in hexadecimal digits.
    """

    storage: str
    table: str
    select: str


@dataclass(frozen=True)
class FileKind:
    """A table that is exchanged as files, such as "products", and the role that may; `table` is the dotted path of what is
    known of it (`gotuto.imports.Table`), relative to the module, and `listed` the list that leads to it: "catalog_product".
    """

    name: str
    title: str
    role: Role
    table: str
    listed: str = ""


@dataclass(frozen=True)
class Beat:
    """A Celery task that is called again and again."""

    name: str
    task: str
    every: timedelta
