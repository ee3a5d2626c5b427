from django.apps import AppConfig


class ReliabilityConfig(AppConfig):
    """Makes trouble in processes that the tests start."""

    name = "tests.reliability"

    def ready(self) -> None:
        from tests.reliability import trouble

        trouble.install()
