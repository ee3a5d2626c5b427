-- Every event that has handlers was addressed to each of them once, and what is done says when.
SELECT e.name || ' ' || e.sequence AS subject, d.handler || ': ' || count(*) || ' deliveries' AS detail
FROM gotuto_outbox_event AS e
JOIN gotuto_outbox_delivery AS d ON d.event_id = e.sequence
WHERE e.recorded_at >= invariants_since()
GROUP BY e.sequence, e.name, d.handler
HAVING count(*) > 1 OR bool_or(d.state = 'done' AND (d.finished_at IS NULL OR d.attempts = 0))
