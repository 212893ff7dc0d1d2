"""The addresses below /dashboard/. Those with a word of their own come before the kinds of dashboards."""

urlpatterns: list = []
