from django.apps import AppConfig


class ReliabilityConfig(AppConfig):
    """Makes trouble in processes that the tests start."""

    name = "tests.reliability"

    def ready(self) -> None:
        # A saga of the tests, so that it is within reach of trouble, too.
        from tests.reliability import labels, trouble  # noqa: F401

        trouble.install()
