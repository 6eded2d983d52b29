"""What the web server calls."""

from __future__ import annotations

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "metropoli.site.settings")
application = get_wsgi_application()

from metropoli.apps.travel.services import keep_watching  # noqa: E402 - the apps must be ready
from metropoli.site.warming import warm  # noqa: E402

# Beside the first requests, not before them: a page without a trip need not wait.
threading.Thread(target=warm, name="warm", daemon=True).start()
keep_watching()
