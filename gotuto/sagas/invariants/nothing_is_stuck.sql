-- Work that is due is taken up; a saga that nobody has touched five minutes after it was due is stuck.
SELECT 'saga ' || s.name || ' ' || s.subject_id AS subject, 'due since ' || s.due_at AS detail
FROM gotuto_sagas_sagarun AS s
WHERE s.state IN ('running', 'compensating') AND NOT s.needs_attention
  AND s.due_at < clock_timestamp() - interval '5 minutes'
