-- What the other files need: ids that ascend like those of the application, its times in JSON, and its events.
CREATE OR REPLACE FUNCTION pg_temp.new_id(moment timestamptz) RETURNS uuid LANGUAGE sql VOLATILE AS $$
    -- Version 7 of RFC 9562: 48 bits of milliseconds before random ones.
    SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING
        substring(int8send((extract(epoch FROM moment) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid
$$;

CREATE OR REPLACE FUNCTION pg_temp.written(moment timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

CREATE TEMPORARY TABLE IF NOT EXISTS seed_wish (
    batch integer, total integer, done integer, now timestamptz, currency text, digits integer, tax_rate numeric,
    terms interval, cart_life interval, time_zone text, legal_entity text, series text, handlers jsonb,
    variants integer, described boolean
);

CREATE TEMPORARY TABLE IF NOT EXISTS seed_fact (
    place bigint GENERATED ALWAYS AS IDENTITY, event_id uuid, name text, aggregate_id uuid, data jsonb,
    occurred_at timestamptz, correlation_id text
);
