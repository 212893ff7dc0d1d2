"""The addresses below /dashboard/. Those with a word of their own come before the kinds of dashboards."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from dashboards.listing import SECTIONS
from dashboards.scopes import EVERYTHING, SCOPES
from dashboards.views import ask, charts, dashboard, home, lists, meetings, notes, packs, questions, typed


class KindConverter(StringConverter):
    """A kind of dashboards that has one for each of several records."""

    regex = "|".join(kind for kind in SCOPES if kind != EVERYTHING)


class SectionConverter(StringConverter):
    """A list below a dashboard."""

    regex = "|".join(SECTIONS)


register_converter(KindConverter, "kind")
register_converter(SectionConverter, "section")


def pictures(dashboard_at: str) -> list:
    """What lies below the address of a dashboard for its pictures."""
    return [
        path(f"{dashboard_at}status-by-month.csv", charts.StatusTable.as_view(), name="dashboard-status-csv"),
        path(f"{dashboard_at}timeline.csv", charts.TimelineTable.as_view(), name="dashboard-timeline-csv"),
        path(f"{dashboard_at}timeline/", charts.TimelineView.as_view(), name="dashboard-timeline"),
        path(f"{dashboard_at}indicators.csv", charts.IndicatorTable.as_view(), name="dashboard-indicators-csv"),
    ]


urlpatterns = [
    path("questions/", questions.QuestionList.as_view(), name="questions"),
    path("questions/ask/", ask.AskPage.as_view(), name="ask"),
    path("questions/<int:pk>/", questions.QuestionPage.as_view(), name="question"),
    path("notes/", notes.NoteList.as_view(), name="notes"),
    path("notes/<int:pk>/", notes.NotePage.as_view(), name="note"),
    path("typed/", typed.keep_typed, name="keep-typed-on-dashboard"),
    path("typed/<int:pk>/throw-away/", typed.ThrowTypedAway.as_view(), name="throw-away-typed-on-dashboard"),
    path("meetings/", meetings.MeetingListView.as_view(), name="dashboard-meetings"),
    path("meetings/<int:pk>/", meetings.MeetingView.as_view(), name="dashboard-meeting"),
    path("meetings/<int:pk>/pack/", packs.PackView.as_view(), name="pack"),
    path("meetings/<int:pk>/pack.docx", packs.PackFileView.as_view(), name="pack-docx"),
    path("packs/<int:pk>/", packs.FinalPackView.as_view(), name="final-pack"),
    path("packs/<int:pk>.docx", packs.FinalPackFileView.as_view(), name="final-pack-docx"),
    # The pictures of a dashboard, as tables
    *pictures("all/"),
    *pictures("<kind:kind>/<slug:slug>/"),
    # One dashboard, and the lists that its figures count
    path("", home.HomeView.as_view(), name="dashboard"),
    path("all/", dashboard.DashboardView.as_view(), name="dashboard-everything"),
    path("all/<section:section>/", lists.ListView.as_view(), name="dashboard-everything-list"),
    path("all/<section:section>.csv", lists.TableView.as_view(), name="dashboard-everything-csv"),
    path("<kind:kind>/<slug:slug>/", dashboard.DashboardView.as_view(), name="dashboard-of"),
    path("<kind:kind>/<slug:slug>/<section:section>/", lists.ListView.as_view(), name="dashboard-list"),
    path("<kind:kind>/<slug:slug>/<section:section>.csv", lists.TableView.as_view(), name="dashboard-csv"),
]
