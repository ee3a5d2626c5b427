"""Differences that are meant: each exactly as the test words it, with the reason for whoever is hit by it."""

_ONE_ADDRESS = (
    "An address is one field everywhere; the pattern of two capital letters said the same, lower case is taken too."
)

ALLOWED: dict[str, str] = {
    f"{operation} body.address.country: {limit} was open, is 2": _ONE_ADDRESS
    for operation in ("POST /api/v1/clients/", "PATCH /api/v1/clients/{client_id}/")
    for limit in ("minLength", "maxLength")
}
