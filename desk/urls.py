from django.urls import path

from desk.preview_views import Preview

urlpatterns = [
    path("preview/<str:token>/", Preview.as_view(), name="preview"),
    path("preview/<str:token>/<path:page>", Preview.as_view(), name="preview-page"),
]
