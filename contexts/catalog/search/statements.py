"""The SQL of a search: which words are known, which products have them, which of those come first."""

from contexts.catalog.categories.models import BRANCH

# As many as are put in order by relevance; other orderings have all.
RANKED = 1_000

# What a word of the question may mean, by the words that the catalogue has: each branch is one look at one index.
KNOWN = f"""
WITH asked AS MATERIALIZED (
    SELECT place, word, catalog_word_forms(word) AS forms, EXISTS (
        SELECT FROM catalog_searchword AS known
        WHERE known.word >= asked.word COLLATE "C" AND known.word < (asked.word || chr(1114109)) COLLATE "C"
    ) AS is_known
    FROM unnest(%(words)s::text[]) WITH ORDINALITY AS asked (word, place)
    WHERE word <> ''
)
SELECT asked.place - 1 AS place, found.word AS word, found.how AS how, coalesce(branch.id, found.category_id) AS category
FROM asked CROSS JOIN LATERAL (
    (SELECT word, 'form' AS how, category_id FROM catalog_searchword AS known
     WHERE known.forms && asked.forms AND (known.word <> asked.word OR category_id IS NOT NULL) LIMIT 20)
    UNION ALL
    (SELECT word, 'begins', category_id FROM catalog_searchword AS known
     WHERE known.word >= asked.word COLLATE "C" AND known.word < (asked.word || chr(1114109)) COLLATE "C"
       AND (known.word <> asked.word OR category_id IS NOT NULL) LIMIT 30)
    UNION ALL
    (SELECT word, 'ends', category_id FROM catalog_searchword AS known
     WHERE char_length(asked.word) > 4 AND known.word <> asked.word AND reverse(known.word) >= reverse(asked.word) COLLATE "C"
       AND reverse(known.word) < (reverse(asked.word) || chr(1114109)) COLLATE "C" LIMIT 20)
    UNION ALL
    (SELECT word, 'corrected', category_id FROM catalog_searchword AS known
     WHERE known.near && (CASE WHEN NOT asked.is_known THEN catalog_word_near(asked.word) END)
       AND abs(char_length(known.word) - char_length(asked.word)) < 3
     ORDER BY products DESC LIMIT 60)
    UNION ALL
    (SELECT other, 'synonym', NULL::uuid FROM catalog_synonyms AS synonyms, unnest(words) AS other
     WHERE synonyms.words @> ARRAY[asked.word::varchar] AND other <> asked.word LIMIT 20)
    UNION ALL
    (SELECT '', 'stop', NULL WHERE cardinality(asked.forms) < (SELECT count(*) FROM catalog_searchlanguage))
) AS found
LEFT JOIN LATERAL (
    {BRANCH.format(root="id = found.category_id")} LIMIT 50
) AS branch ON found.category_id IS NOT NULL
"""  # noqa: S608  no values

# The further the better things stand: a title that has the very words, and few others, goes before all.
_SCORE = """
(4 * ts_rank(ARRAY[0.1, 0.2, 0.6, 1]::real[], document.title, to_tsquery('simple'::regconfig, %(exact)s), 1)
 + ts_rank(ARRAY[0.1, 0.2, 0.6, 1]::real[], document.everything, to_tsquery('simple'::regconfig, %(wanted)s)))::float8
"""

_FOUND = """
(SELECT document.product_id, -{score} AS distance
 FROM catalog_searchdocument AS document JOIN catalog_product AS product ON product.id = document.product_id
 WHERE {found} AND {{conditions}} LIMIT {most})
"""
_IN_TITLE = "document.title @@ to_tsquery('simple'::regconfig, %(wanted)s)"

# Titles are looked through first, and the rest only where they are too few. In a shop with more, the first are good enough.
BEST = f"""
{_FOUND.format(score=_SCORE.strip(), found=_IN_TITLE, most=RANKED)}
UNION ALL
{
    _FOUND.format(
        score=_SCORE.strip(),
        found=f"document.everything @@ to_tsquery('simple'::regconfig, %(wanted)s) AND NOT {_IN_TITLE}",
        most=RANKED,
    )
}
LIMIT {RANKED}
"""

EVERY = """
(SELECT product_id FROM catalog_searchdocument WHERE everything @@ to_tsquery('simple'::regconfig, %(wanted)s) OFFSET 0)
"""
