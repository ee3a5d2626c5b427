"""An e-mail address as it comes in; what makes two of them the same is a rule of whoever keeps them."""

from typing import Annotated

import msgspec

EmailAddress = Annotated[str, msgspec.Meta(extra_json_schema={"format": "email"})]
