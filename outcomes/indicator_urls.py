from django.urls import path

from outcomes import indicator_table, indicator_views

urlpatterns = [
    path("indicators/", indicator_views.IndicatorList.as_view(), name="indicators"),
    path("indicators/<slug:slug>/", indicator_views.IndicatorDetail.as_view(), name="indicator"),
    path("indicators/<slug:slug>.csv", indicator_table.IndicatorTable.as_view(), name="indicator-csv"),
]
