"""A list of products that is narrowed by attributes: found by an index where few have the value, else looked at as they come."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q
from django.db.models.expressions import RawSQL

from contexts.catalog.attributes import domain, statements
from contexts.catalog.attributes.domain import ENDS, Unfit
from contexts.catalog.attributes.dto import Attribute, AttributeKind, Value
from contexts.catalog.attributes.errors import AttributeFilterUnknown
from contexts.catalog.categories.models import BRANCH
from gotuto.db import fetch_all
from gotuto.db.few import most_few
from gotuto.db.keyset import Selection
from gotuto.db.sql import positional

MOST_FILTERS, MOST_VALUES = 10, 20
# All numbers lie between these, and all dates.
_BOUNDS: dict[AttributeKind, tuple[Value, Value]] = {
    AttributeKind.NUMBER: (-(10**16), 10**16),
    AttributeKind.DATE: ("0000", "9999-99"),
}

_COUNT = """
(SELECT %s AS place FROM catalog_attributevalue WHERE code = %s AND value BETWEEN %s::jsonb AND %s::jsonb
 LIMIT (SELECT greatest(most, %s) + 1 FROM few))
"""
_THOSE = """
SELECT product_id FROM catalog_attributevalue
WHERE code = %({name}_code)s AND value BETWEEN %({name}_from_{at})s::jsonb AND %({name}_to_{at})s::jsonb
"""
# A value counts where its attribute is declared, and not where one was left behind.
_HAS = f"""
(jsonb_path_exists(product.attributes, %({{name}}_path)s::jsonpath)
 AND product.category_id IN ({BRANCH.format(root="id = ANY(%({name}_roots)s::uuid[])")}))
"""

# Products, of which only the key is read.
_ANY = Selection(
    id="product.id",
    hydrates=dict,
    columns="product.id",
    source="catalog_product AS product",
    conditions=[],
    parameters={},
    sortable={},
)

Span = tuple[Value, Value]


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """The spans in one of which a value has to lie, and the attributes that are meant."""

    code: str
    meant: tuple[Attribute, ...]
    spans: tuple[Span, ...]

    @property
    def path(self) -> str:
        """As jsonpath, which looks into lists by itself."""
        either = " || ".join(_between(low, high) for low, high in self.spans)
        return f"$.{json.dumps(self.code)} ? ({either})"


@dataclass(frozen=True, kw_only=True)
class Described:
    """What is asked of the attributes of a list, and how many products have each of it, up to a number.

    Of `few` and less each is looked up; a page of more is sooner found by walking along the list.
    """

    wanted: Sequence[_Wanted] = ()
    counts: Sequence[int] = ()
    few: int = 0

    def of(self, selection: Selection, *, few: int | None = None) -> Selection:
        """Those rows of a list of products."""
        if not self.wanted:
            return selection
        conditions, parameters = list(selection.conditions), dict(selection.parameters)
        fewest = min(range(len(self.counts)), key=self.counts.__getitem__)
        for place, one in enumerate(self.wanted):
            name = f"attr_{place}"
            conditions.append(_HAS.format(name=name))
            parameters |= {f"{name}_path": one.path, f"{name}_roots": [each.category.id for each in one.meant]}
            if place == fewest and self.counts[place] <= (self.few if few is None else few):
                ids = " UNION ALL ".join(_THOSE.format(name=name, at=at) for at in range(len(one.spans)))
                conditions.append(f"product.id = ANY(ARRAY({ids}))")
                parameters |= {f"{name}_code": one.code, **dict(_ends(name, one.spans))}
        return replace(selection, conditions=conditions, parameters=parameters)


def described(wanted: Mapping[str, Sequence[str]], *, up_to: int = 0) -> Described:
    """What is meant by parameters; two statements, and none where there are none. Raises AttributeFilterUnknown.

    Products are counted as long as they are few, or up to a larger number.
    """
    if not wanted:
        return Described()
    read = _read(wanted)
    few, counts = _counted(read, up_to)
    return Described(wanted=read, counts=counts, few=few)


def condition(wanted: Mapping[str, Sequence[str]]) -> Q:
    """The same for Django's ORM; what no value can be is found nowhere."""
    try:
        found = described(wanted).of(_ANY)
    except AttributeFilterUnknown:
        return Q(pk__in=())
    sql, values = positional(
        f"(SELECT product.id FROM {_ANY.source} WHERE {' AND '.join(found.conditions)})",  # noqa: S608  no values
        dict(found.parameters),
    )
    return Q(pk__in=RawSQL(sql, values))  # noqa: S611  our own statement, with parameters


def _ends(name: str, spans: Sequence[Span]) -> Iterator[tuple[str, str]]:
    for at, (low, high) in enumerate(spans):
        yield f"{name}_from_{at}", json.dumps(low)
        yield f"{name}_to_{at}", json.dumps(high)


def _between(low: Value, high: Value) -> str:
    if low == high:
        return f"@ == {json.dumps(low)}"
    return f"(@ >= {json.dumps(low)} && @ <= {json.dumps(high)})"


def _counted(read: Sequence[_Wanted], up_to: int) -> tuple[int, list[int]]:
    """How many are few, and how many products have each of these, or that they are more."""
    asked = [
        (place, one.code, json.dumps(low), json.dumps(high), up_to)
        for place, one in enumerate(read)
        for low, high in one.spans
    ]
    found = fetch_all(
        f"""WITH few AS MATERIALIZED {most_few("catalog_product")}
            SELECT place, count(*) FROM ({" UNION ALL ".join([_COUNT] * len(asked))}) AS found GROUP BY 1
            UNION ALL SELECT -1, most FROM few""",  # noqa: S608  no values
        [value for each in asked for value in each],
    )
    counts = dict(found)
    return counts[-1], [counts.get(place, 0) for place in range(len(read))]


def _read(wanted: Mapping[str, Sequence[str]]) -> list[_Wanted]:
    """What is wanted of each attribute, by how it is declared."""
    named: dict[str, dict[str, Sequence[str]]] = {}
    for parameter, texts in wanted.items():
        end = next((end for end in ENDS if parameter.endswith(end)), "")
        named.setdefault(parameter.removesuffix(end), {})[end] = texts
        if len(texts) > (1 if end else MOST_VALUES):
            raise AttributeFilterUnknown(parameter=f"attr.{parameter}", said="There are too many values.")
    if len(named) > MOST_FILTERS:
        raise AttributeFilterUnknown(parameter="attr", said=f"No more than {MOST_FILTERS} attributes at a time.")
    declared = statements.filterable(list(named))
    return [_one(code, given, [one for one in declared if one.code == code]) for code, given in named.items()]


def _one(code: str, given: Mapping[str, Sequence[str]], declared: Sequence[Attribute]) -> _Wanted:
    first = f"attr.{code}{next(iter(given))}"
    if not declared:
        known = ", ".join(f"attr.{one}" for one in statements.filterable_codes()) or "none"
        raise AttributeFilterUnknown(parameter=first, said=f"Products are not filtered by it. Known: {known}.")
    meant: list[Attribute] = []
    spans: dict[Span, None] = {}
    fault = ""
    for attribute in declared:
        try:
            spans |= dict.fromkeys(_spans(attribute, given))
            meant.append(attribute)
        except Unfit as unfit:
            fault = str(unfit)
    if not meant:
        raise AttributeFilterUnknown(parameter=first, said=fault)
    return _Wanted(code=code, meant=tuple(meant), spans=tuple(spans))


def _spans(attribute: Attribute, given: Mapping[str, Sequence[str]]) -> Iterator[Span]:
    """Raises Unfit for what no value of this attribute can be."""
    for text in given.get("", ()):
        value = _value(attribute, text)
        yield value, value
    ends = {end: _value(attribute, texts[0]) for end, texts in given.items() if end}
    if any(ENDS[end] is not attribute.kind for end in ends):
        raise Unfit("Numbers have a _min and a _max, dates an _after and a _before; others have neither.")
    if ends:
        low, high = _BOUNDS[attribute.kind]
        yield ends.get("_min", ends.get("_after", low)), ends.get("_max", ends.get("_before", high))


def _value(attribute: Attribute, text: str) -> Value:
    # What lies outside of the limits can be asked for, and is not found.
    free = replace(attribute, minimum=None, maximum=None)
    value = domain.checked(free, text)
    return value[0] if isinstance(value, list) else value
