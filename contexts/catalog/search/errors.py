"""What a search refuses."""

from uuid import UUID

from gotuto.errors import Conflict, Malformed, NotFound


class TooFewSynonyms(Malformed):
    """A word means the same as itself anyway."""

    code = "catalog.too_few_synonyms"
    field = "words"
    text = "Give two words or more that mean the same, such as sofa and couch."


class SynonymsNotFound(NotFound):
    """There is no such set of synonyms."""

    code = "catalog.synonyms_not_found"
    text = "There are no synonyms {synonyms_id}. `manage.py synonyms list` shows those that there are."
    synonyms_id: UUID


class SynonymTaken(Conflict):
    """The word stands in another set."""

    code = "catalog.synonym_taken"
    text = "{word!r} has synonyms already. Add the new words to those."
    word: str


class EngineFails(Conflict):
    """The other search engine does not take what it is told."""

    code = "catalog.engine_fails"
    text = "The search engine fails ({why}). Look at GOTUTO_SEARCH_URL and its log, then repeat; PostgreSQL answers meanwhile."
    why: str
