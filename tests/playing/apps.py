import os

from django.apps import AppConfig


class PlayingConfig(AppConfig):
    """Tells the programs of an instance where the carrier is."""

    name = "tests.playing"

    def ready(self) -> None:
        from tests.carrier import gateways

        gateways.url = os.environ["CARRIER_URL"]
