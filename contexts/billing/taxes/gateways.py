"""VIES, the European Commission's service that checks VAT ids: an outbound destination, asked outside of any transaction.

A question changes nothing there, so that one without an answer is simply asked again.
"""

from collections.abc import Callable
from contextlib import suppress

import msgspec
from django.conf import settings

from contexts.billing.taxes import models
from contexts.billing.taxes.domain.checking import FORM_ONLY, is_in_vies
from contexts.billing.taxes.domain.vat_ids import FRESH_FOR, normalised
from contexts.billing.taxes.errors import VatIdInvalid
from contexts.billing.taxes.statements import mark_unavailable
from gotuto.outbound import Done, Outcome, Refused, RetryLater, Timeouts, Unknown
from gotuto.outbound.http import Answer, request

# What VIES says when a member state does not answer, and when it does not itself.
_STATE_SILENT = {"MS_UNAVAILABLE", "MS_MAX_CONCURRENT_REQ", "MS_MAX_CONCURRENT_REQ_TIME", "TIMEOUT"}
_SERVICE_SILENT = {
    "SERVICE_UNAVAILABLE", "GLOBAL_MAX_CONCURRENT_REQ", "GLOBAL_MAX_CONCURRENT_REQ_TIME", "SERVER_BUSY", "IP_BLOCKED",
}  # fmt: skip
_TOO_MANY_REQUESTS, _BROKEN = 429, 500


class _Wrapper(msgspec.Struct):
    error: str = ""


class _Told(msgspec.Struct, rename="camel"):
    """What is read of an answer; names and addresses are not kept."""

    valid: bool | None = None
    request_identifier: str | None = None
    user_error: str | None = None
    error_wrappers: list[_Wrapper] = []

    @property
    def trouble(self) -> str:
        """Why there is no answer; some answers say VALID or INVALID there."""
        said = next((wrapper.error for wrapper in self.error_wrappers), self.user_error) or ""
        return "" if said in ("VALID", "INVALID") else said


def ask_service(row: models.VatIdCheck, *, timeouts: Timeouts, asking: Callable[[], str]) -> Outcome:
    """Ask whether a VAT id is valid; `asking` tells the VAT id of whoever asks, which may be empty."""
    outcome = _asked(row.vat_id, asking, timeouts)
    if not isinstance(outcome, Done):
        mark_unavailable(row.vat_id, fresh_for=FRESH_FOR)
    return outcome


def was_not_answered(row: models.VatIdCheck, *, timeouts: Timeouts) -> Outcome:
    """Whatever became of the question, it may be asked again."""
    return RetryLater("billing.vat_id_not_answered", "The answer was lost, and the question is asked again.")


def _asked(number: str, asking: Callable[[], str], timeouts: Timeouts) -> Outcome:
    service = settings.GOTUTO_VAT_ID_SERVICE
    if service == FORM_ONLY:
        return Refused("billing.vat_id_service_off", "GOTUTO_VAT_ID_SERVICE names no service any more.")
    question = {"countryCode": number[:2], "vatNumber": number[2:], **_requester(asking())}
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    answer = request(
        "POST",
        f"{service.rstrip('/')}/check-vat-number",
        body=msgspec.json.encode(question),
        headers=headers,
        timeouts=timeouts,
    )
    return _outcome(answer) if isinstance(answer, Answer) else answer


def _requester(vat_id: str) -> dict[str, str]:
    """Who asks: only to somebody with a VAT id of their own VIES gives a consultation number."""
    with suppress(VatIdInvalid):
        own = normalised(vat_id)
        if is_in_vies(own.country):
            return {"requesterMemberStateCode": own.number[:2], "requesterNumber": own.number[2:]}
    return {}


def _outcome(answer: Answer) -> Outcome:
    told = _words(answer)
    trouble = told.trouble
    if trouble in _STATE_SILENT:
        return RetryLater("billing.vat_id_state_silent", trouble)
    if trouble in _SERVICE_SILENT or answer.status == _TOO_MANY_REQUESTS or answer.status >= _BROKEN:
        return RetryLater("billing.vat_id_service_down", trouble or f"HTTP {answer.status}", is_down=True)
    if trouble:
        return Refused("billing.vat_id_service_refuses", trouble)
    if told.valid is None:
        return Unknown("billing.vat_id_odd_answer", f"HTTP {answer.status} says neither valid nor invalid.")
    return Done((told.request_identifier or "")[:100], {"is_valid": told.valid})


def _words(answer: Answer) -> _Told:
    """What the answer says, if it is one."""
    with suppress(msgspec.DecodeError):
        return msgspec.json.decode(answer.body, type=_Told)
    return _Told()
