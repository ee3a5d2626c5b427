-- Whoever stands in line has not given back what was kept, nor has it left.
SELECT 'reservation of order ' || r.order_id AS subject, r.state || ', and waits for ' || l.quantity || ' of ' || l.sku AS detail
FROM inventory_reservationline AS l
JOIN inventory_reservation AS r ON r.id = l.reservation_id
WHERE l.ticket IS NOT NULL AND r.state <> 'held'
