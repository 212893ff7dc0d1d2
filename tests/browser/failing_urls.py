"""The portal's addresses, and one that fails."""

from django.urls import path

from kirklees_portal.urls import urlpatterns as portal


def fail(request):
    raise RuntimeError("This address fails, for a test to see what is shown then.")


urlpatterns = [*portal, path("fails/", fail)]
