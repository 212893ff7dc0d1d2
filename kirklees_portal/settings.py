"""Django's settings. What differs between installations comes from the environment: see ``.env.example``."""

import sys
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from environs import Env

from .environment import UnusableEnvironment, read_environment

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)
try:
    environment = read_environment(env, BASE_DIR)
except UnusableEnvironment as error:
    sys.exit(f"The portal cannot start: {error}")

# This installation

DEBUG = environment.debug
SECRET_KEY = environment.secret_key
SITE_URL = environment.site_url
STALE_AFTER_DAYS = environment.stale_after_days
STAFF_NEED_SECOND_FACTOR = environment.staff_need_second_factor
REMIND_DAYS_BEFORE_DUE = environment.remind_days_before_due
ESCALATE_AFTER_DAYS = environment.escalate_after_days
ANSWER_WITHIN_DAYS = environment.answer_within_days
DATABASES = {"default": environment.database}
# Health checks come from the machine itself, whatever the public name is.
ALLOWED_HOSTS = [*environment.allowed_hosts, "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = environment.csrf_trusted_origins

# The house

INSTALLED_APPS = [
    "desk.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_filters",
    "simple_history",
    "post_office",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "kirklees_portal",
    "ledger",
    "outcomes",
    "priorities",
    "stories",
    "plan_documents",
    "dashboards",
    "desk",
]
MIDDLEWARE = [
    "kirklees_portal.middleware.refuse_null_characters_in_admin",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ledger.keeping.middleware.KeepsWhatIsTyped",
    "desk.sign_in.middleware.StaffNeedSecondFactor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "kirklees_portal.middleware.RefuseNumbersTooLargeInAdmin",
    "ledger.middleware.read_pages_as_at",
    "kirklees_portal.middleware.show_own_page_for_missing_ones",
]
ROOT_URLCONF = "kirklees_portal.urls"
WSGI_APPLICATION = "kirklees_portal.wsgi.application"
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
                "kirklees_portal.context.site",
            ]
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Signing in: see desk/sign_in and docs/operations.md

LOGIN_URL = "/sign-in/"
SESSION_ENGINE = "desk.models.sessions"
CSRF_FAILURE_VIEW = "dashboards.questions.typed.token_refused"
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
ACCOUNT_ADAPTER = "desk.sign_in.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "desk.sign_in.forms.SignInForm",
    "reauthenticate": "desk.sign_in.forms.ConfirmPasswordForm",
    "change_password": "desk.sign_in.forms.ChangePasswordForm",
    "reset_password": "desk.sign_in.forms.AskForPasswordForm",
    "reset_password_from_key": "desk.sign_in.forms.NewPasswordForm",
}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by administrators, who know the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
# allauth's own counts in addresses that an account had once, which would let an old mailbox in.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 (a name)
# A whole town hall may share one outgoing address, so the limits for an address are wider than those for an account.
# Wrong passwords for an account are counted from each address ("login_failed" by "key"), so that a stranger's guesses
# lock nobody out, and from everywhere.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "login_failed_everywhere": "20/5m/key",
    "reset_password": "20/m/ip,3/5m/key",
    "reauthenticate": "5/5m/user",
    "change_password": "5/5m/user",
}
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip", "begin_elsewhere": "60/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if environment.behind_proxy else 0
MFA_ADAPTER = "desk.sign_in.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "desk.sign_in.forms.CodeForm",
    "reauthenticate": "desk.sign_in.forms.ConfirmCodeForm",
    "activate_totp": "desk.sign_in.forms.NewAppForm",
    "add_webauthn": "desk.sign_in.forms.NewPasskeyForm",
    "authenticate_webauthn": "desk.sign_in.forms.PasskeyForm",
    "login_webauthn": "desk.sign_in.forms.PasskeyAloneForm",
    "reauthenticate_webauthn": "desk.sign_in.forms.ConfirmPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Kirklees promises"
SOCIALACCOUNT_ADAPTER = "desk.sign_in.adapters.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = environment.identity_provider or {}
# A link, not a form: the policy on forms, which Chromium holds redirects to as well, stays as narrow as it is. All
# that a forged link can do is sign somebody in as themselves.
SOCIALACCOUNT_LOGIN_ON_GET = True

# What is counted together by all workers is in the database; what each may know by itself is in its memory

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# Language and time

LANGUAGE_CODE = "en-gb"
LOCALE_PATHS = [BASE_DIR / "kirklees_portal" / "locale"]
FORMAT_MODULE_PATH = "kirklees_portal.formats"
TIME_ZONE = "Europe/London"
USE_TZ = True
FORMS_URLFIELD_ASSUME_HTTPS = True

# Static files

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Mail: queued in the database with what it tells of, and sent by the command send_queued_mail

EMAIL_BACKEND = "post_office.EmailBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.mail_from
MAIL_SENT_BY = environment.mail["EMAIL_BACKEND"]
POST_OFFICE = {
    "BACKENDS": {"default": "desk.sign_in.sealed_mail.OpensSealed"},
    # A mail server that is away is asked again every quarter of an hour for three days.
    "MAX_RETRIES": 3 * 24 * 4,
    "RETRY_INTERVAL": timedelta(minutes=15),
}
vars().update((name, value) for name, value in environment.mail.items() if name != "EMAIL_BACKEND")

# Photographs: re-encoded when they are sent in, under a name made from their content

MEDIA_URL = "media/"
MEDIA_ROOT = environment.media_folder

# Safety

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = environment.ssl_redirect
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.behind_proxy else None
SECURE_HSTS_SECONDS = 0 if DEBUG else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEBUG
# Not on the browsers' preload list: leaving it takes months, and the council's domain is not the portal's to bind.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SESSION_COOKIE_SECURE = not DEBUG
CSRF_COOKIE_SECURE = not DEBUG
# A whole plan's form in the admin is a few thousand short fields; files are not counted here.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# Logging: plain lines on the console

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "class": "kirklees_portal.masking.MaskedLines",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": environment.log_level},
    "loggers": {"django": {"handlers": ["console"], "level": environment.log_level, "propagate": False}},
}
