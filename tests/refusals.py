"""Refusals in tests, by the code that clients see."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from gotuto.errors import BusinessError


@contextmanager
def refused(code: str, words: str = "") -> Iterator[None]:
    """What is inside is refused with this code, and these words stand in the text."""
    with pytest.raises(BusinessError, match=re.escape(words) or None) as refusal:
        yield
    assert refusal.value.code == code
