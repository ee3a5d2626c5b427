-- Work that is due is taken up; a mail that nobody has touched five minutes after it was due is stuck.
SELECT 'mail ' || mail.id AS subject, mail.state || ', due since ' || mail.due_at AS detail
FROM notification_notification AS mail
WHERE mail.state IN ('queued', 'sending') AND mail.due_at < clock_timestamp() - interval '5 minutes'
