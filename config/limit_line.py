"""What `make up` says of the limits that hold. Plain Python: whoever starts an instance has no Django."""

from gotuto.configuration import Configuration

_WORDS = {
    "GOTUTO_RATE_LOGIN": "sign-in {}",
    "GOTUTO_RATE_REGISTRATION": "registration {}",
    "GOTUTO_RATE_ORDER": "orders {}",
    "GOTUTO_RATE_WRITE": "writes {}",
    "GOTUTO_RATE_READ": "reads {}",
    "GOTUTO_RATE_GUEST_CART": "guests' carts {}",
    "GOTUTO_RATE_GUEST_ORDER": "guests' orders {}",
    "GOTUTO_UNPAID_PER_EMAIL": "unpaid orders {} an e-mail address",
    "GOTUTO_UNPAID_PER_ADDRESS": "{} a network",
    "GOTUTO_ORDER_LINES": "lines {} an order",
    "GOTUTO_LINE_PIECES": "pieces {} a line",
    "GOTUTO_GUEST_PIECES": "{} of a guest",
    "GOTUTO_MAILS_PER_HOUR": "mails {} an hour",
}


def limit_line(configuration: Configuration) -> str:
    """Which limits hold, in one line, and how the others are tried."""
    shown = {setting.name: configuration.shown(setting) for setting in configuration.declared}
    held = ", ".join(words.format(shown[name]) for name, words in _WORDS.items() if shown[name] != "off") or "none"
    return held if configuration["GOTUTO_LIMITS"] else f"{held}; GOTUTO_LIMITS=on tries those of production"
