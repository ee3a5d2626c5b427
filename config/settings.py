"""Django's settings; what can be set from outside is declared in `config/declared/`."""

import secrets
import sys

import environ
from django.templatetags.static import static

from config import databases
from config.environment import DATA_DIR, configuration
from config.image_settings import *  # noqa: F403
from config.logs import logging_config
from config.openapi import SPECTACULAR_SETTINGS as SPECTACULAR_SETTINGS
from config.order_settings import *  # noqa: F403
from config.payment_settings import *  # noqa: F403
from config.search_settings import *  # noqa: F403
from gotuto.stores.broker import broker_of

# Whatever is not development serves others.
PRODUCTION = configuration["GOTUTO_ENV"] != "development"
DEBUG = configuration["DEBUG"]
# Whoever serves is given a key; a command that has none signs nothing that outlives it.
SECRET_KEY = configuration["SECRET_KEY"] or secrets.token_hex(32)
SECRET_KEY_FALLBACKS = configuration["SECRET_KEY_FALLBACKS"]
ALLOWED_HOSTS = configuration["ALLOWED_HOSTS"]
CSRF_TRUSTED_ORIGINS = configuration["CSRF_TRUSTED_ORIGINS"]

# --- The business ---------------------------------------------------------------------------------------------------
GOTUTO_CURRENCY = configuration["GOTUTO_CURRENCY"]
GOTUTO_TAX_RATE = configuration["GOTUTO_TAX_RATE"]
GOTUTO_PRICE_COUNTRY = configuration["GOTUTO_PRICE_COUNTRY"]
GOTUTO_STEPWISE_COUNTRIES = configuration["GOTUTO_STEPWISE_COUNTRIES"]
GOTUTO_PAYMENT_TERMS_DAYS = configuration["GOTUTO_PAYMENT_TERMS_DAYS"]
GOTUTO_LATE_PAYMENT_COMPENSATION = configuration["GOTUTO_LATE_PAYMENT_COMPENSATION"]
GOTUTO_VAT_ID_SERVICE = configuration["GOTUTO_VAT_ID_SERVICE"]
GOTUTO_SELLER_NAME = configuration["GOTUTO_SELLER_NAME"]
GOTUTO_PUBLIC_URL = configuration["GOTUTO_PUBLIC_URL"].rstrip("/")
GOTUTO_DOCUMENT_LINK_DAYS = configuration["GOTUTO_DOCUMENT_LINK_DAYS"]
GOTUTO_KEEP_DOCUMENTS_YEARS = configuration["GOTUTO_KEEP_DOCUMENTS_YEARS"]
GOTUTO_FONTS_DIR = configuration["GOTUTO_FONTS_DIR"]

# --- Reliability ----------------------------------------------------------------------------------------------------
GOTUTO_LEASE_SECONDS = configuration["GOTUTO_LEASE_SECONDS"]
GOTUTO_IDLE_TRANSACTION_MS = configuration["GOTUTO_IDLE_TRANSACTION_MS"]
GOTUTO_MAX_ATTEMPTS = configuration["GOTUTO_MAX_ATTEMPTS"]
GOTUTO_BACKOFF_SECONDS = configuration["GOTUTO_BACKOFF_SECONDS"]
GOTUTO_POLL_SECONDS = configuration["GOTUTO_POLL_SECONDS"]
GOTUTO_SILENT_SECONDS = configuration["GOTUTO_SILENT_SECONDS"]
GOTUTO_LATE_SECONDS = configuration["GOTUTO_LATE_SECONDS"]
GOTUTO_DISK_FREE_MB = configuration["GOTUTO_DISK_FREE_MB"]
GOTUTO_KEEP_DAYS = configuration["GOTUTO_KEEP_DAYS"]
GOTUTO_IMPORT_ROWS = configuration["GOTUTO_IMPORT_ROWS"]
SAGA_COMMIT_EVERY_STEP = configuration["SAGA_COMMIT_EVERY_STEP"]

# --- Limits; None where one does not hold ---------------------------------------------------------------------------
GOTUTO_MAILS_PER_HOUR = configuration["GOTUTO_MAILS_PER_HOUR"]

# --- Access ---------------------------------------------------------------------------------------------------------
GOTUTO_RATES = configuration.under("GOTUTO_RATE_")  # "off" or "N/min" for each scope
GOTUTO_METRICS_TOKEN = configuration["GOTUTO_METRICS_TOKEN"]
GOTUTO_TRUSTED_PROXIES = configuration["GOTUTO_TRUSTED_PROXIES"]

# --- Applications ---------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config.apps.GoTutoConfig",
    "unfold.apps.BasicAppConfig",
    "config.apps.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "waffle",
    # A drain asks its sources in this order: sagas make events, events make mails, and one round does all three.
    "gotuto.sagas",
    "gotuto.outbox",
    "gotuto.outbound",
    "gotuto.http",
    "gotuto.actions",
    "gotuto.flags",
    "gotuto.imports",
    # Addresses are searched in this order: what is asked most stands first.
    "contexts.catalog",
    "contexts.order",
    "contexts.customer",
    "contexts.billing",
    "contexts.inventory",
    "contexts.shipping",
    "contexts.notification",
]

MIDDLEWARE = [
    "config.policies.PoliciesMiddleware",
    "gotuto.http.middleware.CorrelationMiddleware",
    "gotuto.http.contract.ContractMiddleware",
    "config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gotuto.http.replicas.WritersMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True
CSRF_FAILURE_VIEW = "config.views.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- Feature flags --------------------------------------------------------------------------------------------------
# A process knows of a switch after five seconds at most.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "TIMEOUT": 5}}
# The back office has a page of our own, for what the project declares.
WAFFLE_ENABLE_ADMIN_PAGES = False

# --- PostgreSQL -----------------------------------------------------------------------------------------------------
GOTUTO_ROLE = configuration["GOTUTO_ROLE"]
GOTUTO_INSTANCE = configuration["GOTUTO_INSTANCE"]
GOTUTO_WEB_THREADS = configuration["GOTUTO_WEB_THREADS"]

DATABASES = databases.databases(configuration, data_dir=DATA_DIR)
GOTUTO_SESSIONS = databases.time_outs(configuration)
GOTUTO_POOLED_ROLE = databases.pooled_role(configuration)
GOTUTO_REPLICA_SECONDS = configuration["DATABASE_REPLICA_SECONDS"]
DATABASE_ROUTERS = ["gotuto.db.replica.Router"] if databases.REPLICA in DATABASES else []
GOTUTO_PG_BIN = configuration["GOTUTO_PG_BIN"]
GOTUTO_BACKUP_DIR = configuration["GOTUTO_BACKUP_DIR"]
GOTUTO_BACKUP_HOURS = configuration["GOTUTO_BACKUP_HOURS"]
GOTUTO_BACKUP_PASSPHRASE = configuration["GOTUTO_BACKUP_PASSPHRASE"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Celery and Valkey ----------------------------------------------------------------------------------------------
REDIS_URL = configuration["REDIS_URL"]
_BROKER = broker_of(configuration["CELERY_BROKER_URL"] or REDIS_URL)
CELERY_BROKER_URL = _BROKER.url
CELERY_BROKER_USE_SSL = _BROKER.tls
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CONSUMER = "config.consumer:Consumer"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.1}
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600, **_BROKER.options}
CELERY_TIMEZONE = "UTC"
# Celery would close the database connection before and after each task; config.celery looks after it instead.
CELERY_DB_REUSE_MAX = sys.maxsize

# --- People ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "customer.User"
AUTHENTICATION_BACKENDS = ["contexts.customer.authentication.EmailBackend"]
# What was hashed in another way is hashed anew when its owner signs in.
PASSWORD_HASHERS = ["config.hashing.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "contexts.customer.accounts.credentials.NotOfBlanks"},
]
LOGIN_URL = "/api/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = configuration["GOTUTO_HTTPS"]
# One storage, where the default makes two for each request; only the back office has messages.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = configuration["GOTUTO_SSL_REDIRECT"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if GOTUTO_TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = configuration["GOTUTO_HSTS_SECONDS"]
# Deliberately left to whoever owns the domain: that all its other names speak HTTPS as well (W005, W021). And to the proxy:
# a redirect of ours would have clients repeat a POST as a GET (W008). A weak key is refused by a rule of ours (W009).
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W009", "security.W021"]
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = configuration["GOTUTO_WEB_BODY_BYTES"]
GOTUTO_WEB_UPLOAD_BYTES = configuration["GOTUTO_WEB_UPLOAD_BYTES"]
# Nothing takes files, and none is ever laid on a disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# --- REST -----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "contexts.customer.authentication.BearerAuthentication",
        "contexts.customer.authentication.CookieAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": [
        "gotuto.http.rendering.DtoRenderer",
        "gotuto.http.rendering.ExampleBrowsableRenderer",
    ],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "gotuto.http.negotiation.JsonFirst",
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "gotuto.http.schema.OperationSchema",
    "EXCEPTION_HANDLER": "gotuto.http.problems.handle",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

# --- Mail -----------------------------------------------------------------------------------------------------------
if configuration["EMAIL_URL"]:
    _MAIL = environ.Env.email_url_config(configuration["EMAIL_URL"])
    EMAIL_BACKEND = _MAIL["EMAIL_BACKEND"]
    EMAIL_HOST, EMAIL_PORT = _MAIL["EMAIL_HOST"], _MAIL["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL["EMAIL_HOST_USER"], _MAIL["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.get("EMAIL_USE_TLS", False), _MAIL.get("EMAIL_USE_SSL", False)
    EMAIL_FILE_PATH = _MAIL.get("EMAIL_FILE_PATH") or None
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = configuration["DEFAULT_FROM_EMAIL"]

# --- Languages, times, files ----------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]
USE_TZ = True
TIME_ZONE = configuration["GOTUTO_TIME_ZONE"]
STATIC_URL = "/static/"
_COLLECTED = configuration["STATIC_ROOT"]
STATIC_ROOT = str(_COLLECTED) if _COLLECTED.is_dir() or "collectstatic" in sys.argv else None
# Without a `collectstatic` run, files are served from where the packages keep them.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "documents": {
        "BACKEND": "gotuto.stored_files.DurableStorage",
        "OPTIONS": {"location": str(configuration["GOTUTO_DOCUMENTS_DIR"])},
    },
    "images": GOTUTO_IMAGES_STORAGE,  # noqa: F405
}
WHITENOISE_USE_FINDERS = not PRODUCTION
LOGGING = logging_config(production=PRODUCTION, level=configuration["LOG_LEVEL"])

# --- Back office ----------------------------------------------------------------------------------------------------
UNFOLD = {
    **dict.fromkeys(("SITE_TITLE", "SITE_HEADER"), "GoTuto"),
    "SITE_SUBHEADER": "Back office",
    "SITE_SYMBOL": "storefront",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("gotuto/favicon.svg")}],
    "STYLES": [lambda request: static("gotuto/office.css")],
    "SCRIPTS": [lambda request: static("gotuto/accessible.js"), lambda request: static("gotuto/charts.js")],
    "SITE_URL": "/",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "DASHBOARD_CALLBACK": "config.dashboard.show",
    "LOGIN": {"form": "config.sign_in.BackOfficeSignIn"},
    "SIDEBAR": {"show_search": True, "navigation": "config.navigation.sidebar"},
}
