from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from kirklees_portal import views
from kirklees_portal.health import healthz, readyz
from ledger.admin.reading import plain_english

urlpatterns = [
    # The portal itself
    path("", views.Home.as_view(), name="home"),
    path("how-we-judge-progress/", views.HowWeJudgeProgress.as_view(), name="how-we-judge-progress"),
    path("accessibility/", views.Accessibility.as_view(), name="accessibility"),
    path("privacy/", views.Privacy.as_view(), name="privacy"),
    # Rooms
    path("", include("outcomes.urls")),
    path("", include("outcomes.indicator_urls")),
    path("", include("priorities.urls")),
    path("", include("stories.urls")),
    path("dashboard/", include("dashboards.urls")),
    path("", include("desk.urls")),
    # Officers and machines
    path("sign-in/", include("desk.sign_in.urls")),
    path("admin/kept/", include("ledger.keeping.urls")),
    path("admin/plain-english/", plain_english, name="plain-english"),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("favicon.ico", RedirectView.as_view(url=f"/{settings.STATIC_URL.strip('/')}/favicon.svg")),
]

handler403 = "kirklees_portal.missing_or_closed.closed"
handler404 = "kirklees_portal.missing_or_closed.missing"
