-- Work that is due is taken up; a delivery that nobody has touched five minutes after it was due is stuck.
SELECT 'delivery ' || d.id || ' to ' || d.handler AS subject, 'due since ' || d.due_at AS detail
FROM gotuto_outbox_delivery AS d
WHERE d.state = 'pending' AND d.due_at < clock_timestamp() - interval '5 minutes'
