-- Work that is due is taken up; what nobody has touched five minutes after it was due is stuck.
SELECT 'saga ' || s.name || ' ' || s.subject_id AS subject, 'due since ' || s.due_at AS detail
FROM gotuto_sagas_sagarun AS s
WHERE s.state IN ('running', 'compensating') AND NOT s.needs_attention
  AND s.due_at < clock_timestamp() - interval '5 minutes'
UNION ALL
SELECT 'delivery ' || d.id || ' to ' || d.handler, 'due since ' || d.due_at
FROM gotuto_outbox_delivery AS d
WHERE d.state = 'pending' AND d.due_at < clock_timestamp() - interval '5 minutes'
UNION ALL
SELECT 'mail ' || mail.id, mail.state || ', due since ' || mail.due_at
FROM notification_notification AS mail
WHERE mail.state IN ('queued', 'sending') AND mail.due_at < clock_timestamp() - interval '5 minutes'
