"""What comes in, checked by serializers of Django REST framework whose fields are made once per thread."""

import threading
import weakref
from collections.abc import Mapping
from typing import Any

from django.utils.functional import cached_property
from rest_framework import serializers

from gotuto.http.unknown import unknown

_own = threading.local()


class Input(serializers.Serializer[Any]):
    """A body or a query in which every name is a field; unknown ones are refused, at any depth.

    Django REST framework copies all fields for each request, which takes longer than checking what came in. A thread has
    one request at a time, so that it may use its copies again.
    """

    # A PATCH leaves out what stays as it is; what is one thing comes as a whole.
    is_whole = False

    @cached_property
    def fields(self) -> Any:
        if self.parent is not None:
            # Two of a kind in one body, such as two addresses, need fields of their own.
            return super().fields
        kept: dict[type, Any] = _own.__dict__.setdefault("fields", {})
        if type(self) not in kept:
            kept[type(self)] = super(Input, type(self)()).fields
        fields = kept[type(self)]
        for field in fields.values():
            # Weakly: a password that came in must not stay here until the next request.
            field.parent = weakref.proxy(self)
        return fields

    def to_internal_value(self, data: Any) -> Any:
        strangers = unknown(data, self.fields.keys(), what="field") if isinstance(data, Mapping) else {}
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({**_by_field(error), **strangers}) from None
        missing = {name: [self.fields[name].error_messages["required"]] for name in self._left_out(values)}
        if strangers or missing:
            raise serializers.ValidationError({**missing, **strangers})
        return values

    def _left_out(self, values: Mapping[str, Any]) -> list[str]:
        """A PATCH may leave out an address, but not half of it."""
        if not getattr(self.root, "partial", False) or (self.parent is None and not self.is_whole):
            return []
        return [name for name, field in self.fields.items() if field.required and name not in values]


def _by_field(error: serializers.ValidationError) -> dict[str, Any]:
    detail = error.detail
    return dict(detail) if isinstance(detail, dict) else {"non_field_errors": detail}
