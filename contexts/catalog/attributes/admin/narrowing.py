"""The list of products narrowed by attributes, once a category is chosen: those that it declares, or that stand below it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.admin import ListFilter
from django.http import HttpRequest

from contexts.catalog.attributes import dto, queries, reading
from contexts.catalog.attributes.domain import ENDS

_YES_OR_NO = (("true", "Yes"), ("false", "No"))


class _ByAttribute(ListFilter):
    """A value to choose, or from where to where; the same words as those of REST."""

    template = "admin/catalog/attribute_filter.html"
    attribute: dto.Attribute
    parameter_names: tuple[str, ...]

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        self.title = self.attribute.label
        super().__init__(request, params, model, model_admin)
        for name in self.parameter_names:
            if name in params:
                self.used_parameters[name] = params.pop(name)[-1]

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: Any) -> Iterator[Any]:
        values = self._values()
        wanted = self.used_parameters.get(self.parameter_names[0])
        if not values:
            yield {"ends": self._ends(), "others": self._others(changelist)}
            return
        yield self._choice(changelist, None, "All", is_chosen=wanted is None)
        for value, label in values:
            yield self._choice(changelist, value, label, is_chosen=wanted == value)

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        wanted = {name.removeprefix("attr."): [str(value)] for name, value in self.used_parameters.items() if value}
        return queryset.filter(reading.condition(wanted)) if wanted else queryset

    def _choice(self, changelist: Any, value: str | None, label: str, *, is_chosen: bool) -> Mapping[str, Any]:
        name = self.parameter_names[0]
        where = changelist.get_query_string({name: value}, remove=["p"])
        return {"selected": is_chosen, "query_string": where, "display": label}

    def _values(self) -> tuple[tuple[str, str], ...]:
        if self.attribute.kind is dto.AttributeKind.BOOLEAN:
            return _YES_OR_NO
        return tuple((one.value, one.label) for one in self.attribute.choices)

    def _ends(self) -> list[dict[str, str]]:
        kind = "date" if self.attribute.kind is dto.AttributeKind.DATE else "text"
        words = ("From", "To") if len(self.parameter_names) > 1 else ("",)
        asked = zip(self.parameter_names, words, strict=True)
        return [
            {"name": name, "said": said, "value": str(self.used_parameters.get(name, "")), "type": kind}
            for name, said in asked
        ]

    def _others(self, changelist: Any) -> list[tuple[str, str]]:
        """What the list is narrowed and sorted by besides."""
        return [one for one in changelist.params.items() if one[0] not in (*self.parameter_names, "p")]


def filters_of(request: HttpRequest) -> list[type[ListFilter]]:
    """A filter for each attribute that products of the chosen category are filtered by, and for what is asked already."""
    if "_narrowed_by" not in request.__dict__:
        asked = {_code(name) for name in request.GET if name.startswith("attr.")}
        slug = request.GET.get("category", "")
        found = queries.filters_in(slug=slug, codes=sorted(asked)) if slug or asked else ()
        request.__dict__["_narrowed_by"] = [_filter(one) for one in found]
    filters: list[type[ListFilter]] = request.__dict__["_narrowed_by"]
    return filters


def _code(parameter: str) -> str:
    code = parameter.removeprefix("attr.")
    return next((code.removesuffix(end) for end in ENDS if code.endswith(end)), code)


def _filter(attribute: dto.Attribute) -> type[ListFilter]:
    ends = [end for end, kind in ENDS.items() if kind is attribute.kind] or [""]
    names = tuple(f"attr.{attribute.code}{end}" for end in ends)
    return type("ByAttribute", (_ByAttribute,), {"attribute": attribute, "parameter_names": names})
