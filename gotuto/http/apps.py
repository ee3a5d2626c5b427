from django.apps import AppConfig

from gotuto import housekeeping


class HttpConfig(AppConfig):
    name = "gotuto.http"
    label = "gotuto_http"
    verbose_name = "HTTP"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gotuto.http import retention, schema  # noqa: F401  registers how DTOs appear in OpenAPI

        housekeeping.register("idempotency_keys", retention.delete_old_keys)
        housekeeping.register("rates", retention.delete_old_rates)
