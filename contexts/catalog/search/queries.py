"""Questions to the catalogue in words: how they are understood, what they find, and what somebody who types may mean."""

from collections import Counter
from collections.abc import Iterator

from contexts.catalog.search import domain, models, statements
from contexts.catalog.search.dto import Hit, How, Known, Suggestion, Suggestions, SynonymSet, Understood
from contexts.catalog.search.gateways import engine
from contexts.catalog.search.gateways.port import Matches
from gotuto.db import fetch_all, fetch_as, fetch_one
from gotuto.ids import ProductId, Sku

# As many words as this, and products to fill ten lines.
_WORDS, _MOST = 5, 10


def understand(*, question: str) -> Understood:
    """What a question looks for, given the words that the catalogue has; nothing where it has no word."""
    words = domain.asked_words(question)
    rows = fetch_all(statements.KNOWN, {"words": words}) if any(words) else []
    known = [
        Known(place=place, word=word, how=How(how), category=category)
        for place, word, how, category in rows
        if how != "stop"
    ]
    return domain.understood(question, known, frozenset(place for place, _, how, _ in rows if how == "stop"))


def find(*, question: Understood) -> Matches:
    """The products that a question means."""
    return engine().find(question)


def suggest(*, typed: str) -> Suggestions:
    """What somebody who types may mean, of what is for sale: words first, then products, ten at most."""
    asked = understand(question=typed)
    if not asked.wanted:
        return Suggestions(suggestions=())
    rows = fetch_all(statements.TYPED, {"wanted": asked.wanted, "exact": asked.exact})
    words = list(_words(asked, [name for _, _, name in rows]))[:_WORDS]
    products = (Suggestion(text=name, product_id=ProductId(key), sku=Sku(sku)) for key, sku, name in rows)
    return Suggestions(suggestions=(*(Suggestion(text=word) for word in words), *products)[:_MOST])


def _words(asked: Understood, names: list[str]) -> Iterator[str]:
    """What the last word may become, by how many of the names have it; the words before stay as they are."""
    last = asked.terms[-1]
    meant = {one.text.strip("'") for one in last.alternatives}
    counted: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for name in names:
        for word in name.split():
            plain = domain.folded(word.strip(".,;:()\"'"))
            if plain in meant or plain.startswith(last.text):
                counted[plain] += 1
                shown.setdefault(plain, word.strip(".,;:()\"'"))
    before = " ".join(asked.question.split()[:-1])
    for plain, _ in sorted(counted.items(), key=lambda one: (-one[1], one[0])):
        yield f"{before} {shown[plain]}".strip()


def explain(*, question: str) -> tuple[Understood, tuple[Hit, ...]]:
    """How a question is understood, and the first products that it finds in PostgreSQL with what their place is worth."""
    asked = understand(question=question)
    if not asked.wanted:
        return asked, ()
    return asked, tuple(fetch_as(Hit, statements.EXPLAINED, {"wanted": asked.wanted, "exact": asked.exact}))


def count_products() -> int:
    """How many products have words that can be found."""
    (count,) = fetch_one(statements.PRODUCTS)
    return int(count)


def list_synonyms() -> tuple[SynonymSet, ...]:
    """All sets of synonyms, by their words."""
    return tuple(row.to_dto() for row in models.Synonyms.objects.order_by("words"))
