"""The page behind the link of a mail: what is to be paid, and a button that begins it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from contexts.billing.attempts import queries, use_cases
from contexts.billing.attempts.dto import Payable
from gotuto.http import limits
from gotuto.ids import InvoiceId


class PayPage(View):
    """Looking begins nothing: whoever scans mails only looks. The token is in the address, which is told to nobody else."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        answer = super().dispatch(request, *args, **kwargs)
        # Not `no-referrer`: with that, browsers do not say from where the button was pressed, and it is taken for a forgery.
        answer["Referrer-Policy"], answer["Cache-Control"] = "same-origin", "no-store"
        return answer

    def get(self, request: HttpRequest, invoice_id: UUID) -> HttpResponse:
        payable = _payable(request, invoice_id)
        return render(request, "billing/pay.html", {"pay": payable, "is_back": "back" in request.GET})

    def post(self, request: HttpRequest, invoice_id: UUID) -> HttpResponse:
        limits.check("guest_order", request)
        payable = _payable(request, invoice_id)
        begun = use_cases.start_attempt_by_link(
            invoice_id=payable.invoice_id,
            token=request.GET.get("token", ""),
            gateway=request.POST.get("gateway", ""),
            now=timezone.now(),
        )
        redirect_url = None if begun is None else use_cases.begin_at_gateway(begun=begun).redirect_url
        return HttpResponseRedirect(redirect_url or request.get_full_path())


def _payable(request: HttpRequest, invoice_id: UUID) -> Payable:
    token, now = request.GET.get("token", ""), timezone.now()
    found = queries.get_payable(invoice_id=InvoiceId(invoice_id), token=token, now=now)
    if found is None:
        raise Http404
    return found
