"""What a repeated request shows: the resource that the first one made, as it is now."""

from collections.abc import Callable
from inspect import Parameter, signature
from typing import Any
from uuid import UUID

from rest_framework.request import Request

Replay = Callable[[UUID, Request], Any]


def again(get: Callable[..., Any], **arguments: Callable[[Request], Any]) -> Replay:
    """Show the resource by this query: `replay=again(get_order, viewer=order_viewer)`.

    `arguments` are computed from the request; the one other argument that the query requires is the id. Raises TypeError
    when there are several.
    """
    required = [name for name, taken in signature(get).parameters.items() if taken.default is Parameter.empty]
    open_ones = [name for name in required if name not in arguments]
    if len(open_ones) > 1:
        raise TypeError(f"{get.__name__} requires {', '.join(open_ones)}; say where all but the id come from.")

    def show(resource_id: UUID, request: Request) -> Any:
        computed = {name: compute(request) for name, compute in arguments.items()}
        return get(**dict.fromkeys(open_ones, resource_id), **computed)

    return show
