"""The front page of the API."""

from dataclasses import dataclass

from django.urls import reverse
from rest_framework.request import Request

from gotuto.http import PUBLIC, Endpoint, operation
from gotuto.modules import modules


@dataclass(frozen=True)
class Directory:
    """Where each kind of resource lives."""

    resources: dict[str, str]
    documentation: str
    schema: str


class Root(Endpoint):
    @operation(allow=PUBLIC, returns=Directory, max_age=300)
    def get(self, request: Request) -> Directory:
        """What there is, and where."""

        def address(name: str) -> str:
            return str(request.build_absolute_uri(name))

        return Directory(
            resources={name: address(f"/api/v1/{name}/") for name in lists()},
            documentation=address(reverse("docs")),
            schema=address(reverse("schema")),
        )


def lists() -> list[str]:
    """The names of all lists of the API."""
    return [resource.name for module in modules() for resource in module.resources]
