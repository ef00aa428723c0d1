"""Django's settings, made from `samsyn.web.config.Config`."""

from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url

from samsyn.web.config import CONSOLE, Config
from samsyn.web.executors import side_by_side

CONFIG = Config.read()
CONFIG.data.mkdir(parents=True, exist_ok=True)
HERE = Path(__file__).parent

# --- The site

SECRET_KEY = CONFIG.secret_key
SECRET_KEY_FALLBACKS = list(CONFIG.previous_secret_keys)
DEBUG = False  # faults are logged; a page never shows the inside of the system
ALLOWED_HOSTS = list(CONFIG.allowed_hosts)
ROOT_URLCONF = "samsyn.web.urls"
WSGI_APPLICATION = "samsyn.web.wsgi.application"
DATA = CONFIG.data
COUNCIL = CONFIG.council
BASE_URL = CONFIG.base_url
UPLOAD_LIMIT = CONFIG.upload_megabytes * 1024 * 1024
SIDE_BY_SIDE = partial(side_by_side, CONFIG.dask)  # what heavy analyses work with
SUPPRESS_BELOW, SUPPRESS_WIDTH = CONFIG.suppress_below, CONFIG.suppress_width
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the preview of an imported plan is one large form

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "samsyn.foundation.ui",
    "samsyn.foundation.audit",
    "samsyn.foundation.accounts",
    "samsyn.foundation.jobs",
    "samsyn.foundation.files",
    "samsyn.foundation.mail",
    "samsyn.members",
    "samsyn.insights",
    "samsyn.plans",
    "samsyn.priorities",
    "samsyn.meetings",
    # After ours, so that our templates and translations come before theirs.
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

# Those that set headers stand above WhiteNoise, so that static files get them too.
MIDDLEWARE = [
    "samsyn.web.middleware.server_timing",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "samsyn.web.middleware.security_headers",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "samsyn.web.middleware.language_of_account",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "samsyn.web.middleware.second_factor_required",
    "samsyn.web.middleware.Refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "samsyn.foundation.ui.context.look",
                "samsyn.web.menu.menu",
            ],
        },
    }
]
FORM_RENDERER = "samsyn.foundation.ui.forms.Renderer"

# --- Data

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": dj_database_url.parse(CONFIG.database_url, conn_max_age=600)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }

# In the database, because the limits on sign-in count over all server processes and machines.
CACHES = {
    # Shared by all server processes: rate limits count here.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    # Heavy parts of pages, kept by each process for itself (`samsyn.plans.views.fragments`).
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 60},
    },
}

STATIC_URL = "/static/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "samsyn.foundation.ui.finders.FontFinder",
]
STATIC_ROOT = CONFIG.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
if CONFIG.mode == "test":  # no collectstatic before the tests
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True

# --- Language and time

USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]

# --- Security

USE_X_FORWARDED_HOST = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.proxies else None
SECURE_SSL_REDIRECT = CONFIG.secure
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if CONFIG.secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = CONFIG.secure
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # the browsers' preload list is for the owner of the domain to ask for
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

SESSION_COOKIE_NAME = "__Host-samsyn-session" if CONFIG.secure else "samsyn-session"
SESSION_COOKIE_AGE = CONFIG.session_hours * 3600
SESSION_COOKIE_SECURE = CONFIG.secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-samsyn-csrf" if CONFIG.secure else "samsyn-csrf"
CSRF_COOKIE_SECURE = CONFIG.secure
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [CONFIG.base_url]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_NAME = "samsyn-language"
LANGUAGE_COOKIE_SECURE = CONFIG.secure
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

_issuer = urlsplit(CONFIG.oidc_issuer)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # the QR code of a new authenticator is a data: address
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        # Browsers apply form-action to redirects too, and signing in with OpenID Connect is one.
        "form-action": ["'self'", *([f"{_issuer.scheme}://{_issuer.netloc}"] if CONFIG.oidc_issuer else [])],
    }
}

# --- Accounts

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # an invitation and a reset link live three days
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
if CONFIG.mode == "test":  # a test signs in hundreds of times
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECOND_FACTOR = CONFIG.second_factor
ORGANISATIONS = "samsyn.members.queries.organisations.names"  # for which a role may be given
THREAD = "samsyn.web.thread.about_item"  # what the rooms above say about a part of a plan

ALLAUTH_TRUSTED_PROXY_COUNT = CONFIG.proxies
ACCOUNT_ADAPTER = "samsyn.foundation.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is verified by the invitation that was sent to it
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if CONFIG.secure else "http"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/m/key,20/h/key",
    "reset_password": "20/m/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}

MFA_ADAPTER = "samsyn.foundation.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator gave the address
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = CONFIG.council
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not CONFIG.secure  # only localhost runs without TLS

SOCIALACCOUNT_ADAPTER = "samsyn.foundation.accounts.adapters.OpenIdAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # only for addresses that the issuer says are verified
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "council",
                "name": CONFIG.oidc_label,
                "client_id": CONFIG.oidc_client_id,
                "secret": CONFIG.oidc_client_secret,
                "settings": {"server_url": CONFIG.oidc_issuer},
            }
        ]
        if CONFIG.oidc_issuer
        else [],
    }
}

# --- The audit log

VERBS = "samsyn.web.verbs.VERBS"  # what each verb is called on screen

# --- Mail: everything goes through our own outbox, which hands over to the transport.

EMAIL_BACKEND = "samsyn.foundation.mail.outbox.EmailBackend"
MAIL_TRANSPORT = (
    "django.core.mail.backends.console.EmailBackend"
    if CONFIG.email_host == CONSOLE
    else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_HOST = CONFIG.email_host
EMAIL_PORT = CONFIG.email_port
EMAIL_HOST_USER = CONFIG.email_user
EMAIL_HOST_PASSWORD = CONFIG.email_password
EMAIL_USE_TLS = CONFIG.email_security == "starttls"
EMAIL_USE_SSL = CONFIG.email_security == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = f'"{CONFIG.council}" <{CONFIG.email_from}>'
SERVER_EMAIL = CONFIG.email_from

# --- Log: to standard error, where the operator's system collects it.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "samsyn": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
