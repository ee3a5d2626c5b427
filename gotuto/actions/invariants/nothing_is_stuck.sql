-- Work that is due is taken up; an action over many rows that nobody has touched five minutes after it was due is stuck.
SELECT 'action ' || r.title || ' ' || r.id AS subject, 'due since ' || r.due_at AS detail
FROM gotuto_actions_run AS r
WHERE r.state = 'running' AND r.due_at < clock_timestamp() - interval '5 minutes'
