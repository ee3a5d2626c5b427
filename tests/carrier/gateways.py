"""Three carriers: one knows repeated requests by their key, one can be asked afterwards, one can do neither."""

import json

from gotuto.outbound import Destination, Done, Outcome, Refused, RetryLater, Timeouts, Unknown
from gotuto.outbound.http import Answer, request
from tests.carrier.models import Label
from tests.reliability import trouble

TIMEOUTS = Timeouts(connect=5, read=5, whole=5)

# Where the carrier is, told by whoever starts it.
url = "http://127.0.0.1:1"


def print_label(label: Label, *, timeouts: Timeouts) -> Outcome:
    body = json.dumps({"parcel": label.parcel, "keeps_keys": label.destination == "carrier"}).encode()
    headers = {"Idempotency-Key": label.idempotency_key, "Content-Type": "application/json"}
    return _outcome(
        trouble.witness(
            "label asked for",
            lambda: request("POST", f"{url}/labels", body=body, headers=headers, timeouts=timeouts),
        )
    )


def ask_for_label(label: Label, *, timeouts: Timeouts) -> Outcome:
    return _outcome(request("GET", f"{url}/labels/{label.idempotency_key}", timeouts=timeouts))


def _outcome(answer: Answer | RetryLater | Unknown) -> Outcome:
    if not isinstance(answer, Answer):
        return answer
    if answer.status == 200:
        told = json.loads(answer.body)
        return Done(told["reference"], {"tracking_number": told["tracking_number"]})
    if answer.status == 404:
        return RetryLater("carrier.not_printed", "The carrier knows no such label.")
    if answer.status == 422:
        return Refused("carrier.refused", answer.body.decode())
    if answer.status == 503:
        return RetryLater("carrier.busy", "The carrier is busy.", is_down=True)
    return Unknown("carrier.odd_answer", f"The carrier answered {answer.status}.")


carrier = Destination(name="carrier", model=Label, send=print_label, ask=ask_for_label, timeouts=TIMEOUTS)
courier = Destination(name="courier", model=Label, send=print_label, ask=ask_for_label, timeouts=TIMEOUTS)
postbox = Destination(name="postbox", model=Label, send=print_label, timeouts=TIMEOUTS)
