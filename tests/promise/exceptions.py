"""Differences that are meant: each exactly as the test words it, with the reason for whoever is hit by it."""

from tests.promise.record import recorded

_ONE_ADDRESS = (
    "An address is one field everywhere; the pattern of two capital letters said the same, lower case is taken too."
)

_ADDRESSES = {
    f"{operation} body.address.country: {limit} was open, is 2": _ONE_ADDRESS
    for operation in ("POST /api/v1/clients/", "PATCH /api/v1/clients/{client_id}/")
    for limit in ("minLength", "maxLength")
}

_FORMATS = "`?format=json` is taken as before; a problem document is no form of an answer that anybody could ask for"


def _formats() -> dict[str, str]:
    """The parameter stands where there is a choice, which is where rows can be had as CSV."""
    operations = [
        (f"{verb.upper()} {path} query format", "cursor" in str(operation["parameters"]))
        for path, verbs in recorded("openapi")["paths"].items()
        for verb, operation in verbs.items()
    ]
    return {
        f"{where}: {'no longer has problem' if has_rows else 'removed'}": _FORMATS for where, has_rows in operations
    }


_ORDERINGS = "other orderings were refused before too (400); now the document says so"

ALLOWED: dict[str, str] = {
    **_ADDRESSES,
    **_formats(),
    "GET /api/v1/categories/ query ordering: takes only -name, name now": _ORDERINGS,
    "GET /api/v1/clients/ query ordering: takes only -created_at, -name, created_at, name now": _ORDERINGS,
    "GET /api/v1/invoices/ query ordering: takes only -created_at, created_at now": _ORDERINGS,
    "GET /api/v1/notifications/ query ordering: takes only -created_at, created_at now": _ORDERINGS,
    "GET /api/v1/orders/ query ordering: takes only -placed_at, placed_at now": _ORDERINGS,
    "GET /api/v1/products/ query ordering: takes only -created_at, -name, -price, created_at, name, price now": _ORDERINGS,
    "GET /api/v1/shipments/ query ordering: takes only -created_at, created_at now": _ORDERINGS,
    "GET /api/v1/stock-items/ query ordering: takes only -created_at, -sku, created_at, sku now": _ORDERINGS,
    "GET /api/v1/stock-items/{sku}/movements/ query ordering: takes only -occurred_at, occurred_at now": _ORDERINGS,
    "GET /api/v1/products/ query is_active: was boolean, null, is boolean": "an empty parameter still filters nothing",
}
