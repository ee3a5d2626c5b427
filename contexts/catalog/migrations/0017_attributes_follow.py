"""Locks: catalog_product for a moment (triggers that keep what attributes are found by)."""

from importlib import import_module

from django.db import migrations

# What a product tells of its attributes, in their order: what its category declares or inherits, as far as it fits.
TOLD = """
CREATE FUNCTION catalog_attributes_told(shelf uuid, given jsonb) RETURNS json LANGUAGE sql STABLE AS $$
WITH RECURSIVE above (id, parent_id, steps) AS (
    SELECT id, parent_id, 0 FROM catalog_category WHERE id = shelf
    UNION ALL
    SELECT next.id, next.parent_id, steps + 1
    FROM above, LATERAL (SELECT id, parent_id FROM catalog_category WHERE id = above.parent_id OFFSET 0) AS next
)
SELECT coalesce(json_object_agg(code, given -> code ORDER BY steps DESC, position, code), '{}'::json)
FROM above JOIN catalog_attribute AS attribute ON attribute.category_id = above.id
WHERE given ? code AND CASE kind
    WHEN 'number' THEN jsonb_typeof(given -> code) = 'number'
    WHEN 'boolean' THEN jsonb_typeof(given -> code) = 'boolean'
    WHEN 'text' THEN jsonb_typeof(given -> code) = 'string'
    WHEN 'date' THEN (given ->> code) ~ '^\\d{4}-\\d\\d-\\d\\d$'
    ELSE (kind = 'multi_choice') = (jsonb_typeof(given -> code) = 'array')
         AND jsonb_path_query_array(choices, '$[*].value') @> (given -> code)
END
$$
"""
# Each value by itself, of a long text its beginning.
VALUES = """
CREATE FUNCTION catalog_attribute_values(given jsonb) RETURNS TABLE (code text, value jsonb)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT DISTINCT pair.key, CASE jsonb_typeof(item) WHEN 'string' THEN to_jsonb(left(item #>> '{}', 100)) ELSE item END
FROM jsonb_each(given) AS pair,
     jsonb_array_elements(
         CASE jsonb_typeof(pair.value) WHEN 'array' THEN pair.value ELSE jsonb_build_array(pair.value) END) AS item
$$
"""
# The words of a product's values: texts, choices in all languages, numbers with their units. Days are no words.
SAID = """
CREATE FUNCTION catalog_attribute_words(given jsonb) RETURNS text LANGUAGE sql STABLE AS $$
SELECT coalesce(string_agg(CASE jsonb_typeof(item.value)
    WHEN 'number' THEN (item.value #>> '{}') || coalesce(' ' || (
        SELECT max(unit) FROM catalog_attribute AS attribute WHERE attribute.code = item.code), '')
    WHEN 'string' THEN (item.value #>> '{}') || coalesce(' ' || (
        SELECT string_agg(DISTINCT label.value, ' ')
        FROM catalog_attribute AS attribute, jsonb_array_elements(attribute.choices) AS choice,
             jsonb_each_text(choice -> 'labels') AS label
        WHERE attribute.code = item.code AND choice -> 'value' = item.value), '')
END, ' '), '')
FROM catalog_attribute_values(given) AS item
WHERE (item.value #>> '{}') !~ '^\\d{4}-\\d\\d-\\d\\d$'
$$
"""
WRITE_VALUES = """
CREATE FUNCTION catalog_write_attribute_values(products uuid[]) RETURNS void LANGUAGE sql AS $$
INSERT INTO catalog_attributevalue (code, value, product_id)
SELECT item.code, item.value, product.id
FROM catalog_product AS product, catalog_attribute_values(product.attributes) AS item
WHERE product.id = ANY (products) AND product.attributes <> '{}'
$$
"""
MADE = """
CREATE FUNCTION catalog_products_described() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM made WHERE attributes <> '{}') THEN
        PERFORM catalog_write_attribute_values(ARRAY (SELECT id FROM made WHERE attributes <> '{}'));
    END IF;
    RETURN NULL;
END $$
"""
CHANGED = """
CREATE FUNCTION catalog_product_described_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM catalog_attributevalue WHERE product_id = NEW.id;
    PERFORM catalog_write_attribute_values(ARRAY [NEW.id]);
    PERFORM catalog_write_documents(ARRAY [NEW.id]);
    RETURN NULL;
END $$
"""
ON_MADE = """
CREATE TRIGGER catalog_products_described AFTER INSERT ON catalog_product REFERENCING NEW TABLE AS made
FOR EACH STATEMENT EXECUTE FUNCTION catalog_products_described()
"""
ON_CHANGED = """
CREATE TRIGGER catalog_product_described_anew AFTER UPDATE OF attributes ON catalog_product
FOR EACH ROW WHEN (OLD.attributes <> NEW.attributes) EXECUTE FUNCTION catalog_product_described_anew()
"""
_BEFORE = import_module("contexts.catalog.migrations.0014_search_words_follow").WRITE.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
_CATEGORY = "               || coalesce(format("
WRITE = _BEFORE.replace(
    _CATEGORY,
    """               || CASE WHEN attributes = '{}' THEN ''::tsvector
                       ELSE setweight(to_tsvector('simple', catalog_words(catalog_attribute_words(attributes))), 'D') END
"""
    + _CATEGORY,
)
_FUNCTIONS = (
    ("catalog_attributes_told(uuid, jsonb)", TOLD),
    ("catalog_attribute_values(jsonb)", VALUES),
    ("catalog_attribute_words(jsonb)", SAID),
    ("catalog_write_attribute_values(uuid[])", WRITE_VALUES),
    ("catalog_products_described()", MADE),
    ("catalog_product_described_anew()", CHANGED),
)
_TRIGGERS = (("catalog_products_described", ON_MADE), ("catalog_product_described_anew", ON_CHANGED))


class Migration(migrations.Migration):
    dependencies = [("catalog", "0016_attributes")]

    operations = [
        *(migrations.RunSQL(made, f"DROP FUNCTION {name}") for name, made in _FUNCTIONS),
        migrations.RunSQL(WRITE, _BEFORE),
        *(migrations.RunSQL(made, f"DROP TRIGGER {name} ON catalog_product") for name, made in _TRIGGERS),
    ]
