-- An order has one open payment attempt at most.
SELECT order_id::text AS subject, count(*) || ' payment attempts are open' AS detail
FROM billing_paymentattempt
WHERE status IN ('open', 'authorized') AND order_id IS NOT NULL
GROUP BY order_id HAVING count(*) > 1
