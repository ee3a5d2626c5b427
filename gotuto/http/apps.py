from django.apps import AppConfig


class HttpConfig(AppConfig):
    name = "gotuto.http"
    label = "gotuto_http"
    verbose_name = "HTTP"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gotuto.http import schema  # noqa: F401  registers how DTOs appear in OpenAPI
