"""How a question is read: words folded to one spelling, parts of numbers, and how far a word is from another."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from contexts.catalog.search.dto import Alternative, How, Known, Term, Understood
from contexts.catalog.search.errors import TooFewSynonyms

QUESTION_LENGTH = 200
WORD_LENGTH = 40
# Whoever asks for more has pasted something.
MOST_WORDS = 12
# More words that begin alike are looked for by their beginning.
MOST_ALIKE = 12

_MARKS = re.compile("[\u0300-\u036f]")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]+")
_SPELLED = (("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("þ", "th"))
_PLAIN = str.maketrans("øłđðıς", "olddiσ")


def folded(text: str) -> str:
    """One case, without accents, ligatures spelled out; the database does the same to what is found."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text).lower())
    for ligature, letters in _SPELLED:
        plain = plain.replace(ligature, letters)
    return plain.translate(_PLAIN)


def pieces(question: str) -> list[list[str]]:
    """What blanks part, each as its parts between punctuation."""
    split = ([part for part in _PUNCTUATION.split(piece) if part] for piece in folded(question).split())
    return [parts for parts in split if parts][:MOST_WORDS]


def asked_words(question: str) -> list[str]:
    """The words of a question that may be known, or be close to one that is."""
    return [parts[0][:WORD_LENGTH] if is_word(parts) else "" for parts in pieces(question)]


def noted(question: str) -> str:
    """A question that found nothing, in the spelling in which it is remembered; nothing of one that says too little."""
    asked = " ".join(part for parts in pieces(question) for part in parts)[:QUESTION_LENGTH]
    return asked if len(asked) > 2 else ""


def synonyms(words: Iterable[str]) -> list[str]:
    """Words that mean the same, each once, as they are looked for. Raises TooFewSynonyms."""
    told = dict.fromkeys(" ".join(folded(word).split())[:WORD_LENGTH] for word in words)
    kept = [word for word in told if pieces(word)]
    if len(kept) < 2:
        raise TooFewSynonyms
    return kept


def is_word(parts: Sequence[str]) -> bool:
    """Whether a piece is one word, and neither a number nor several parts."""
    return len(parts) == 1 and len(parts[0]) > 1 and not any(letter.isdigit() for letter in parts[0])


def understood(question: str, known: Iterable[Known], stop: frozenset[int]) -> Understood:
    """What is to be looked for, once it is said which words the catalogue has."""
    found: dict[int, list[Known]] = {}
    for one in known:
        found.setdefault(one.place, []).append(one)
    read = pieces(question)
    needed = {place for place in range(len(read)) if place not in stop} or {*range(len(read))}
    terms = tuple(_term(parts, found.get(place, []), place in needed) for place, parts in enumerate(read))
    wanted = " & ".join(_any(term.alternatives) for term in terms if term.is_needed)
    exact = " | ".join(one.text for term in terms for one in term.alternatives if one.how is How.EXACT)
    return Understood(question=question, terms=terms, wanted=wanted, exact=exact)


def _any(alternatives: Sequence[Alternative]) -> str:
    return f"({' | '.join(dict.fromkeys(one.text for one in alternatives))})"


def _term(parts: list[str], known: list[Known], is_needed: bool) -> Term:
    alternatives = _of_word(parts[0], known) if is_word(parts) else _of_parts(parts)
    return Term(text=" ".join(parts), alternatives=tuple(alternatives), is_needed=is_needed)


def _of_parts(parts: list[str]) -> Iterable[Alternative]:
    """A number or several parts as one word; documents have it from each of its parts on."""
    whole = "".join(parts)
    yield _same(whole, How.EXACT)
    if len(whole) > 1:
        yield _beginning(whole)


def _of_word(word: str, known: list[Known]) -> Iterable[Alternative]:
    yield _same(word, How.EXACT)
    begins = [one for one in known if one.how is How.BEGINS]
    if len(begins) > MOST_ALIKE:
        yield _beginning(word)
    corrected = closest(word, (one.word for one in known if one.how is How.CORRECTED))
    for one in known:
        if one.how is How.CORRECTED and one.word not in corrected:
            continue
        if one.category is not None:
            yield Alternative(word=one.word, text=_quoted(f"c{one.category.hex}"), how=How.CATEGORY)
        elif one.how is How.SYNONYM:
            yield Alternative(word=one.word, text=_phrase(one.word), how=How.SYNONYM)
        elif one.how is not How.BEGINS or len(begins) <= MOST_ALIKE:
            yield _same(one.word, one.how)


def _same(word: str, how: How) -> Alternative:
    return Alternative(word=word, text=_quoted(word), how=how)


def _beginning(word: str) -> Alternative:
    return Alternative(word=f"{word}…", text=f"{_quoted(word)}:*", how=How.BEGINS)


def _phrase(words: str) -> str:
    parts = [part for piece in pieces(words) for part in piece]
    return f"({' <-> '.join(map(_quoted, parts))}:*)"


def _quoted(word: str) -> str:
    return "'{}'".format(word.replace("\\", "\\\\").replace("'", "''"))


def closest(word: str, others: Iterable[str]) -> frozenset[str]:
    """Those of the other words that are fewest typing errors away, if that is few enough for a word so long."""
    errors = {other: distance(word, other) for other in others}
    least = min(errors.values(), default=0)
    return frozenset(other for other, count in errors.items() if count == least <= _forgiven(word, other))


def _forgiven(word: str, other: str) -> int:
    """One typing error in a word of four letters, two in one of eight that begins right."""
    return 2 if len(word) >= 8 and word[0] == other[0] else int(len(word) >= 4)


def distance(one: str, other: str) -> int:
    """How many letters were left out, added, mistaken or swapped (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, last, row = row, before, [at]
        for place, with_it in enumerate(other, 1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != with_it))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == with_it:
                cost = min(cost, last[place - 2] + 1)
            row.append(cost)
    return row[-1]
