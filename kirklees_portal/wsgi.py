"""The way in for a WSGI server: ``gunicorn kirklees_portal.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kirklees_portal.settings")
os.environ["DEBUG"] = os.environ.get("DEBUG") or "false"

application = get_wsgi_application()
