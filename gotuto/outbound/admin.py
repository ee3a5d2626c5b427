"""Outbound calls in the back office: all tables on one page, and the circuit breakers."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from unfold.decorators import display

from gotuto import trace
from gotuto.actions.asking import list_action
from gotuto.backoffice import ForSuperusers
from gotuto.errors import BusinessError
from gotuto.outbound import inspection, models, retrying
from gotuto.outbound.destinations import destinations

BREAKER_COLOURS = {"closed": "success", "half-open": "warning", "open": "danger"}


class OpenFilter(admin.SimpleListFilter):
    """Destinations to which no call goes out."""

    title = "open"
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Open")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[models.Breaker]) -> QuerySet[models.Breaker]:
        return queryset.filter(open_until__isnull=False) if self.value() == "yes" else queryset


@admin.register(models.Breaker)
class BreakerAdmin(ForSuperusers):
    list_display = ("destination", "state", "failures", "open_until", "changed_at", "error")
    list_filter = (OpenFilter,)
    ordering = ("destination",)
    actions = ("reset",)

    def get_urls(self) -> list[Any]:
        calls = self.admin_site.admin_view(self.calls)
        return [path("calls/", calls, name="gotuto_outbound_call_changelist"), *super().get_urls()]

    def calls(self, request: HttpRequest) -> HttpResponse:
        """The calls of all tables by destination and status, those that need a person first. Raises PermissionDenied."""
        if not (self.may_write(request) if request.method == "POST" else self.may_see(request)):
            raise PermissionDenied
        if request.method == "POST":
            self._retry(request, UUID(request.POST["call"]))
            return HttpResponseRedirect(request.get_full_path())
        destination, status = request.GET.get("destination", ""), request.GET.get("status", "")
        calls = inspection.calls(troubled=not status, destination=destination, status=status)
        context = {
            **self.admin_site.each_context(request),
            "title": "Outbound calls",
            "calls": [(call, _page_of(call)) for call in calls],
            "counts": inspection.counts(),
            "breakers": inspection.breakers(),
            "destinations": destinations.names(),
            "statuses": models.Status.values,
            "wanted": {"destination": destination, "status": status},
        }
        return TemplateResponse(request, "admin/gotuto_outbound/calls.html", context)

    def _retry(self, request: HttpRequest, call_id: UUID) -> None:
        trace.set_actor(request.user.pk)
        try:
            retrying.retry(call_id=call_id, now=timezone.now())
        except BusinessError as refusal:
            messages.error(request, refusal.detail)
        else:
            messages.success(request, f"The call {call_id} is queued again.")

    @list_action(description="Close")
    def reset(self, row: models.Breaker, *, now: Any) -> None:
        retrying.reset_breaker(destination=row.destination)

    @display(description="state", label=BREAKER_COLOURS)
    def state(self, row: models.Breaker) -> str:
        return inspection.breaker_state(row)

    @display(description="last error", empty_value="")
    def error(self, row: models.Breaker) -> str:
        return row.last_error[:120]


def _page_of(call: inspection.Call) -> str | None:
    """The page of the row in the back office of its own context, where it has one."""
    try:
        return reverse(f"admin:{call.table.replace('.', '_')}_change", args=[call.id])
    except NoReverseMatch:
        return None
