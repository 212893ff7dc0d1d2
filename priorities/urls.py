from django.urls import path
from django.views.decorators.http import require_safe

from priorities import views
from priorities.feeds import ChangesFeed

urlpatterns = [
    path("priorities/", views.PriorityListView.as_view(), name="priorities"),
    path("priorities.csv", views.PromiseTableView.as_view(), name="promises-csv"),
    path("priorities/<int:pk>-<slug:slug>/", views.PriorityView.as_view(), name="priority"),
    path("deliverables/<int:pk>/", views.DeliverableView.as_view(), name="deliverable"),
    path("plans/<slug:slug>/what-happened/", views.WhatHappenedView.as_view(), name="what-happened"),
    path("changes/dates/", views.MovedDatesView.as_view(), name="moved-dates"),
    path("changes/dates.csv", views.MovedDatesTableView.as_view(), name="moved-dates-csv"),
    path("portfolios/", views.PortfolioListView.as_view(), name="portfolios"),
    path("portfolios/<slug:slug>/", views.PortfolioView.as_view(), name="portfolio"),
    path("portfolios/<slug:slug>/history/", views.PortfolioHistoryView.as_view(), name="portfolio-history"),
    path("councillors/", views.CouncillorListView.as_view(), name="councillors"),
    path("councillors/<slug:slug>/", views.CouncillorView.as_view(), name="councillor"),
    path("places/", views.PlaceListView.as_view(), name="places"),
    path("places/<slug:slug>/", views.PlaceView.as_view(), name="place"),
    path("changes/", views.ChangesView.as_view(), name="changes"),
    path("changes/feed.atom", require_safe(ChangesFeed()), name="changes-feed"),
]
