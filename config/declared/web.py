"""Settings of the web server: names, proxies, cookies, slow peers, rate limits; and of mail."""

from config.declared.limits import RATE
from gotuto.configuration import Derived, Section, Setting, kinds

_YEAR = 31_536_000

_HSTS = Derived(("GOTUTO_HTTPS",), lambda https: str(_YEAR) if https else "0", "a year, without `GOTUTO_HTTPS` `0`")

WEB = Section(
    "Web",
    (
        Setting(
            name="SECRET_KEY",
            secret=True,
            shared=True,
            made_once=32,
            meaning="Signs sessions and guest tokens; `make up` makes one up and keeps it. A command without one makes one for "
            "itself alone, a program that serves or works is refused.",
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
            default="1",
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
            default=_HSTS,
            unit="seconds",
            meaning="How long browsers are told to use HTTPS only, in answers over HTTPS.",
        ),
        Setting(
            name="GOTUTO_METRICS_TOKEN",
            kind=kinds.secret(at_least=16),
            secret=True,
            meaning="Bearer token for `/metrics`. Without one they are open in development, else closed.",
        ),
    ),
)

PEERS = Section(
    "What a peer of the web server may take",
    (
        Setting(
            name="GOTUTO_WEB_WORKER",
            kind=kinds.one_of("uvicorn", "gthread"),
            default="uvicorn",
            meaning="Who speaks HTTP. With `gthread` a slow peer holds a thread, and none of the deadlines below is kept: it "
            "needs a proxy in front that buffers requests and answers.",
        ),
        Setting(
            name="GOTUTO_WEB_CONNECTIONS",
            kind=kinds.whole(1),
            default="2000",
            meaning="Open connections of each process. Beyond them the one is closed that has been idle longest, then the "
            "slowest sender, then the slowest reader.",
        ),
        Setting(
            name="GOTUTO_WEB_HEAD_SECONDS",
            kind=kinds.seconds(),
            default="5",
            unit="seconds",
            meaning="When the head of a request must be there, and how long an idle connection is kept. A proxy must let "
            "go of idle connections sooner.",
        ),
        Setting(
            name="GOTUTO_WEB_BODY_SECONDS",
            kind=kinds.seconds(),
            default="10",
            unit="seconds",
            meaning="When a body must be there; what has come at the least rate lengthens it.",
        ),
        Setting(
            name="GOTUTO_WEB_ANSWER_SECONDS",
            kind=kinds.seconds(),
            default="20",
            unit="seconds",
            meaning="When nothing of an answer has been read for so long, its reader is cut off.",
        ),
        Setting(
            name="GOTUTO_WEB_LEAST_RATE",
            kind=kinds.whole(1),
            default="500",
            unit="bytes a second",
            meaning="Whoever sends a body more slowly than this is cut off when its deadline has passed.",
        ),
        Setting(
            name="GOTUTO_WEB_DRAIN_SECONDS",
            kind=kinds.seconds(or_none=True),
            default="5",
            unit="seconds",
            meaning="Told to stop, a web server says on `/health/ready` that it is not ready, and listens for so long before it "
            "stops; a proxy that asks there sends nobody to it by then.",
        ),
        Setting(
            name="GOTUTO_WEB_BODY_BYTES",
            kind=kinds.whole(1),
            default="1000000",
            unit="bytes",
            meaning="The largest body that is taken; a larger one is refused before it is read.",
        ),
        Setting(
            name="GOTUTO_WEB_UPLOAD_BYTES",
            kind=kinds.whole(1),
            default="20000000",
            unit="bytes",
            meaning="The same for files (`multipart/form-data`) of whoever shows who they are. What is longer than "
            "`GOTUTO_WEB_BODY_BYTES` waits on disk, of eight at a time in each process.",
        ),
    ),
)

RATES = Section(
    "Rate limits: requests of one person or address",
    (
        Setting(name="GOTUTO_RATE_LOGIN", kind=RATE, default="30/min", meaning="Attempts to sign in."),
        Setting(name="GOTUTO_RATE_REGISTRATION", kind=RATE, default="60/min", meaning="New customers."),
        Setting(name="GOTUTO_RATE_ORDER", kind=RATE, default="off", meaning="New orders."),
        Setting(name="GOTUTO_RATE_WRITE", kind=RATE, default="off", meaning="Everything that changes something."),
        Setting(
            name="GOTUTO_RATE_WEBHOOK", kind=RATE, default="off", meaning="Webhooks of payment gateways, by address."
        ),
        Setting(name="GOTUTO_RATE_SUGGEST", kind=RATE, default="300/min", meaning="Suggestions while somebody types."),
        Setting(name="GOTUTO_RATE_READ", kind=RATE, default="off", meaning="Everything else."),
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
