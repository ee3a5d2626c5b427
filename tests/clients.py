"""HTTP clients of the test suite: a guest, a customer, staff with or without a role."""

from typing import Any

from django.test import Client
from django.utils import timezone

from contexts.customer.accounts.use_cases import ensure_customer
from contexts.customer.staff.use_cases import ensure_staff
from contexts.customer.tokens.use_cases import create_token

PASSWORD = "a-long-password-9"


class Api:
    """Speaks JSON with the API; headers given once are sent each time."""

    def __init__(self, **headers: str) -> None:
        self._client = Client(raise_request_exception=False)
        self.headers = headers

    def get(self, path: str, **headers: str) -> Any:
        return self._call("get", path, None, headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._call("post", path, body, headers)

    def form(self, path: str, parts: dict[str, Any], **headers: str) -> Any:
        """Post a form, in which files are files."""
        named = {name.replace("_", "-"): value for name, value in {**self.headers, **headers}.items()}
        return self._client.post(f"/api/v1/{path}", parts, headers={"Accept": "application/json", **named})

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._call("patch", path, body, headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._call("put", path, body, headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self._call("delete", path, None, headers)

    def with_headers(self, **headers: str) -> "Api":
        return Api(**{**self.headers, **headers})

    def _call(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        address = path if path.startswith("/") else f"/api/v1/{path}"
        named = {name.replace("_", "-"): value for name, value in {**self.headers, **headers}.items()}
        arguments: dict[str, Any] = {"headers": {"Accept": "application/json", **named}}
        if method != "get":
            arguments.update(data={} if body is None else body, content_type="application/json")
        return getattr(self._client, method)(address, **arguments)


def customer_api(email: str = "ada@example.com", name: str = "Ada Lovelace") -> Api:
    """A signed-in customer; the same e-mail is the same customer."""
    ensure_customer(email=email, name=name, password=PASSWORD, now=timezone.now())
    return _with_token(email)


def staff_api(*roles: str, superuser: bool = False, email: str = "") -> Api:
    """Staff with roles; nobody's name means a member of staff without any."""
    email = email or f"{'-'.join(roles) or 'staff'}{'-root' if superuser else ''}@example.com"
    ensure_staff(email=email, password=PASSWORD, roles=roles, is_superuser=superuser, now=timezone.now())
    return _with_token(email)


def _with_token(email: str) -> Api:
    secret = create_token(email=email, name="test", now=timezone.now()).secret
    return Api(Authorization=f"Bearer {secret}")
