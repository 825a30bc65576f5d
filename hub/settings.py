"""The one settings file: reads HUB_ variables, composes the rooms, decides nothing else.

`HUB_ENV` is `demo` (quick start and development: SQLite, embedded broker, plain http on loopback) or
`production`, where hub.checks refuses every unsafe default.
"""

from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from hub import env

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = env.read_choice("HUB_ENV", "demo", frozenset({"demo", "production"}))
PRODUCTION = ENVIRONMENT == "production"
DATA_DIR = env.read_path("HUB_DATA_DIR", BASE_DIR / "var")
DEBUG = env.read_bool("HUB_DEBUG", default=False)
UNSAFE_SECRET_KEY = "demo-only-" + "0" * 54
SECRET_KEY = env.read_text("HUB_SECRET_KEY", UNSAFE_SECRET_KEY)
ALLOWED_HOSTS = env.read_list("HUB_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver")
BASE_URL = env.read_text("HUB_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
# Root keys: `<path>`, `env:<variable>` or `vault:<path>` (privacy.keys.sources).
KEYRING_SOURCE, KEYRING_VARIABLE = env.read_source(
    "HUB_KEYRING", str(DATA_DIR / "keyring.json"), ("file", "env", "vault")
)
KEYRING_PATH = Path(KEYRING_VARIABLE).expanduser().resolve()
VAULT_ADDRESS = env.read_text("HUB_VAULT_ADDR", "").rstrip("/")
VAULT_KEY = env.read_text("HUB_VAULT_KEY", "riskhub")
VAULT_TOKEN = env.read_text("HUB_VAULT_TOKEN", "") if KEYRING_SOURCE == "vault" else ""
# What new values are sealed with: AES-256-GCM or SM4-GCM.
CIPHER_SUITE = env.read_choice("HUB_CIPHER_SUITE", "aes", frozenset({"aes", "sm4"}))
RATE_LIMITS = env.read_choice("HUB_RATE_LIMITS", "on", frozenset({"on", "off"})) == "on"
# The hub's own STIX identity: it stands for a reporter that may not be named.
HUB_IDENTITY = env.read_text("HUB_IDENTITY", "identity--9a0c6f3e-53b7-4f0c-8d0e-6d6f2c1f7b10")
METRICS_TOKEN = env.read_text("HUB_METRICS_TOKEN", "")
# Where the hub stands, and where its copies go: none may leave the legal region (PC-36).
HOME_REGION = env.read_text("HUB_HOME_REGION", "CN")
REPLICA_REGION = env.read_text("HUB_REPLICA_REGION", "")
BACKUP_REGION = env.read_text("HUB_BACKUP_REGION", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "privacy.keys",
    "privacy.audit",
    "privacy.approvals",
    "privacy.arrangements",
    "privacy.subjects",
    "privacy.consent",
    "privacy.transfers",
    "privacy.rights",
    "privacy.portability",
    "privacy.retention",
    "privacy.incidents",
    "sharing.members",
    "sharing.groups",
    "sharing.alerts",
    "sharing.ingest",
    "sharing.cases",
    "sharing.routing",
    "sharing.delivery",
    "sharing.channels",
    "sharing.response",
    "sharing.holds",
    "sharing.attention",
    "hub.accounts",
    "hub.portal",
    "hub",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hub.api.requests.RequestContextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "hub.urls"
WSGI_APPLICATION = "hub.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            BASE_DIR / "hub" / "portal" / "templates",
            BASE_DIR / "hub" / "api" / "templates",
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hub.portal.context.describe_visitor",
            ],
        },
    },
]

# Data ------------------------------------------------------------------------------------------

DATABASE_URL = env.read_text("HUB_DATABASE_URL", f"sqlite:///{DATA_DIR / 'hub.sqlite3'}")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=None)}
EMBEDDED = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if EMBEDDED:
    # One writer: take the write lock at BEGIN, wait for it, and let readers go on (WAL).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000;"
        # What is erased is overwritten (PC-15).
        " PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.read_text("HUB_REDIS_URL", "")
if REDIS_URL:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(DATA_DIR / "cache"),
        }
    }
# Counters are shared through Redis; without it there is one web process, whose memory serves.
CACHES["counters"] = (
    CACHES["default"]
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "counters"}
)

# Celery: a message only wakes a worker, the queue is the database (deploy/decisions/0002) ---------

BROKER_FOLDER = DATA_DIR / "broker"
CELERY_BROKER_URL = env.read_text("HUB_BROKER_URL", "filesystem://")
EMBEDDED_BROKER = CELERY_BROKER_URL.startswith("filesystem")
# None: as the URL says. Kombu's own transport shows a worker half a message (hub.broker).
CELERY_BROKER_TRANSPORT = "hub.broker:Transport" if EMBEDDED_BROKER else None
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "data_folder_in": str(BROKER_FOLDER / "queue"),
        "data_folder_out": str(BROKER_FOLDER / "queue"),
        "control_folder": str(BROKER_FOLDER / "control"),
        "polling_interval": 0.05,
    }
    if EMBEDDED_BROKER
    else {"visibility_timeout": 60}
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_TASK_DEFAULT_QUEUE = "hub"
# What goes out waits for others' machines: a worker of its own, so that no alert waits with it.
CELERY_TASK_ROUTES = {"sharing.push": {"queue": "push"}, "sharing.digest": {"queue": "push"}}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"

# People ------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "hub.accounts.adapter.ClosedSignUp"
ACCOUNT_USER_DISPLAY = "hub.accounts.adapter.name_user"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"} if RATE_LIMITS else False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")

# The wire ----------------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = env.read_bool("HUB_SSL_REDIRECT", default=PRODUCTION)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
if env.read_bool("HUB_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# The body is read by hub.api with its own bound; Django's form bound stays at its default.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
# What people upload is never written to a disk unsealed.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "hub.api.authentication.MachineBasicAuthentication",
        "hub.api.authentication.MachineBearerAuthentication",
        "hub.api.authentication.StaffSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["hub.api.permissions.DeclaredScope"],
    "DEFAULT_RENDERER_CLASSES": ["hub.api.rendering.OrjsonRenderer"],
    # Views read bodies themselves, with a bound; OPTIONS tells nothing.
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["hub.api.throttling.CredentialThrottle"] if RATE_LIMITS else [],
    "EXCEPTION_HANDLER": "hub.api.problems.handle_exception",
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "hub.api.rendering.LenientNegotiation",
    "UNAUTHENTICATED_USER": None,
}
# Of one credential or person (hub.api.throttling).
REQUESTS_PER_MINUTE = env.read_int("HUB_REQUESTS_PER_MINUTE", 6000, least=1, most=1_000_000)
SPECTACULAR_SETTINGS = {
    "TITLE": "RiskHub API",
    "DESCRIPTION": "Exchange of STIX 2.1 risk alerts between institutions.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    # Each set of codes stands where it is used: many are called kind or state.
    "POSTPROCESSING_HOOKS": [],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}

# Networks of one's own that webhooks may reach, also by plain http; all else must be public https.
WEBHOOK_ALLOWED_NETWORKS = env.read_networks("HUB_WEBHOOK_ALLOWED_NETWORKS")
# Independent institutions that must have reported a case before their number is shown.
LEAST_CORROBORATION = env.read_int("HUB_LEAST_CORROBORATION", 2, least=2, most=20)
# How long holders have to confirm a recall.
RECALL_DAYS = env.read_int("HUB_RECALL_DAYS", 3, least=1, most=90)
# After so many days without confirmation nothing personal goes from its sender to that recipient.
RECALL_SUSPENSION_DAYS = env.read_int("HUB_RECALL_SUSPENSION_DAYS", 7, least=1, most=365)

# Words and files -----------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("简体中文")), ("zh-hant", _("繁體中文"))]
LOCALE_PATHS = [BASE_DIR / "hub" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = True
# Mail may hold links that sign in: the demo keeps it in private files, never in a log.
EMAIL_BACKEND = env.read_text(
    "HUB_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = env.read_text("HUB_EMAIL_HOST", "localhost")
EMAIL_PORT = env.read_int("HUB_EMAIL_PORT", 25, least=1, most=65535)
EMAIL_HOST_USER = env.read_text("HUB_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env.read_text("HUB_EMAIL_PASSWORD", "")
EMAIL_TIMEOUT = 10
EMAIL_USE_TLS = env.read_bool("HUB_EMAIL_TLS", default=False)
DEFAULT_FROM_EMAIL = env.read_text("HUB_EMAIL_FROM", "riskhub@localhost")
# One-time codes of natural persons go by mail; the demo keeps them in private files instead.
PERSON_CODES_DIR = (
    None if PRODUCTION else env.read_path("HUB_PERSON_CODES_DIR", DATA_DIR / "person-codes")
)
# The mail domain that passes mail to <number>@<domain> on as a short message; without it, none is sent.
# An address not used for so long may have passed to another: it proves nothing until papers were seen.
PERSON_STALE_DAYS = env.read_int("HUB_PERSON_STALE_DAYS", 180, least=1, most=3650)
# A legal hold that one person placed ends after so many days without a second one's word.
LEGAL_HOLD_CONFIRM_DAYS = env.read_int("HUB_LEGAL_HOLD_CONFIRM_DAYS", 7, least=1, most=90)
PERSON_SMS_GATEWAY = env.read_text("HUB_PERSON_SMS_GATEWAY", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"scrub": {"()": "hub.api.logs.Scrub"}},
    "formatters": {"json": {"()": "hub.api.logs.JsonFormatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["scrub"]}
    },
    "root": {"handlers": ["console"], "level": env.read_text("HUB_LOG_LEVEL", "INFO")},
    "loggers": {
        # An exception's text may quote data: hub.api.problems logs its type and place instead.
        "django.request": {"level": "CRITICAL"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # It names hosts of members; the attempt says what was refused.
        "requests_hardened": {"level": "CRITICAL"},
    },
}
