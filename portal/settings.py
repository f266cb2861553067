"""Settings, all from the environment with defaults that run: docs/settings.md is the table of them."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from portal.environment import BASE_DIR, data_dir, days_of, env, hours_of_day, positive, secret_key

DATA_DIR = data_dir()
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = secret_key(DATA_DIR)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
HTTPS = env.bool("HTTPS", default=False)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Who we are
COMPANY_NAME = env.str("COMPANY_NAME", default="Halden")
COMPANY_CURRENCY = env.str("COMPANY_CURRENCY", default="EUR")
COMPANY_IDENTIFIERS = env.list("COMPANY_IDENTIFIERS", default=[])
# How everybody reaches us, at the foot of every page
COMPANY_PHONE = env.str("COMPANY_PHONE", default="")
COMPANY_EMAIL = env.str("COMPANY_EMAIL", default="")
COMPANY_ADDRESS = env.str("COMPANY_ADDRESS", default="")
COMPANY_HOURS = env.str("COMPANY_HOURS", default="")

INSTALLED_APPS = [
    "cms",
    "scorecards",
    "suppliers",
    "portal",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "django_filters",
    "django_tables2",
    "django_htmx",
    "django_include_bootstrap",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.middleware.ActorMiddleware",
    "cms.middleware.EditorGate",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.frame",
            ],
        },
    },
]

# Data. On SQLite, WAL, IMMEDIATE and a patient timeout make many writers safe.
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "portal.db.sqlite3"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728; "
        "PRAGMA journal_size_limit=27103364; PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;",
    }
else:
    # PgBouncer in transaction mode must work: no server-side cursors, no prepared statements.
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
    DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = None
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# Limits on log-ins must hold across processes, so counters live in the database.
CACHES = {
    "default": {
        "BACKEND": "portal.db.counting.CountingCache",
        "LOCATION": "portal_cache",
        # Attempts are counted in it: many who knock at once must not push out the counts of others.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Sizes of pictures are found in their table: a second place would only grow stale.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}

TASKS = {"default": {"BACKEND": env.str("TASKS_BACKEND", default="django_tasks_db.DatabaseBackend")}}

# People
AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "portal.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
# An address is proven by its invitation; a new one counts once its owner has opened the link.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "invitation": "20/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", default=False) else 0
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = COMPANY_NAME
# Browsers offer passkeys without HTTPS on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# Mail: through the outbox only; in development into files
EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"{COMPANY_NAME} <accord@localhost>")

# Words, time, place
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Oslo")
USE_TZ = True
FORMAT_MODULE_PATH = "portal.formats"

# What we promise: an answer in so many working hours
ANSWER_HOURS = positive("ANSWER_HOURS", env.int("ANSWER_HOURS", default=8))
WORKING_HOURS = hours_of_day(env.str("WORKING_HOURS", default="08:00-17:00"))
HOLIDAYS = days_of(env.list("HOLIDAYS", default=[]))
# An answer to a contested line in so many calendar days
CONTEST_DAYS = positive("CONTEST_DAYS", env.int("CONTEST_DAYS", default=5))
# An answer to a partner's idea in so many working days
IDEA_DAYS = positive("IDEA_DAYS", env.int("IDEA_DAYS", default=10))
# What a rule proposes about a partner, it may answer in so many calendar days
ANSWER_DAYS = positive("ANSWER_DAYS", env.int("ANSWER_DAYS", default=10))
# What we change so few calendar days before its day, we change too late
LEAD_TIME_DAYS = positive("LEAD_TIME_DAYS", env.int("LEAD_TIME_DAYS", default=14))
# After each quarter the customer survey opens by itself, for so many days
SURVEY_EACH_QUARTER = env.bool("SURVEY_EACH_QUARTER", default=True)
SURVEY_DAYS = positive("SURVEY_DAYS", env.int("SURVEY_DAYS", default=14))
# What mails ask for: links that need no password live so many days; “still good?” so many days before
TASK_LINK_DAYS = positive("TASK_LINK_DAYS", env.int("TASK_LINK_DAYS", default=14))
# Of our partners we lose at most so many per cent a year because they were dissatisfied
MAX_LOST_PERCENT = positive("MAX_LOST_PERCENT", env.int("MAX_LOST_PERCENT", default=5))
RADAR_DAYS = positive("RADAR_DAYS", env.int("RADAR_DAYS", default=7))

# An answer to what is asked or proposed about a policy in so many working days
POLICY_ANSWER_DAYS = positive("POLICY_ANSWER_DAYS", env.int("POLICY_ANSWER_DAYS", default=10))
# A text that is to be looked at again says so to its owner so many days before
REVIEW_NOTICE_DAYS = positive("REVIEW_NOTICE_DAYS", env.int("REVIEW_NOTICE_DAYS", default=30))

# What either side promises when the other has a problem: working hours, working days, and days to ask again
CASE_ACKNOWLEDGE_HOURS = positive("CASE_ACKNOWLEDGE_HOURS", env.int("CASE_ACKNOWLEDGE_HOURS", default=4))
CASE_UNDERSTAND_DAYS = positive("CASE_UNDERSTAND_DAYS", env.int("CASE_UNDERSTAND_DAYS", default=2))
CASE_AGREE_DAYS = positive("CASE_AGREE_DAYS", env.int("CASE_AGREE_DAYS", default=5))
CASE_FOLLOW_UP_DAYS = positive("CASE_FOLLOW_UP_DAYS", env.int("CASE_FOLLOW_UP_DAYS", default=14))

# Files
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
# What is cut or drawn from packages before static files are collected
BUILT_STATIC = DATA_DIR / "built-static"
BUILT_STATIC.mkdir(exist_ok=True)
STATICFILES_DIRS = [BUILT_STATIC]
# Pictures of the site; each is handed out by a view that asks who may see it
MEDIA_URL = "pictures/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(DATA_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "portal.storage.StaticStorage"
    },
}
IMPORT_MAX_BYTES = env.int("IMPORT_MAX_BYTES", default=250 * 1024 * 1024)
# What people add to what they say: the largest file, in megabytes
ATTACHMENT_MAX_MB = positive("ATTACHMENT_MAX_MB", env.int("ATTACHMENT_MAX_MB", default=10))
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# 500 lines of a desk, each with its cells, what they were, and why.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6_000

# Safety
SESSION_COOKIE_AGE = 30 * 24 * 3600  # when "keep me signed in" is ticked; else until the browser closes
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # watchdogs ask the process itself
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # the editor shows the page that is written in a frame of ours
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
# Wagtail's editor writes inline scripts and styles; nothing outside its path may.
CMS_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}

# Interfaces
API_TOKEN_RATE = env.str("API_TOKEN_RATE", default="600/min")
API_FAILED_RATE = env.str("API_FAILED_RATE", default="20/min")
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "portal.api.authentication.TokenAuthentication",
        "portal.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["portal.api.parsers.ExactJSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["portal.api.throttles.TokenThrottle"],
    "DEFAULT_PAGINATION_CLASS": "portal.api.paging.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "portal.api.views.answer_to",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Accord",
    "DESCRIPTION": "Partners, trade facts and scorecards of one company, with the columns of its files.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "PREPROCESSING_HOOKS": ["portal.api.describing.only_ours"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "suppliers.api.describing.with_rows",
        "portal.api.describing.with_refusals",
    ],
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
DJANGO_TABLES2_TEMPLATE = "portal/table.html"
WAGTAIL_SITE_NAME = COMPANY_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# Words as they are written, on both engines: no stop words and no stems of one language.
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}
}
WAGTAILIMAGES_IMAGE_MODEL = "cms.SitePicture"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_MODEL = "cms.SiteFile"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.forms_media.PictureForm"
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = ATTACHMENT_MAX_MB * 1024 * 1024
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.forms_media.FileForm"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"secrets": {"()": "portal.redaction.SecretPaths"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
