"""Settings of carts and orders, as Django knows them; `config/declared/business.py` declares them."""

from config.environment import configuration

GOTUTO_UNPAID_DAYS = configuration["GOTUTO_UNPAID_DAYS"]
GOTUTO_WAITING_SECONDS = configuration["GOTUTO_WAITING_SECONDS"]
GOTUTO_CART_TTL_SECONDS = configuration["GOTUTO_CART_TTL_SECONDS"]
GOTUTO_KEEP_CART_DAYS = configuration["GOTUTO_KEEP_CART_DAYS"]
