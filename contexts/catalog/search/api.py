"""What somebody who types may mean, over HTTP."""

from typing import Annotated, NotRequired, TypedDict

from msgspec import Meta
from rest_framework.request import Request

from contexts.catalog.categories.api import CATALOGUE_SECONDS
from contexts.catalog.search import dto, queries
from gotuto.http import PUBLIC, Endpoint, languages, operation

TYPED_LENGTH = 60


class SuggestQuery(TypedDict):
    q: NotRequired[Annotated[str, Meta(max_length=TYPED_LENGTH, description="What has been typed so far.")]]


class Suggest(Endpoint):
    @operation(
        allow=PUBLIC, returns=dto.Suggestions, max_age=CATALOGUE_SECONDS, limit="suggest", headers=languages.HEADER
    )
    def get(self, request: Request, *, query: SuggestQuery) -> dto.Suggestions:
        """Words and products that somebody who types may mean, ten at most; typing errors are forgiven."""
        return queries.suggest(typed=query.get("q", ""), language=languages.spoken(request))
