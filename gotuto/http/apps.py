from django.conf import settings
from django.core.cache import close_caches
from django.core.signals import request_finished, request_started
from django.db import reset_queries

from gotuto.modules import Flag, ModuleConfig


class HttpConfig(ModuleConfig):
    name = "gotuto.http"
    label = "gotuto_http"
    verbose_name = "HTTP"

    rates = ("read", "write")
    flags = (
        Flag(
            "http.csv_export",
            "Staff may have whole lists as files (`?format=csv`, `?format=xlsx`). Off, a busy shop is spared reading them.",
        ),
    )
    purged = {
        "idempotency_keys": "gotuto.http.retention.delete_old_keys",
        "rates": "gotuto.http.retention.delete_old_rates",
        "sessions": "gotuto.http.retention.delete_old_sessions",
    }

    def ready(self) -> None:
        super().ready()
        from gotuto.backoffice import BackOffice
        from gotuto.http import office_lists

        BackOffice.as_file = staticmethod(office_lists.answer)
        if not settings.DEBUG:
            # What Django does around each request for its log of queries, and for caches that have connections; there are none.
            request_started.disconnect(reset_queries)
            request_finished.disconnect(close_caches)
