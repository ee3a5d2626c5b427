"""Settings of carts and orders, as Django knows them; `config/declared/business.py` declares them."""

from config.environment import configuration

GOTUTO_UNPAID_DAYS = configuration["GOTUTO_UNPAID_DAYS"]
GOTUTO_STOCK_VALUATION = configuration["GOTUTO_STOCK_VALUATION"]
GOTUTO_WAITING_SECONDS = configuration["GOTUTO_WAITING_SECONDS"]
GOTUTO_CART_TTL_SECONDS = configuration["GOTUTO_CART_TTL_SECONDS"]
GOTUTO_KEEP_CART_DAYS = configuration["GOTUTO_KEEP_CART_DAYS"]
# Limits; None where one does not hold.
GOTUTO_UNPAID_PER_EMAIL = configuration["GOTUTO_UNPAID_PER_EMAIL"]
GOTUTO_UNPAID_PER_ADDRESS = configuration["GOTUTO_UNPAID_PER_ADDRESS"]
GOTUTO_ORDER_LINES = configuration["GOTUTO_ORDER_LINES"]
GOTUTO_LINE_PIECES = configuration["GOTUTO_LINE_PIECES"]
GOTUTO_GUEST_PIECES = configuration["GOTUTO_GUEST_PIECES"]
GOTUTO_GUEST_SHARE = configuration["GOTUTO_GUEST_SHARE"]
