"""Settings as the tests give them, and what comes of it."""

import pytest

from config.declared import SETTINGS
from gotuto.configuration import Configuration, InvalidSettings

KEY = "a-key-of-more-than-thirty-two-characters"
PRODUCTION = {
    "GOTUTO_ENV": "production",
    "SECRET_KEY": KEY,
    "DATABASE_URL": "postgres://db/gotuto",
    "ALLOWED_HOSTS": "shop.example.com",
}


def read(**environ: str) -> Configuration:
    return Configuration(SETTINGS, environ)


def refused(**environ: str) -> list[str]:
    with pytest.raises(InvalidSettings) as refusal:
        read(**environ)
    return refusal.value.findings
