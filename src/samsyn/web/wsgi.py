"""The application as a server calls it."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.web.settings")

application = get_wsgi_application()

# What is loaded stays: the garbage collector need not walk through all of it, some 60 ms, in the middle of a request.
# And a page of thousands of rows makes many objects that live as long as the request; looking for garbage among them
# after every 700 costs more than it finds.
_ = get_resolver().url_patterns  # loads all views
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 10, 10)
