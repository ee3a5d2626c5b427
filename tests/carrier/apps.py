from django.apps import AppConfig


class CarrierConfig(AppConfig):
    name = "tests.carrier"
    label = "carrier"

    def ready(self) -> None:
        from tests.carrier import gateways  # noqa: F401
