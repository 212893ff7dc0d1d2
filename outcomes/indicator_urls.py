from django.urls import path

from outcomes import indicator_views

urlpatterns = [
    path("indicators/", indicator_views.IndicatorList.as_view(), name="indicators"),
    path("indicators/<slug:slug>/", indicator_views.IndicatorDetail.as_view(), name="indicator"),
]
