"""The page behind the link of a mail: what is to be paid, and a button that begins it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from contexts.billing.attempts import queries, use_cases
from contexts.billing.attempts.dto import AttemptStatus, Payable
from gotuto.http import limits
from gotuto.ids import InvoiceId

# So often the page looks by itself whether the money is here, every so many seconds; then it says what the buyer can do.
_LOOKS = 15
_SECONDS = 4


class PayPage(View):
    """Looking begins nothing: whoever scans mails only looks. The token is in the address, which is told to nobody else."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        answer = super().dispatch(request, *args, **kwargs)
        # Not `no-referrer`: with that, browsers do not say from where the button was pressed, and it is taken for a forgery.
        answer["Referrer-Policy"], answer["Cache-Control"] = "same-origin", "no-store"
        return answer

    def get(self, request: HttpRequest, invoice_id: UUID) -> HttpResponse:
        payable, looked = _payable(request, invoice_id), _looked(request)
        if payable is None:
            return _ended(request)
        waits = _waits(payable, looked)
        looks_again = waits and looked < _LOOKS
        answer = render(request, "billing/pay.html", {"pay": payable, "waits": waits, "looks_again": looks_again})
        if looks_again:
            asked = request.GET.copy()
            asked["back"] = str(looked + 1)
            answer["Refresh"] = f"{_SECONDS}; url={request.path}?{asked.urlencode()}"
        return answer

    def post(self, request: HttpRequest, invoice_id: UUID) -> HttpResponse:
        """Not a redirect to the gateway: browsers let a form of this page send to this server alone (CSP `form-action`)."""
        limits.check("guest_order", request)
        payable = _payable(request, invoice_id)
        if payable is None:
            return _ended(request)
        begun = use_cases.start_attempt_by_link(
            invoice_id=payable.invoice_id,
            token=request.GET.get("token", ""),
            gateway=request.POST.get("gateway", ""),
            now=timezone.now(),
        )
        page = None if begun is None else use_cases.begin_at_gateway(begun=begun).redirect_url
        if page is None:
            return HttpResponseRedirect(request.get_full_path())
        answer = render(request, "billing/pay_on.html", {"pay": payable, "page": page})
        answer["Refresh"] = f"0; url={page}"
        return answer


def _payable(request: HttpRequest, invoice_id: UUID) -> Payable | None:
    token, now = request.GET.get("token", ""), timezone.now()
    return queries.get_payable(invoice_id=InvoiceId(invoice_id), token=token, now=now)


def _ended(request: HttpRequest) -> HttpResponse:
    """The same for a link that has ended and for one that never was."""
    return render(request, "billing/pay_ended.html", status=404)


def _looked(request: HttpRequest) -> int:
    """How often the buyer's page has looked since they came back; 0 when they come from the mail."""
    told = request.GET.get("back", "")
    return min(int(told), _LOOKS) if told.isascii() and told.isdigit() else 0


def _waits(payable: Payable, looked: int) -> bool:
    """Whether the money may come at any moment, or the gateway has not said yet where it is paid."""
    latest = payable.latest
    if latest is None or payable.asked.amount_due.is_zero:
        return False
    is_open = latest.status is AttemptStatus.OPEN
    return latest.status is AttemptStatus.AUTHORIZED or (is_open and (looked > 0 or latest.redirect_url is None))
