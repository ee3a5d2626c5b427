"""Locks: catalog_category, catalog_product for a moment (triggers that keep the words of a search)."""

from django.db import migrations

# Accents folded, ligatures spelled out, one case; `domain.folded` does the same to what is looked for.
FOLDED = """
CREATE FUNCTION catalog_folded(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
SELECT translate(replace(replace(replace(replace(
    regexp_replace(lower(normalize(given, NFKD)), '[\u0300-\u036f]', '', 'g'),
    'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'øłđðıς', 'olddiσ')
$$
"""
# Each word; besides, "tea-earl-1" as one word from each of its parts on, "18v" as two, "18 V" and "5 x 60" as one, and how
# German is typed without umlauts.
WORDS = r"""
CREATE FUNCTION catalog_words(given text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    folded text := catalog_folded(given);
    told text := regexp_replace(folded, '[!-/:-@[-`{-~]+', ' ', 'g');
    piece text;
    rest text;
BEGIN
    IF told ~ '\d +(x +\d|[a-z]{1,3}\M)' THEN
        FOR piece IN SELECT one[1] || one[2] FROM regexp_matches(told, '(\d+) +(x +\d+|[a-z]{1,3}\M)', 'g') AS one LOOP
            told := told || ' ' || replace(piece, ' ', '');
        END LOOP;
    END IF;
    IF folded ~ '[^!-/:-@[-`{-~\s][!-/:-@[-`{-~]+[^!-/:-@[-`{-~\s]|[a-z][0-9]|[0-9][a-z]' THEN
        FOREACH piece IN ARRAY regexp_split_to_array(folded, '\s+') LOOP
            rest := btrim(regexp_replace(piece, '[!-/:-@[-`{-~]+', ' ', 'g'));
            WHILE rest ~ ' ' LOOP
                told := told || ' ' || replace(rest, ' ', '');
                rest := substr(rest, strpos(rest, ' ') + 1);
            END LOOP;
            IF piece ~ '[a-z][0-9]|[0-9][a-z]' THEN
                piece := regexp_replace(regexp_replace(piece, '([a-z])([0-9])', '\1 \2', 'g'), '([0-9])([a-z])', '\1 \2', 'g');
                told := told || ' ' || regexp_replace(piece, '[!-/:-@[-`{-~]+', ' ', 'g');
            END IF;
        END LOOP;
    END IF;
    IF given ~ '[äöüÄÖÜ]|[aouAOU]\u0308' THEN
        FOREACH piece IN ARRAY regexp_split_to_array(normalize(given, NFC), '\s+') LOOP
            IF piece ~ '[äöüÄÖÜ]' THEN
                piece := replace(replace(replace(lower(piece), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue');
                told := told || ' ' || regexp_replace(catalog_folded(piece), '[!-/:-@[-`{-~]+', ' ', 'g');
            END IF;
        END LOOP;
    END IF;
    RETURN told;
END $$
"""
# Until `search_index` has said which.
LANGUAGES = """
CREATE FUNCTION catalog_search_languages() RETURNS SETOF text LANGUAGE sql STABLE AS $$
SELECT code FROM catalog_searchlanguage
UNION ALL
SELECT unnest(ARRAY['de', 'en']) WHERE NOT EXISTS (SELECT FROM catalog_searchlanguage)
$$
"""
# It keeps a search out of parallel workers, which cost more to start than a page takes.
QUERY = """
CREATE FUNCTION catalog_query(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL UNSAFE AS $$
SELECT to_tsquery('simple'::regconfig, words)
$$
"""
FORMS = """
CREATE FUNCTION catalog_word_forms(word text) RETURNS text[] LANGUAGE sql STABLE AS $$
SELECT coalesce(array_agg(code || ':' || stem), '{}')
FROM catalog_search_languages() AS code,
     ts_lexize((CASE code WHEN 'da' THEN 'danish' WHEN 'de' THEN 'german' WHEN 'en' THEN 'english' WHEN 'es' THEN 'spanish'
                WHEN 'fi' THEN 'finnish' WHEN 'fr' THEN 'french' WHEN 'hu' THEN 'hungarian' WHEN 'it' THEN 'italian'
                WHEN 'nl' THEN 'dutch' WHEN 'no' THEN 'norwegian' WHEN 'pt' THEN 'portuguese' WHEN 'ro' THEN 'romanian'
                WHEN 'ru' THEN 'russian' WHEN 'sv' THEN 'swedish' WHEN 'tr' THEN 'turkish' END || '_stem')::regdictionary,
               word) AS stemmed,
     unnest(stemmed) AS stem
$$
"""
# What is left of a word when a letter or two are left out of its beginning: words that are close share one of these.
NEAR = """
CREATE FUNCTION catalog_word_near(word text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    letters int := char_length(word);
    head text := left(word, 7);
    near text[] := '{}';
    less text;
BEGIN
    IF letters < 4 THEN
        RETURN near;
    END IF;
    near := ARRAY[head];
    FOR at IN 1 .. char_length(head) LOOP
        less := overlay(head PLACING '' FROM at FOR 1);
        near := near || less;
        IF letters > 6 THEN
            FOR then_at IN at .. char_length(less) LOOP
                near := near || overlay(less PLACING '' FROM then_at FOR 1);
            END LOOP;
        END IF;
    END LOOP;
    RETURN near;
END $$
"""
# A word that two writers learn at once stands there twice, so that neither waits for the other; the nightly count mends it.
LEARN = """
CREATE FUNCTION catalog_learn_words(told text[]) RETURNS void LANGUAGE sql AS $$
INSERT INTO catalog_searchword (word, products, forms, near)
SELECT word, 1, catalog_word_forms(word), catalog_word_near(word)
FROM (SELECT DISTINCT unnest(told) AS word) AS fresh
WHERE word ~ '^[^0-9]{2,40}$' AND NOT EXISTS (
    SELECT FROM catalog_searchword AS known WHERE known.word = fresh.word AND known.category_id IS NULL
)
$$
"""
WRITE = """
CREATE FUNCTION catalog_write_documents(products uuid[]) RETURNS void LANGUAGE sql AS $$
WITH text AS MATERIALIZED (
    SELECT id, setweight(to_tsvector('simple', catalog_words(sku || ' ' || name)), 'A')
               || setweight(to_tsvector('simple', catalog_words(keywords)), 'B') AS title,
           setweight(to_tsvector('simple', catalog_words(description)), 'D')
               || coalesce(format('''c%s'':1C', replace(category_id::text, '-', ''))::tsvector, ''::tsvector) AS rest
    FROM catalog_product WHERE id = ANY (products)
), written AS (
    INSERT INTO catalog_searchdocument AS document (product_id, title, everything)
    SELECT id, title, title || rest FROM text
    ON CONFLICT (product_id) DO UPDATE SET title = EXCLUDED.title, everything = EXCLUDED.everything
    RETURNING everything
), told AS (
    INSERT INTO catalog_searchchange (product_id, change)
    SELECT id, txid_current() FROM text WHERE EXISTS (SELECT FROM catalog_searchfeed) ORDER BY id
    ON CONFLICT (product_id) DO UPDATE SET change = EXCLUDED.change
)
SELECT catalog_learn_words((SELECT array_agg(DISTINCT lexeme) FROM written, unnest(tsvector_to_array(everything)) AS lexeme))
$$
"""
MADE = """
CREATE FUNCTION catalog_products_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalog_write_documents(ARRAY (SELECT id FROM made));
    RETURN NULL;
END $$
"""
CHANGED = """
CREATE FUNCTION catalog_product_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalog_write_documents(ARRAY [NEW.id]);
    RETURN NULL;
END $$
"""
ON_MADE = """
CREATE TRIGGER catalog_products_made AFTER INSERT ON catalog_product REFERENCING NEW TABLE AS made
FOR EACH STATEMENT EXECUTE FUNCTION catalog_products_made()
"""
ON_CHANGED = """
CREATE TRIGGER catalog_product_changed AFTER UPDATE OF name, keywords, description, category_id ON catalog_product
FOR EACH ROW WHEN (
    OLD.name <> NEW.name OR OLD.keywords <> NEW.keywords OR OLD.description <> NEW.description
    OR OLD.category_id IS DISTINCT FROM NEW.category_id
) EXECUTE FUNCTION catalog_product_changed()
"""
# The name of a category is looked up and leads to its products, so that whoever renames one writes nothing of them.
NAME = """
CREATE FUNCTION catalog_write_category(category uuid, name text) RETURNS void LANGUAGE sql AS $$
INSERT INTO catalog_searchword (word, products, forms, near, category_id)
SELECT word, 1, catalog_word_forms(word), catalog_word_near(word), category
FROM unnest(tsvector_to_array(to_tsvector('simple', catalog_words(name)))) AS word WHERE char_length(word) <= 40
$$
"""
NAMED = """
CREATE FUNCTION catalog_category_named() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM catalog_searchword WHERE category_id = NEW.id;
    PERFORM catalog_write_category(NEW.id, NEW.name);
    RETURN NULL;
END $$
"""
ON_NAMED = """
CREATE TRIGGER catalog_category_made AFTER INSERT ON catalog_category
FOR EACH ROW EXECUTE FUNCTION catalog_category_named()
"""
ON_RENAMED = """
CREATE TRIGGER catalog_category_renamed AFTER UPDATE OF name ON catalog_category
FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION catalog_category_named()
"""
_FUNCTIONS = (
    ("catalog_folded(text)", FOLDED),
    ("catalog_words(text)", WORDS),
    ("catalog_search_languages()", LANGUAGES),
    ("catalog_query(text)", QUERY),
    ("catalog_word_forms(text)", FORMS),
    ("catalog_word_near(text)", NEAR),
    ("catalog_learn_words(text[])", LEARN),
    ("catalog_write_documents(uuid[])", WRITE),
    ("catalog_products_made()", MADE),
    ("catalog_product_changed()", CHANGED),
    ("catalog_write_category(uuid, text)", NAME),
    ("catalog_category_named()", NAMED),
)
_TRIGGERS = (
    ("catalog_products_made", "catalog_product", ON_MADE),
    ("catalog_product_changed", "catalog_product", ON_CHANGED),
    ("catalog_category_made", "catalog_category", ON_NAMED),
    ("catalog_category_renamed", "catalog_category", ON_RENAMED),
)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0013_search_words")]

    operations = [
        *(migrations.RunSQL(made, f"DROP FUNCTION {name}") for name, made in _FUNCTIONS),
        *(migrations.RunSQL(made, f"DROP TRIGGER {name} ON {table}") for name, table, made in _TRIGGERS),
    ]
