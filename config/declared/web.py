"""Settings of the web server: names, proxies, cookies, rate limits; and of mail."""

from gotuto.configuration import Derived, Section, Setting, kinds

INSECURE_KEY = "insecure-key-for-development-only-never-in-production"

_IN_PRODUCTION = Derived(("GOTUTO_ENV",), lambda env: "1" if env == "production" else "0", "`0`, in production `1`")
_LOOPBACK = Derived(
    ("GOTUTO_ENV",),
    lambda env: "" if env == "production" else "localhost,127.0.0.1,[::1],testserver",
    "loopback, in production none",
)
_RATE = kinds.matching(r"off|[1-9]\d{0,8}/min", "off or a number a minute, such as 30/min")

WEB = Section(
    "Web",
    (
        Setting(
            name="SECRET_KEY",
            default=INSECURE_KEY,
            secret=True,
            shared=True,
            made_once=32,
            meaning="Signs sessions and guest tokens; `make up` makes one up and keeps it.",
        ),
        Setting(
            name="SECRET_KEY_FALLBACKS",
            kind=kinds.NAMES,
            secret=True,
            meaning="Former keys, while what they signed is still about.",
        ),
        Setting(
            name="ALLOWED_HOSTS",
            kind=kinds.NAMES,
            default=_LOOPBACK,
            meaning="Names under which the shop is reached.",
        ),
        Setting(
            name="CSRF_TRUSTED_ORIGINS",
            kind=kinds.NAMES,
            meaning="Other origins from which forms may be sent, such as `https://shop.example.com`.",
        ),
        Setting(
            name="GOTUTO_TRUSTED_PROXIES",
            kind=kinds.whole(0),
            default="0",
            meaning="How many proxies stand in front. They must set `X-Forwarded-For` and `X-Forwarded-Proto`, and drop "
            "header names with underscores.",
        ),
        Setting(
            name="GOTUTO_HTTPS",
            kind=kinds.FLAG,
            default=_IN_PRODUCTION,
            meaning="Whether cookies go over HTTPS only.",
        ),
        Setting(
            name="GOTUTO_SSL_REDIRECT",
            kind=kinds.FLAG,
            default="0",
            meaning="Whether HTTP is redirected to HTTPS.",
        ),
        Setting(
            name="GOTUTO_HSTS_SECONDS",
            kind=kinds.whole(0),
            default="0",
            unit="seconds",
            meaning="How long browsers are told to use HTTPS only.",
        ),
        Setting(
            name="GOTUTO_METRICS_TOKEN",
            secret=True,
            meaning="Bearer token for `/metrics`. Without one they are open, and closed in production.",
        ),
    ),
)

RATES = Section(
    "Rate limits: requests of one person or address",
    (
        Setting(name="GOTUTO_RATE_LOGIN", kind=_RATE, default="30/min", meaning="Attempts to sign in."),
        Setting(name="GOTUTO_RATE_REGISTRATION", kind=_RATE, default="60/min", meaning="New customers."),
        Setting(name="GOTUTO_RATE_ORDER", kind=_RATE, default="off", meaning="New orders."),
        Setting(name="GOTUTO_RATE_WRITE", kind=_RATE, default="off", meaning="Everything that changes something."),
        Setting(name="GOTUTO_RATE_READ", kind=_RATE, default="off", meaning="Everything else."),
    ),
)

MAIL = Section(
    "Mail",
    (
        Setting(
            name="EMAIL_URL",
            kind=kinds.address(
                "smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail", "filemail", "memorymail", "dummymail"
            ),
            secret=True,
            meaning="The mail server: `smtp://user:password@host:25`, `smtp+tls://…`, `consolemail://`. Without it mails are "
            "files in the data directory.",
        ),
        Setting(
            name="DEFAULT_FROM_EMAIL",
            default="GoTuto demo shop <shop@example.com>",
            meaning="Sender of mails.",
        ),
    ),
)
