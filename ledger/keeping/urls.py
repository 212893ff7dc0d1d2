from django.urls import path

from ledger.keeping import views

urlpatterns = [
    path("", views.keep, name="keep-typed"),
    path("<int:pk>/", views.read, name="read-typed"),
    path("<int:pk>/throw-away/", views.throw_away, name="throw-away-typed"),
]
