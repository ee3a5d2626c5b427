"""Pages that belong to no context: where to go next, health, signing in, and what is not there."""

from typing import Any

from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotFound, JsonResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.views import csrf, defaults
from django.views.decorators.http import require_safe

from config import readiness
from config.sign_in import SignIn, refused_for_now
from gotuto.http import problems
from gotuto.http.negotiation import prefers_page


def home(request: HttpRequest) -> HttpResponse:
    """Where a person goes from here."""
    return render(request, "config/home.html")


@require_safe
def api_root(request: HttpRequest) -> HttpResponse:
    """The documentation for people, the front page of the API for programs."""
    return redirect("docs" if prefers_page(request) else "v1:root")


def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "alive"})


def ready(request: HttpRequest) -> HttpResponse:
    """503 without PostgreSQL or its tables, or from a process that leaves; whatever is silent, late, full or given up is only named."""
    seen = readiness.look()
    if seen.missing:
        return JsonResponse({"status": "unavailable", "missing": seen.missing}, status=503)
    told = {"degraded": seen.degraded, "attention": seen.attention, "invariants": seen.invariants}
    return JsonResponse({"status": "ready", **told})


class LoginView(auth_views.LoginView):
    """Signing in for people who use the browsable API."""

    template_name = "config/login.html"
    authentication_form = SignIn
    redirect_authenticated_user = True
    http_method_names = ["get", "head", "post"]

    def form_invalid(self, form: Any) -> HttpResponse:
        return refused_for_now(super().form_invalid(form), form)


class LogoutView(auth_views.LogoutView):
    """Signing out."""

    next_page = "/"


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A problem document for programs, a page for people."""
    if request.path.startswith("/api/"):
        return problems.not_found(request, exception)
    return HttpResponseNotFound(loader.render_to_string("config/not_found.html", {"path": request.path}, request))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A page for people, such as staff whose roles do not see what they asked for; programs get theirs from the API."""
    return HttpResponseForbidden(loader.render_to_string("config/forbidden.html", {}, request))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A problem document for programs, Django's own page for people."""
    if request.path.startswith("/api/"):
        return problems.bad_request(request, exception)
    return defaults.bad_request(request, exception)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A problem document for programs, Django's own page for people."""
    if request.path.startswith("/api/") and not prefers_page(request):
        return problems.csrf_failure(request, reason)
    return csrf.csrf_failure(request, reason)


def server_error(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problems.server_error(request)
    return HttpResponse(loader.render_to_string("config/server_error.html"), status=500)
