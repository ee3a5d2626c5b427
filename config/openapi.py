"""What the OpenAPI document says of itself, and where its pages find their scripts (drf-spectacular)."""

from typing import Any

SPECTACULAR_SETTINGS: dict[str, Any] = {
    # Not the only thing that has a kind.
    "ENUM_NAME_OVERRIDES": {"KindOfAttribute": ["text", "number", "boolean", "date", "choice", "multi_choice"]},
    "TITLE": "GoTuto",
    "DESCRIPTION": "From a price list to cash: catalogue, cart, order, stock, invoice, payment, parcel, message.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENFORCE_NON_BLANK_FIELDS": True,
    "GET_LIB_DOC_EXCLUDES": "gotuto.http.schema.undocumented",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVERS": [{"url": "/"}],
}
