from django.urls import path

from outcomes import seal_views, views

urlpatterns = [
    # Plans
    path("plans/", views.PlanList.as_view(), name="plans"),
    path("plans/<slug:slug>/", views.PlanDetail.as_view(), name="plan"),
    path("plans/<slug:plan>/outcomes/<slug:slug>/", views.PlanOutcomeDetail.as_view(), name="plan-outcome"),
    path(
        "plans/<slug:plan>/approach/<slug:slug>/",
        views.PlanApproachPageDetail.as_view(),
        name="plan-approach-page",
    ),
    path("plans/<slug:plan>/seals/<slug:day>/", seal_views.SealDetail.as_view(), name="seal"),
    path("plans/<slug:plan>/seals/<slug:day>.json", seal_views.seal_file, name="seal-file"),
    # Outcomes
    path("outcomes/", views.OutcomeList.as_view(), name="outcomes"),
    path("outcomes/<slug:slug>/", views.OutcomeDetail.as_view(), name="outcome"),
    # Approach
    path("approach/", views.Approach.as_view(), name="approach"),
    path("approach/<slug:slug>/", views.ApproachPageDetail.as_view(), name="approach-page"),
    # Numbers
    path("numbers/", views.Numbers.as_view(), name="numbers"),
]
