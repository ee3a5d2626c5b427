"""Type hints without what stands around the type: the name of an id, constraints, the possibility of None."""

from types import NoneType, UnionType
from typing import Annotated, Any, NewType, Union, get_args, get_origin


def bare(hint: Any) -> Any:
    """The type of a value, such as UUID for `Annotated[OrderId, …] | None`."""
    origin = get_origin(hint)
    if origin is Annotated:
        return bare(get_args(hint)[0])
    if origin in (Union, UnionType):
        return bare(next(argument for argument in get_args(hint) if argument is not NoneType))
    return bare(hint.__supertype__) if isinstance(hint, NewType) else hint
