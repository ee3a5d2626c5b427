"""The SQL of a search: which words are known, which products have them, which of those come first."""

from datetime import datetime, timedelta

from contexts.catalog.categories.models import BRANCH
from contexts.catalog.search.models import SAMPLED
from contexts.catalog.spoken.statements import PRODUCT
from gotuto.db import execute

# How long a question that found nothing is kept after somebody asked it last.
KEPT = timedelta(days=90)

# As many as are put in order by relevance; other orderings have all.
RANKED = 100

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
    (SELECT '', 'stop', NULL WHERE cardinality(asked.forms) < (SELECT count(*) FROM catalog_search_languages()))
) AS found
LEFT JOIN LATERAL (
    {BRANCH.format(root="id = found.category_id")} LIMIT 50
) AS branch ON found.category_id IS NOT NULL
"""  # noqa: S608  no values

# The further the better things stand: a title that has the very words, and few others, goes before all.
_SCORE = """
(4 * ts_rank(ARRAY[0.1, 0.2, 0.6, 1]::real[], document.title, catalog_query(%(exact)s), 1)
 + ts_rank(ARRAY[0.1, 0.2, 0.6, 1]::real[], document.everything, catalog_query(%(wanted)s)))::float8
"""

_FOUND = """
(SELECT document.product_id, -{score} AS distance
 FROM catalog_searchdocument AS document JOIN catalog_product AS product ON product.id = document.product_id
 WHERE {found} AND {{conditions}} LIMIT {most})
"""
_IN_TITLE = "document.title @@ catalog_query(%(wanted)s)"
_BESIDES = f"document.everything @@ catalog_query(%(wanted)s) AND NOT {_IN_TITLE}"


def _first(most: int, *places: str) -> str:
    """As many as that of what is found, place by place, by chance where there are more; none is looked at that is not needed."""
    parts = (f"{place} AND {part}" for place in places for part in (SAMPLED, f"NOT {SAMPLED}"))
    found = " UNION ALL ".join(_FOUND.format(score=_SCORE.strip(), found=part, most=most) for part in parts)
    return f"{found} LIMIT {most}"


# Titles are looked through first, and the rest only where they are too few. In a shop with more, the first are good enough.
BEST = _first(RANKED, _IN_TITLE, _BESIDES)

EVERY = """
(SELECT product_id FROM catalog_searchdocument WHERE everything @@ catalog_query(%(wanted)s) OFFSET 0)
"""


# What is being typed is looked for in titles of what is for sale.
def _typed(name: str, joined: str = "") -> str:
    found = _first(RANKED, _IN_TITLE).format(conditions="product.is_active AND product.deleted_at IS NULL")
    return f"""
SELECT product.id, product.sku, {name}
FROM ({found}) AS found JOIN catalog_product AS product ON product.id = found.product_id {joined}
ORDER BY found.distance, found.product_id
"""  # noqa: S608  no values


TYPED = _typed("product.name")
TYPED_SAID = _typed("coalesce(said.name, product.name)", PRODUCT)

EXPLAINED = f"""
SELECT product.sku AS sku, product.name AS name, -found.distance AS score
FROM (
    SELECT product_id, distance FROM ({BEST.format(conditions="product.deleted_at IS NULL")}) AS best
    ORDER BY distance, product_id LIMIT 20
) AS found JOIN catalog_product AS product ON product.id = found.product_id
ORDER BY found.distance, found.product_id
"""  # noqa: S608  no values

# Whoever floods the shop with nonsense fills no more than so many rows.
MISSED = """
INSERT INTO catalog_searchmiss AS known (question, asked, first_at, last_at)
SELECT %(question)s::varchar, 1, %(now)s::timestamptz, %(now)s::timestamptz
WHERE EXISTS (SELECT FROM catalog_searchmiss WHERE question = %(question)s::varchar)
   OR 10000 > (SELECT count(*) FROM (SELECT FROM catalog_searchmiss LIMIT 10000) AS known)
ON CONFLICT (question) DO UPDATE SET asked = known.asked + 1, last_at = EXCLUDED.last_at
"""
FORGET_MISSES = """
DELETE FROM catalog_searchmiss
WHERE question = ANY (ARRAY (SELECT question FROM catalog_searchmiss WHERE last_at < %s LIMIT %s FOR UPDATE SKIP LOCKED))
"""

LANGUAGES = """
WITH gone AS (DELETE FROM catalog_searchlanguage WHERE code <> ALL (%(codes)s::text[]))
INSERT INTO catalog_searchlanguage (code) SELECT unnest(%(codes)s::text[]) ON CONFLICT DO NOTHING
"""
KNOWN_LANGUAGES = "SELECT array_agg(code ORDER BY code) FROM catalog_search_languages() AS code"
# Words are made anew for the languages of now; what is learnt meanwhile has them already. The sum is of large numbers: two small
# ones are sent as small ones, and so would be what they come to.
FORMS = """
UPDATE catalog_searchword SET forms = catalog_word_forms(word)
WHERE id > %(after)s AND id <= %(after)s::bigint + %(batch)s
"""
LAST_WORD = "SELECT coalesce(max(id), 0) FROM catalog_searchword"

WITHOUT_DOCUMENT = """
WITH chosen AS MATERIALIZED (
    SELECT id FROM catalog_product AS product
    WHERE NOT EXISTS (SELECT FROM catalog_searchdocument WHERE product_id = product.id) LIMIT %(batch)s
), written AS MATERIALIZED (SELECT catalog_write_documents(ARRAY (SELECT id FROM chosen)))
SELECT (SELECT count(*) FROM chosen), (SELECT count(*) FROM written)
"""
WITHOUT_WORDS = """
SELECT count(catalog_write_category(id, name)) FROM catalog_category AS category
WHERE NOT EXISTS (SELECT FROM catalog_searchword WHERE category_id = category.id)
"""
# A step of the way through all products, by their ids.
REWRITE = """
WITH chosen AS MATERIALIZED (SELECT id FROM catalog_product WHERE id > %(after)s ORDER BY id LIMIT %(batch)s),
     written AS MATERIALIZED (SELECT catalog_write_documents(ARRAY (SELECT id FROM chosen)))
SELECT (SELECT count(*) FROM chosen), (SELECT id FROM chosen ORDER BY id DESC LIMIT 1), (SELECT count(*) FROM written)
"""
PRODUCTS = "SELECT count(*) FROM catalog_product"

# Counted as a whole, once a night: what no product says any more goes, and what two writers learnt at once stands once.
COUNT = """
WITH counted AS MATERIALIZED (
    SELECT word, ndoc FROM ts_stat('SELECT everything FROM catalog_searchdocument') WHERE word ~ '^[^0-9]{2,40}$'
), first AS MATERIALIZED (
    SELECT min(id) AS id, word FROM catalog_searchword WHERE category_id IS NULL AND id <= %(last)s GROUP BY word
), gone AS (
    DELETE FROM catalog_searchword AS known
    WHERE category_id IS NULL AND id <= %(last)s AND NOT EXISTS (
        SELECT FROM first JOIN counted USING (word) WHERE first.id = known.id
    )
)
UPDATE catalog_searchword AS known SET products = ndoc
FROM first JOIN counted USING (word) WHERE known.id = first.id AND known.products <> ndoc
"""

FEED = "INSERT INTO catalog_searchfeed (engine) VALUES (%s) ON CONFLICT DO NOTHING"
NO_FEED = "WITH gone AS (DELETE FROM catalog_searchfeed) DELETE FROM catalog_searchchange"
_INDEXED = """
SELECT product.id AS id, product.sku AS sku, product.name AS name,
       rtrim(concat_ws(' ', product.keywords, catalog_translated_words(product.id, 'name'),
                       catalog_translated_words(product.id, 'options'))) AS keywords,
       rtrim(concat_ws(' ', product.description, catalog_translated_words(product.id, 'description'))) AS description,
       product.category_id AS category, product.version AS version,
       CASE WHEN product.attributes = '{{}}' THEN '' ELSE catalog_attribute_words(product.attributes) END AS said, {change} AS change
FROM {source}
"""
CHANGED = _INDEXED.format(
    change="told.change",
    source="catalog_searchchange AS told JOIN catalog_product AS product ON product.id = told.product_id"
    " ORDER BY told.change LIMIT %(batch)s",
)
# What has changed again meanwhile is told again.
TOLD = """
DELETE FROM catalog_searchchange AS told USING unnest(%(ids)s::uuid[], %(changes)s::bigint[]) AS done (id, change)
WHERE told.product_id = done.id AND told.change = done.change
"""
ALL_INDEXED = _INDEXED.format(
    change="0", source="catalog_product AS product WHERE product.id > %(after)s ORDER BY product.id LIMIT %(batch)s"
)


def forget_misses(now: datetime, limit: int) -> int:
    """Delete some of the questions that nobody has asked for long."""
    return execute(FORGET_MISSES, [now - KEPT, limit])
