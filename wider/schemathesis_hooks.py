"""What no schema can say, for schemathesis: ids of what is there, addresses that exist, a key that is new each time.

Loaded by schemathesis in a virtual environment of its own. Hardly any request is changed that is meant to be wrong.
"""

import itertools
import json
import os
import re
import uuid
from typing import Any

import schemathesis
from schemathesis import GenerationMode
from schemathesis.core import NotSet

_THERE = json.loads(os.environ["GOTUTO_THERE"])
_ADDRESS = {"name": "Ada Lovelace", "line1": "Torstrasse 1", "postal_code": "10119", "city": "Berlin", "country": "DE"}
_WORDS = {"country": "DE", "deliver_to": "FR", "currency": "EUR", "password": "a long and quiet river"}
_TAGS = re.compile(r'\*|(W/)?"[!#-~]*"(, *(W/)?"[!#-~]*")*')
_LEFT_OUT = {"cursor", "by", "from", "to"}
_turn = itertools.count()


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    if case.meta is None:
        return
    if case.meta.generation.mode is GenerationMode.NEGATIVE:
        if isinstance(case.body, NotSet) and list(case.operation.body):
            # Called wrong for a body that is left out, also where it may be.
            case.body, case.media_type = [], "application/json"
        return
    if next(_turn) % 3:
        _take(case.path_parameters)
        _take(case.headers)
    headers = case.headers or {}
    if "Idempotency-Key" in headers:
        headers["Idempotency-Key"] = uuid.uuid4().hex
    if "If-Match" in headers and not _TAGS.fullmatch(headers["If-Match"]):
        # Some phases pass over the pattern of a header.
        headers["If-Match"] = "*"
    if case.query:
        # Opaque: only the server makes one. Days that belong together, and not too far apart, are said in words.
        case.query = _sensible({name: value for name, value in case.query.items() if name not in _LEFT_OUT})
    if not isinstance(case.body, NotSet):
        # Set again, what is left out would be judged anew, as wrong.
        case.body = _sensible(case.body)
    if case.path.endswith("/me/") and isinstance(case.body, dict):
        # Another address takes the password of the account, which is nobody's here.
        case.body = {name: value for name, value in case.body.items() if name not in ("email", "password")}


def _take(values: Any) -> None:
    for name in values or ():
        if name in _THERE:
            values[name] = _THERE[name]


def _sensible(part: Any, name: str = "") -> Any:
    if isinstance(part, list):
        return [_sensible(inner, name) for inner in part]
    if isinstance(part, dict):
        if {"line1", "country"} <= set(part):
            return _ADDRESS
        return {key: _sensible(inner, key) for key, inner in part.items()}
    return _text(part, name) if isinstance(part, str) else part


def _text(text: str, name: str) -> str:
    if name == "amount":
        # The currency tells how many decimals there may be; here it is EUR.
        return re.sub(r"(\.\d\d)\d+$", r"\1", text)
    if name == "email" or (name.endswith("_id") and name != "vat_id"):
        return text
    if name in ("sku", "skus", "code", "price_list", "customer_group"):
        return "".join(re.findall("[A-Za-z0-9]", text)) or "TEA-EARL-GREY-100"
    # What text may be is said in words; the tests of texts ask the rest.
    seen = "".join(letter for letter in text if letter.isprintable()).strip()
    return _WORDS.get(name) or seen or ("x" if text else "")
