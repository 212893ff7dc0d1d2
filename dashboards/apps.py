from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    """What councillors, and those who prepare them, read and ask after signing in."""

    name = "dashboards"
    verbose_name = "Dashboards"
