"""Django's PostgreSQL backend with kept connections whose health costs no round trip."""
