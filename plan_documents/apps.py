from django.apps import AppConfig


class PlanDocumentsConfig(AppConfig):
    name = "plan_documents"
    verbose_name = "Plans read in"
