"""Locks: catalog_priceentry, catalog_product, catalog_variant for a moment (triggers that keep the ledger of prices)."""

from django.db import migrations

# A plan that was made while the ledger was empty would read all of it, for as long as a session keeps that plan: hence
# `enable_seqscan`. They are hardly ever called: to be taken for dear would cost every list its plan, hence `COST`.

# The price of a moment: of all that hold, that which began last.
PRICE_AT = """
CREATE FUNCTION catalog_price_at(wanted text, moment timestamptz) RETURNS catalog_priceentry
LANGUAGE plpgsql STABLE COST 1 SET enable_seqscan = off AS $$
DECLARE
    found catalog_priceentry;
BEGIN
    SELECT entry.* INTO found FROM catalog_priceentry AS entry
    WHERE entry.sku = wanted AND entry.kind <> 'cancelled' AND entry.valid_from <= moment
      AND (entry.valid_until IS NULL OR entry.valid_until > moment)
      AND NOT EXISTS (SELECT FROM catalog_priceentry AS gone WHERE gone.cancels_id = entry.id)
    ORDER BY entry.valid_from DESC, entry.recorded_at DESC, entry.id DESC LIMIT 1;
    RETURN found;
END $$
"""
# When the public price of something may have become another one, or may do so.
MOMENTS = """
CREATE FUNCTION catalog_price_moments(wanted text) RETURNS SETOF timestamptz LANGUAGE sql STABLE COST 1 SET enable_seqscan = off AS $$
SELECT DISTINCT moment FROM catalog_priceentry AS entry CROSS JOIN LATERAL (VALUES (valid_from), (valid_until)) AS cut (moment)
WHERE entry.sku = wanted AND entry.kind <> 'cancelled' AND moment IS NOT NULL
  AND NOT EXISTS (SELECT FROM catalog_priceentry AS gone WHERE gone.cancels_id = entry.id)
$$
"""
# What is told of the price of a moment. Where it is a reduction: when that began, going back over the same price, and over
# higher reductions where those are steps of one; and what was the lowest in the 30 times 24 hours before.
TOLD = """
CREATE FUNCTION catalog_price_told(
    wanted text, moment timestamptz, OUT amount numeric, OUT currency varchar, OUT compare_at numeric, OUT lowest numeric,
    OUT since timestamptz, OUT percent int, OUT changes_at timestamptz
) LANGUAGE plpgsql STABLE COST 1 SET enable_seqscan = off AS $$
DECLARE
    asked catalog_priceentry := catalog_price_at(wanted, moment);
    step catalog_priceentry := asked;
    before catalog_priceentry;
    cut timestamptz;
    begun timestamptz;
    first timestamptz;
BEGIN
    amount := asked.amount;
    currency := asked.currency;
    changes_at := (SELECT min(one) FROM catalog_price_moments(wanted) AS one WHERE one > moment);
    IF asked.kind IS DISTINCT FROM 'reduction' THEN
        RETURN;
    END IF;
    compare_at := asked.compare_at_amount;
    FOR cut IN SELECT one FROM catalog_price_moments(wanted) AS one WHERE one <= moment ORDER BY one DESC LOOP
        before := catalog_price_at(wanted, cut - interval '1 microsecond');
        CONTINUE WHEN before.id = step.id;
        begun := cut;
        EXIT WHEN before.kind IS DISTINCT FROM 'reduction' OR before.currency <> step.currency OR before.amount < step.amount
            OR (before.amount > step.amount AND NOT asked.is_stepwise);
        step := before;
    END LOOP;
    first := (SELECT min(one) FROM catalog_price_moments(wanted) AS one);
    since := greatest(first, begun - interval '720 hours');
    SELECT min(held.amount) INTO lowest
    FROM (SELECT since AS one UNION SELECT one FROM catalog_price_moments(wanted) AS one WHERE one > since) AS times,
         LATERAL catalog_price_at(wanted, times.one) AS held
    WHERE times.one < begun AND held.currency = asked.currency;
    IF lowest IS NULL THEN
        since := NULL;
    ELSIF lowest > asked.amount THEN
        percent := floor((lowest - asked.amount) * 100 / lowest);
    END IF;
END $$
"""
# The same of a product, which has the price of the cheapest of its variants.
OF_PRODUCT = """
CREATE FUNCTION catalog_product_price_told(
    product uuid, moment timestamptz, OUT amount numeric, OUT currency varchar, OUT compare_at numeric, OUT lowest numeric,
    OUT since timestamptz, OUT percent int, OUT changes_at timestamptz
) LANGUAGE plpgsql STABLE COST 1 SET enable_seqscan = off AS $$
DECLARE
    itself text := (SELECT sku FROM catalog_product WHERE id = product AND options = '[]');
BEGIN
    SELECT told.* INTO amount, currency, compare_at, lowest, since, percent, changes_at
    FROM (
        SELECT itself AS sku, 0 AS position, true AS is_active WHERE itself IS NOT NULL
        UNION ALL
        SELECT sku, position, is_active FROM catalog_variant
        WHERE itself IS NULL AND product_id = product AND deleted_at IS NULL
    ) AS sold, LATERAL catalog_price_told(sold.sku, moment) AS told
    ORDER BY NOT sold.is_active, told.amount, sold.position LIMIT 1;
END $$
"""
# Whoever writes a price of what is sold, by whatever door, writes the ledger; what it says stands on what is sold.
KEPT = """
CREATE FUNCTION catalog_price_kept() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    moment timestamptz := NEW.updated_at;
    is_new boolean := NOT EXISTS (SELECT FROM catalog_priceentry WHERE sku = NEW.sku);
    is_other boolean := true;
    held catalog_priceentry;
    told record;
BEGIN
    IF TG_TABLE_NAME = 'catalog_product' AND NEW.options <> '[]' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        moment := greatest(moment, OLD.updated_at);
        is_other := (NEW.price_amount, NEW.price_currency) IS DISTINCT FROM (OLD.price_amount, OLD.price_currency);
        -- Whoever writes by hand and names no moment means now, and not when somebody wrote the row before.
        IF is_other AND NEW.updated_at = OLD.updated_at THEN
            moment := clock_timestamp();
        END IF;
        IF is_new THEN
            INSERT INTO catalog_priceentry (id, sku, kind, amount, currency, valid_from, recorded_at)
            VALUES (gen_random_uuid(), NEW.sku, 'opening', OLD.price_amount, OLD.price_currency, OLD.updated_at, clock_timestamp());
        END IF;
    ELSIF is_new THEN
        -- What is made has no price but this one.
        INSERT INTO catalog_priceentry (id, sku, kind, amount, currency, valid_from, actor, reason, recorded_at)
        VALUES (gen_random_uuid(), NEW.sku, 'price', NEW.price_amount, NEW.price_currency, moment,
                nullif(current_setting('catalog.price_actor', true), '')::uuid,
                coalesce(current_setting('catalog.price_reason', true), ''), clock_timestamp());
        RETURN NEW;
    ELSE
        is_other := false;
    END IF;
    held := catalog_price_at(NEW.sku, moment);
    IF is_other AND (held.amount, held.currency) IS DISTINCT FROM (NEW.price_amount, NEW.price_currency) THEN
        INSERT INTO catalog_priceentry (id, sku, kind, amount, currency, valid_from, actor, reason, recorded_at)
        VALUES (gen_random_uuid(), NEW.sku, 'price', NEW.price_amount, NEW.price_currency, moment,
                nullif(current_setting('catalog.price_actor', true), '')::uuid,
                coalesce(current_setting('catalog.price_reason', true), ''), clock_timestamp());
    END IF;
    told := catalog_price_told(NEW.sku, moment);
    NEW.price_amount := told.amount;
    NEW.price_currency := told.currency;
    NEW.compare_at_amount := told.compare_at;
    NEW.lowest_amount := told.lowest;
    NEW.lowest_since := told.since;
    NEW.reduction_percent := told.percent;
    NEW.price_changes_at := told.changes_at;
    RETURN NEW;
END $$
"""
_MADE = "CREATE TRIGGER {table}_priced BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION catalog_price_kept()"
_CHANGED = """
CREATE TRIGGER {table}_repriced BEFORE UPDATE OF price_amount, price_currency, price_changes_at ON {table}
FOR EACH ROW WHEN (
    (OLD.price_amount, OLD.price_currency, OLD.price_changes_at)
    IS DISTINCT FROM (NEW.price_amount, NEW.price_currency, NEW.price_changes_at)
) EXECUTE FUNCTION catalog_price_kept()
"""
REFUSE = """
CREATE FUNCTION catalog_priceentry_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger of prices only grows: enter another price.';
END $$
"""
GUARD = """
CREATE TRIGGER catalog_priceentry_only_grows BEFORE UPDATE OR DELETE ON catalog_priceentry
    FOR EACH STATEMENT EXECUTE FUNCTION catalog_priceentry_only_grows()
"""
_FUNCTIONS = (
    ("catalog_price_at(text, timestamptz)", PRICE_AT),
    ("catalog_price_moments(text)", MOMENTS),
    ("catalog_price_told(text, timestamptz)", TOLD),
    ("catalog_product_price_told(uuid, timestamptz)", OF_PRODUCT),
    ("catalog_price_kept()", KEPT),
    ("catalog_priceentry_only_grows()", REFUSE),
)
_TRIGGERS = (
    ("catalog_priceentry_only_grows", "catalog_priceentry", GUARD),
    *((f"{table}_priced", table, _MADE.format(table=table)) for table in ("catalog_product", "catalog_variant")),
    *((f"{table}_repriced", table, _CHANGED.format(table=table)) for table in ("catalog_product", "catalog_variant")),
)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0018_price_ledger")]

    operations = [
        *(migrations.RunSQL(made, f"DROP FUNCTION {name}") for name, made in _FUNCTIONS),
        *(migrations.RunSQL(made, f"DROP TRIGGER {name} ON {table}") for name, table, made in _TRIGGERS),
    ]
