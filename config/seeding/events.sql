-- The events that were noted in seed_fact, each handed over to every handler that it has.
WITH event AS (
    INSERT INTO gotuto_outbox_event
        (event_id, name, schema, aggregate_id, data, occurred_at, recorded_at, correlation_id)
    SELECT event_id, name, 1, aggregate_id, data || jsonb_build_object('occurred_at', pg_temp.written(occurred_at)),
           occurred_at, occurred_at, correlation_id
    FROM seed_fact
    ORDER BY place
    RETURNING sequence, name, aggregate_id, occurred_at
)
INSERT INTO gotuto_outbox_delivery
    (event_id, handler, aggregate_id, state, attempts, due_at, fencing_token, last_error, finished_at)
SELECT event.sequence, handler, event.aggregate_id, 'done', 1, event.occurred_at, 1, '', event.occurred_at
FROM event, seed_wish, jsonb_array_elements_text(seed_wish.handlers -> event.name) AS handler
ORDER BY event.sequence;

TRUNCATE seed_fact;
