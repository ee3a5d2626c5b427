"""Addresses: the REST API, its documentation, the back office, and a page that tells a person where to go."""

from collections.abc import Callable

from django.contrib import admin
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path
from django.utils.module_loading import module_has_submodule
from django.views import View
from django.views.decorators.cache import cache_control
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerSplitView

from config import metrics, problems, views
from config.api import Root
from contexts.billing.attempts.api import PayPage
from contexts.catalog.images.api import Picture
from gotuto.modules import modules

# Searched in this order: what is asked most stands first.
_ASKED = sorted(modules(), key=lambda module: module.name.startswith("gotuto."))
api: list[URLPattern | URLResolver] = [
    path("", Root.as_view(), name="root"),
    *(path("", include(f"{module.name}.urls")) for module in _ASKED if module_has_submodule(module.module, "urls")),
]

# The same for everybody, until the next release.
_KEPT_SECONDS = 300


def _document(view: type[View], **options: str) -> Callable[..., HttpResponseBase]:
    """A page that is there to be read."""
    read_only = view.as_view(http_method_names=["get", "head"], **options)
    return cache_control(public=True, max_age=_KEPT_SECONDS)(read_only)


urlpatterns = [
    path("", views.home, name="home"),
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("metrics", metrics.show, name="metrics"),
    path("admin/", admin.site.urls),
    path("pay/<uuid:invoice_id>/", PayPage.as_view(), name="pay"),
    path("images/<path:file>", Picture.as_view(), name="picture"),
    path("api/", views.api_root, name="api-root"),
    path("api/v1/", include((api, "v1"))),
    path("api/schema/", _document(SpectacularAPIView), name="schema"),
    path("api/problems/<str:code>", problems.show, name="problem"),
    path("api/docs/", _document(SpectacularSwaggerSplitView, url_name="schema"), name="docs"),
    path("api/redoc/", _document(SpectacularRedocView, url_name="schema"), name="redoc"),
    path("api/login/", views.LoginView.as_view(), name="login"),
    path("api/logout/", views.LogoutView.as_view(), name="logout"),
]

handler400 = "config.views.bad_request"
handler403 = "config.views.forbidden"
handler404 = "config.views.not_found"
handler500 = "config.views.server_error"
