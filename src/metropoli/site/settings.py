"""Every setting of the platform, flat, in one page. What differs between places is read from the environment."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("METROPOLI_VAR", ROOT / "var"))
VAR.mkdir(parents=True, exist_ok=True)


def _secret() -> str:
    """Return the key from the environment, or one made once for this installation."""
    if "METROPOLI_SECRET_KEY" in os.environ:
        return os.environ["METROPOLI_SECRET_KEY"]
    kept = VAR / "secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text()


def _database() -> dict[str, object]:
    """Return SQLite under `var/`, or the PostgreSQL (with PostGIS) that DATABASE_URL names."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR / "metropoli.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL, not NORMAL: what was acknowledged survives a power cut.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": dict(parse_qsl(parts.query)).get("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }


SECRET_KEY = _secret()
DEBUG = os.environ.get("METROPOLI_DEBUG") == "1"
# Behind HTTPS, cookies travel only encrypted; on a laptop there is no certificate.
HTTPS = os.environ.get("METROPOLI_HTTPS") == "1"
ALLOWED_HOSTS = os.environ.get("METROPOLI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "metropoli.web",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "ninja",
    "metropoli.apps.words",
    "metropoli.apps.data",
    "metropoli.apps.territory",
    "metropoli.apps.people",
    "metropoli.apps.travel",
    "metropoli.apps.casework",
    "metropoli.apps.desk",
    "metropoli.apps.mobility",
]
AUTH_USER_MODEL = "people.User"
LOGIN_URL = "people:login"
LOGIN_REDIRECT_URL = "people:account"
LOGOUT_REDIRECT_URL = "home"
# scrypt asks for memory, which whoever guesses passwords in bulk does not have to spare.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_CHECKS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, object]] = [
    {"NAME": f"{_CHECKS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_CHECKS}.CommonPasswordValidator"},
    {
        "NAME": f"{_CHECKS}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "full_name")},
    },
]
SESSION_COOKIE_AGE = 12 * 3600  # seconds: a working day
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "metropoli.web.security.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "metropoli.web.language.LanguageOfTheReader",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "metropoli.web.errors.RefusalsBecomePages",
]
ROOT_URLCONF = "metropoli.site.urls"
WSGI_APPLICATION = "metropoli.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "metropoli.web.context.frame",
                "metropoli.apps.travel.views.ground",
            ],
        },
    },
]
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "it"
LANGUAGES = [("it", "Italiano"), ("en", "English")]
TIME_ZONE = "Europe/Rome"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "metropoli.site.static.HashedStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
STATICFILES_DIRS = [
    ("bootstrap-italia", ROOT / "node_modules" / "bootstrap-italia" / "dist"),
    ("htmx", ROOT / "node_modules" / "htmx.org" / "dist"),
    ("maplibre", ROOT / "node_modules" / "maplibre-gl" / "dist"),
]

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "metropoli.web.errors.stale_form"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Who runs this installation, as the slim header and the footer say it.
METROPOLI_BODY = os.environ.get("METROPOLI_BODY", "Torino Metropoli · demo")
METROPOLI_SOURCE_URL = os.environ.get("METROPOLI_SOURCE_URL", "")
METROPOLI_CONTACT = os.environ.get("METROPOLI_CONTACT", "")
METROPOLI_URL = os.environ.get("METROPOLI_URL", "http://localhost:8000/")
METROPOLI_DASK = os.environ.get("METROPOLI_DASK", "")  # tcp://…: matrices are worked out there
# Codes of datasets that may be handed on although their licence does not say so; * for all.
METROPOLI_HAND_ON = os.environ.get("METROPOLI_HAND_ON", "").split(",")

# What breaks is written on the standard error, where whoever runs the server finds it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "metropoli": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
