from django.conf import settings
from django.core.cache import close_caches
from django.core.signals import request_finished, request_started
from django.db import reset_queries

from gotuto import retention as policies
from gotuto.modules import ModuleConfig


class HttpConfig(ModuleConfig):
    name = "gotuto.http"
    label = "gotuto_http"
    verbose_name = "HTTP"

    rates = ("read", "write")

    def ready(self) -> None:
        super().ready()
        from gotuto.http import retention, schema  # noqa: F401  registers how DTOs appear in OpenAPI

        policies.register("idempotency_keys", retention.delete_old_keys)
        policies.register("rates", retention.delete_old_rates)
        policies.register("sessions", retention.delete_old_sessions)
        if not settings.DEBUG:
            # What Django does around each request for its caches and its log of queries; there are none.
            request_started.disconnect(reset_queries)
            request_finished.disconnect(close_caches)
