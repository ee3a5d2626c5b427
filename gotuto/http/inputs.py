"""What comes in, as serializers whose fields are made once per thread."""

import threading
import weakref
from typing import Any

from django.utils.functional import cached_property
from rest_framework import serializers

_own = threading.local()


class Input(serializers.Serializer[Any]):
    """A body or a query.

    Django REST framework copies all fields for each request, which takes longer than checking what came in. A thread has
    one request at a time, so that it may use its copies again.
    """

    @cached_property
    def fields(self) -> Any:
        if self.parent is not None:
            # Two of a kind in one body, such as two addresses, need fields of their own.
            return super().fields
        kept: dict[type, Any] = _own.__dict__.setdefault("fields", {})
        if type(self) not in kept:
            kept[type(self)] = serializers.Serializer.fields.func(type(self)())
        fields = kept[type(self)]
        for field in fields.values():
            # Weakly: a password that came in must not stay here until the next request.
            field.parent = weakref.proxy(self)
        return fields
