"""Locks: catalog_categorytranslation, catalog_producttranslation for a moment (triggers of tables that are new)."""

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("contexts.catalog.migrations.0017_attributes_follow").WRITE
_NAME_BEFORE = import_module("contexts.catalog.migrations.0014_search_words_follow").NAME.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)

# A value of an option, or with none its name, as a translation of its product says it.
SAID = """
CREATE FUNCTION catalog_option_said(said jsonb, option text, given text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT coalesce((
    SELECT nullif(CASE WHEN given IS NULL THEN one ->> 'name' ELSE one -> 'values' ->> given END, '')
    FROM jsonb_array_elements(said) AS one WHERE one ->> 'option' = option LIMIT 1
), given, option)
$$
"""
OPTIONS = """
CREATE FUNCTION catalog_options_said(said jsonb, options jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT coalesce(jsonb_agg(jsonb_build_object(
    'name', catalog_option_said(said, one ->> 'name', NULL),
    'values', (SELECT jsonb_agg(catalog_option_said(said, one ->> 'name', value) ORDER BY at)
               FROM jsonb_array_elements_text(one -> 'values') WITH ORDINALITY AS each (value, at))
) ORDER BY place), '[]')
FROM jsonb_array_elements(options) WITH ORDINALITY AS each (one, place)
$$
"""
CHOSEN = """
CREATE FUNCTION catalog_chosen_said(said jsonb, options jsonb, chosen jsonb) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT json_object_agg(
    catalog_option_said(said, one ->> 'name', NULL),
    catalog_option_said(said, one ->> 'name', chosen ->> (one ->> 'name')) ORDER BY place)
FROM jsonb_array_elements(options) WITH ORDINALITY AS each (one, place)
$$
"""
# As `variant_name` does it.
VARIANT = """
CREATE FUNCTION catalog_variant_said(product text, said jsonb, options jsonb, chosen jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT product || ', ' || string_agg(
    catalog_option_said(said, one ->> 'name', chosen ->> (one ->> 'name')), ', ' ORDER BY place)
FROM jsonb_array_elements(options) WITH ORDINALITY AS each (one, place)
$$
"""
_OPTION_WORDS = """SELECT string_agg(word, ' ') FROM jsonb_array_elements(told.options) AS one,
                   jsonb_each_text(one -> 'values') AS value (original, word)"""
# What a product says in all its other languages, by the weights of the original.
WORDS = f"""
CREATE FUNCTION catalog_translated_words(product uuid, part text) RETURNS text LANGUAGE sql STABLE AS $$
SELECT coalesce(string_agg(CASE part WHEN 'name' THEN told.name WHEN 'description' THEN told.description
                           ELSE ({_OPTION_WORDS}) END, ' '), '')
FROM catalog_producttranslation AS told WHERE told.product_id = product
$$
"""  # noqa: S608  no values
_TITLE = "catalog_words(sku || ' ' || name)"
_KEYWORDS = "catalog_words(keywords)"
_DESCRIPTION = "catalog_words(description)"
WRITE = (
    _BEFORE.replace(_TITLE, "catalog_words(sku || ' ' || name || ' ' || catalog_translated_words(id, 'name'))")
    .replace(_KEYWORDS, "catalog_words(keywords || ' ' || catalog_translated_words(id, 'options'))")
    .replace(_DESCRIPTION, "catalog_words(description || ' ' || catalog_translated_words(id, 'description'))")
)
NAME = _NAME_BEFORE.replace(
    "catalog_words(name)",
    """catalog_words(name || ' ' || coalesce((
    SELECT string_agg(told.name, ' ') FROM catalog_categorytranslation AS told WHERE told.category_id = category), ''))""",
)
PRODUCT_TOLD = """
CREATE FUNCTION catalog_product_translated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalog_write_documents(ARRAY [coalesce(NEW.product_id, OLD.product_id)]);
    RETURN NULL;
END $$
"""
CATEGORY_TOLD = """
CREATE FUNCTION catalog_category_translated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    shelf uuid := coalesce(NEW.category_id, OLD.category_id);
BEGIN
    DELETE FROM catalog_searchword WHERE category_id = shelf;
    PERFORM catalog_write_category(id, category.name) FROM catalog_category AS category WHERE id = shelf;
    RETURN NULL;
END $$
"""
_TRIGGER = """
CREATE TRIGGER catalog_{of}_translated AFTER INSERT OR UPDATE OR DELETE ON catalog_{of}translation
FOR EACH ROW EXECUTE FUNCTION catalog_{of}_translated()
"""
_FUNCTIONS = (
    ("catalog_option_said(jsonb, text, text)", SAID),
    ("catalog_options_said(jsonb, jsonb)", OPTIONS),
    ("catalog_chosen_said(jsonb, jsonb, jsonb)", CHOSEN),
    ("catalog_variant_said(text, jsonb, jsonb, jsonb)", VARIANT),
    ("catalog_translated_words(uuid, text)", WORDS),
    ("catalog_product_translated()", PRODUCT_TOLD),
    ("catalog_category_translated()", CATEGORY_TOLD),
)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0025_translations")]

    operations = [
        *(migrations.RunSQL(made, f"DROP FUNCTION {name}") for name, made in _FUNCTIONS),
        migrations.RunSQL(WRITE, _BEFORE),
        migrations.RunSQL(NAME, _NAME_BEFORE),
        *(
            migrations.RunSQL(
                _TRIGGER.format(of=of), f"DROP TRIGGER catalog_{of}_translated ON catalog_{of}translation"
            )
            for of in ("product", "category")
        ),
    ]
