"""A list declared once: from it come the query's validation, its SQL, OpenAPI, the browsable form and the admin's filters."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet

from gotuto.db.keyset import Selection, paginate
from gotuto.filters import Parameter, given, parameters
from gotuto.hints import bare
from gotuto.paging import Page, PageRequest

F = TypeVar("F")
T = TypeVar("T")

LOOKUPS = {"=": "exact", ">=": "gte", "<=": "lte"}


@dataclass(frozen=True)
class Condition:
    """A condition in plain SQL, with the parameters that it names."""

    text: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class Listing(Generic[F]):
    """What a list can be filtered and sorted by.

    `filters` is a dataclass as `gotuto.filters` explains it. `columns` names the column of a filter that is called
    otherwise; `special` makes a Q (of a QuerySet) or a Condition (of a Selection) of a filter that is no comparison with a
    column. `orderings` maps public names to columns, each of which has an index together with the id; without a wish the
    list is sorted by `default`; `lacking` names the orderings by something that not every row has, which show those that
    have it. `counted_as` is the dataclass of what a list tells of all its rows, where it counts them on
    demand.
    """

    filters: type[F]
    orderings: Mapping[str, str]
    default: str
    lacking: Collection[str] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    special: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    counted_as: type[Any] | None = None

    def page(
        self,
        rows: QuerySet[Any, Any] | Selection,
        *,
        filters: F,
        page: PageRequest,
        to_dto: Callable[[Any], T],
        within: object = None,
    ) -> Page[T]:
        """One page of those rows that the filters let through, in one statement; its cursors hold for them only.

        `within` says what narrowed the rows before. Raises UnknownOrdering, InvalidCursor.
        """
        wanted = list(given(filters))
        narrowed = self._selected(rows, wanted) if isinstance(rows, Selection) else self._filtered(rows, wanted)
        return paginate(
            self._having(narrowed, page.ordering.removeprefix("-")),
            page,
            orderings=self.orderings,
            default=self.default,
            # Only what was given: a filter that this list learns later does not end the cursors of today.
            filters=[within, *((parameter.name, value) for parameter, value in wanted)],
            to_dto=to_dto,
        )

    def selected(self, rows: Selection, *, filters: F) -> Selection:
        """Those rows that the filters let through."""
        return self._selected(rows, list(given(filters)))

    def column(self, parameter: Parameter) -> str:
        return self.columns.get(parameter.filter, parameter.column)

    def compared(self) -> Iterator[tuple[Parameter, str]]:
        """The filters that compare with a column, and that column."""
        for parameter in parameters(self.filters):
            if parameter.filter not in self.special:
                yield parameter, self.column(parameter)

    def facets(self) -> Iterator[str]:
        """Columns with few values, or with times: what a page of the back office offers to choose from."""
        for parameter, column in self.compared():
            kind = bare(parameter.kind)
            if parameter.end == "after" or (not parameter.end and issubclass(kind, Enum | bool)):
                yield column

    def _having(self, rows: QuerySet[Any, Any] | Selection, ordering: str) -> QuerySet[Any, Any] | Selection:
        """Those rows that have what they are to be sorted by."""
        if ordering not in self.lacking:
            return rows
        column = self.orderings[ordering]
        if isinstance(rows, Selection):
            return replace(rows, conditions=[*rows.conditions, f"{column} IS NOT NULL"])
        return rows.filter(**{f"{column}__isnull": False})

    def _filtered(self, rows: QuerySet[Any, Any], wanted: list[tuple[Parameter, Any]]) -> QuerySet[Any, Any]:
        return rows.filter(*(self._predicate(parameter, value) for parameter, value in wanted)) if wanted else rows

    def _predicate(self, parameter: Parameter, value: Any) -> Q:
        if parameter.filter in self.special:
            predicate: Q = self.special[parameter.filter](value)
            return predicate
        return Q((f"{self.column(parameter)}__{LOOKUPS[parameter.operator]}", value))

    def _selected(self, rows: Selection, wanted: list[tuple[Parameter, Any]]) -> Selection:
        found = [self._condition(parameter, value) for parameter, value in wanted]
        return replace(
            rows,
            conditions=[*rows.conditions, *(condition.text for condition in found)],
            parameters={**rows.parameters, **{k: v for condition in found for k, v in condition.parameters.items()}},
        )

    def _condition(self, parameter: Parameter, value: Any) -> Condition:
        if parameter.filter in self.special:
            condition: Condition = self.special[parameter.filter](value)
            return condition
        text = f"{self.column(parameter)} {parameter.operator} %({parameter.name})s"
        return Condition(text, {parameter.name: value})
