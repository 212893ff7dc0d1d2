"""The portal's settings for the suite: as in production, but for what would only make tests slow.

Whatever the environment says is overruled here, so that the suite means the same everywhere; only
DATABASE_URL is kept, for it says which database is tested.
"""

import os

os.environ.update(
    DEBUG="false",
    SECRET_KEY="a-key-for-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz",
    SITE_URL="http://testserver",
    ALLOWED_HOSTS="",
    CSRF_TRUSTED_ORIGINS="",
    BEHIND_PROXY="",
    SECURE_SSL_REDIRECT="false",
    LOG_LEVEL="ERROR",
    CONN_MAX_AGE="",
    STALE_AFTER_DAYS="",
    REMIND_DAYS_BEFORE_DUE="",
    ESCALATE_AFTER_DAYS="",
    ANSWER_WITHIN_DAYS="",
    EMAIL_URL="",
    MAIL_FROM="",
    MEDIA_FOLDER="",
    STAFF_NEED_SECOND_FACTOR="false",
    OIDC_NAME="",
    OIDC_ISSUER="",
    OIDC_CLIENT_ID="",
    OIDC_CLIENT_SECRET="",
    OIDC_TRUST_EMAIL="",
    OIDC_SECOND_FACTOR="",
)

from kirklees_portal.settings import *  # noqa: E402, F403 (the environment comes first; settings are a module of names)
from kirklees_portal.settings import STORAGES as PRODUCTION_STORAGES  # noqa: E402 (as above)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = PRODUCTION_STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
