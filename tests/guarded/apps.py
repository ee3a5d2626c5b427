from django.apps import AppConfig


class GuardedConfig(AppConfig):
    """Puts the table guard into processes that the tests start; violations go to the file of GOTUTO_GUARD_FILE."""

    name = "tests.guarded"

    def ready(self) -> None:
        from tests import guard

        guard.install()
