-- Work that is due is taken up; a mail that nobody has touched five minutes after it was due is stuck.
SELECT 'mail ' || mail.id AS subject, mail.status || ', due since ' || mail.due_at AS detail
FROM notification_notification AS mail
WHERE mail.status IN ('queued', 'sending') AND mail.due_at < clock_timestamp() - interval '5 minutes'
  -- While its circuit breaker is open, a mail waits on purpose.
  AND NOT EXISTS (
      SELECT FROM gotuto_outbound_breaker AS breaker
      WHERE breaker.destination = mail.destination AND breaker.open_until IS NOT NULL)
