"""HTTP for all contexts: operations that declare who may ask and what goes in and out, and problem documents.

The docstring of an operation's method is public: it is the text of the OpenAPI document, its first sentence the summary.
"""

from gotuto.http.access import PUBLIC, SIGNED_IN, STAFF, Principal, acting, has_role, may_see, principal
from gotuto.http.etags import if_match
from gotuto.http.listings import ListQuery
from gotuto.http.operations import Endpoint, operation
from gotuto.http.replay import again

__all__ = [
    "PUBLIC",
    "SIGNED_IN",
    "STAFF",
    "Endpoint",
    "ListQuery",
    "Principal",
    "acting",
    "again",
    "has_role",
    "if_match",
    "may_see",
    "operation",
    "principal",
]
