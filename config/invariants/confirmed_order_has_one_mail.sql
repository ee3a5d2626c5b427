-- Once the news of a confirmation has been handed over, exactly one mail tells the buyer.
SELECT o.number AS subject, count(mail.id) || ' mails tell of its confirmation' AS detail
FROM order_order AS o
JOIN gotuto_outbox_event AS e ON e.aggregate_id = o.id AND e.name = 'order.order_confirmed'
JOIN gotuto_outbox_delivery AS d ON d.event_id = e.sequence AND d.handler = 'notification.on_order_confirmed'
LEFT JOIN notification_notification AS mail ON mail.order_id = o.id AND mail.kind = 'order_confirmed'
WHERE o.changed_at >= invariants_since() AND d.state = 'done'
GROUP BY o.id, o.number
HAVING count(mail.id) <> 1
