-- The versions of a stream are 1, 2, 3 …, and the read model stands at the last one.
SELECT o.number AS subject,
       count(e.version) || ' events up to version ' || coalesce(max(e.version), 0) || ', read model at ' || o.version AS detail
FROM order_order AS o
LEFT JOIN order_streamrow AS e ON e.stream_id = o.id
WHERE o.changed_at >= invariants_since()
GROUP BY o.id, o.number, o.version
HAVING count(e.version) <> o.version OR coalesce(max(e.version), 0) <> o.version
