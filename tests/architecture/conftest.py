"""The shop that is looked at speaks two languages, so that there is something to translate."""

from typing import Any

import pytest

from tests.architecture.world import LANGUAGES


@pytest.fixture(autouse=True)
def languages(settings: Any) -> None:
    settings.GOTUTO_LANGUAGES = LANGUAGES
