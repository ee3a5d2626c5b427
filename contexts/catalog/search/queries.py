"""Questions to the catalogue in words: how they are understood, what they find, and what somebody who types may mean."""

from collections import Counter

from contexts.catalog.search import domain, models, statements
from contexts.catalog.search.dto import Hit, How, Known, Matches, Suggestion, Suggestions, SynonymSet, Understood
from contexts.catalog.search.gateways import engine
from gotuto.db import fetch_all, fetch_as, fetch_one
from gotuto.ids import ProductId, Sku

# As many words as this, and products to fill ten lines.
_WORDS, _MOST = 5, 10
_AROUND = ".,;:()\"'"


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


def suggest(*, typed: str, language: str = "") -> Suggestions:
    """What somebody who types may mean, of what is for sale, told in a language: words first, then products, ten at most."""
    pieces = typed.split()
    # One letter says too little to look for; it chooses among what the words before it find.
    is_begun = len(pieces) > 1 and len(pieces[-1]) == 1
    asked = understand(question=" ".join(pieces[:-1]) if is_begun else typed)
    if not asked.wanted:
        return Suggestions(suggestions=())
    parameters = {"wanted": asked.wanted, "exact": asked.exact, **({"language": language} if language else {})}
    rows = fetch_all(statements.TYPED_SAID if language else statements.TYPED, parameters)
    last = domain.folded(pieces[-1]) if is_begun else asked.terms[-1].text
    meant = set() if is_begun else {one.word for one in asked.terms[-1].alternatives}
    words = _words([name for _, _, name in rows], last, meant)
    before = " ".join(pieces[:-1])
    told = (Suggestion(text=f"{before} {word}".strip()) for word in words[:_WORDS])
    products = (Suggestion(text=name, product_id=ProductId(key), sku=Sku(sku)) for key, sku, name in rows)
    return Suggestions(suggestions=(*told, *products)[:_MOST])


def _words(names: list[str], begins: str, meant: set[str]) -> list[str]:
    """Words of these names that begin so, or are meant; those first that most names have."""
    counted: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for word in (word.strip(_AROUND) for name in names for word in name.split()):
        plain = domain.folded(word)
        if plain in meant or (plain and plain.startswith(begins)):
            counted[plain] += 1
            shown.setdefault(plain, word)
    return [shown[plain] for plain, _ in sorted(counted.items(), key=lambda one: (-one[1], one[0]))]


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
