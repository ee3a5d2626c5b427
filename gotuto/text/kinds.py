"""Kinds of text as types. A `str` that comes in is one line; these say that it is something else."""

from typing import Annotated

import msgspec

Prose = Annotated[str, msgspec.Meta(extra_json_schema={"format": "prose"})]

Password = Annotated[str, msgspec.Meta(extra_json_schema={"format": "password"})]
