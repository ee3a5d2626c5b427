"""HTTP for all contexts: operations that declare who may ask and what goes in and out, and problem documents."""

from gotuto.http.access import PUBLIC, SIGNED_IN, STAFF, Principal, has_role, principal
from gotuto.http.etags import if_match
from gotuto.http.inputs import Input
from gotuto.http.operations import Endpoint, operation
from gotuto.http.paging import PageQuery

__all__ = [
    "PUBLIC",
    "SIGNED_IN",
    "STAFF",
    "Endpoint",
    "Input",
    "PageQuery",
    "Principal",
    "has_role",
    "if_match",
    "operation",
    "principal",
]
