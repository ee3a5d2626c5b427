from django.apps import AppConfig


class IndiscreetConfig(AppConfig):
    """Handlers and a step that break or refuse, and quote the person each time."""

    name = "tests.indiscreet"

    def ready(self) -> None:
        from tests.indiscreet import faults

        faults.install()
