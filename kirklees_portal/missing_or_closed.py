"""What is shown where a page is missing or closed: at the desk, with the way back to it."""

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

DESK = "/admin/"


def closed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    back = ways_back(request)
    context = {"exception": str(exception or ""), **back, **(record_to_read(request) if back else {})}
    return render(request, "403.html", context, status=403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", ways_back(request), status=404)


def ways_back(request: HttpRequest) -> dict[str, str]:
    """For who is signed in at the desk, on its pages alone: public pages never ask who reads them."""
    at_desk = request.path_info.startswith(DESK) and hasattr(request, "user") and admin.site.has_permission(request)
    return {"desk": reverse("admin:index")} if at_desk else {}


def record_to_read(request: HttpRequest) -> dict[str, str]:
    """The page of the record itself, where a page beneath it is closed, but that one is open."""
    app, model, key, page, *_ = [*request.path_info.removeprefix(DESK).split("/"), "", "", "", ""]
    if not key or page in ("", "change") or (app, model) not in _at_desk():
        return {}
    desk = admin.site.get_model_admin(apps.get_model(app, model))
    record = desk.get_object(request, unquote(key))
    if record is None or not desk.has_view_permission(request, record):
        return {}
    address = reverse(f"admin:{app}_{model}_change", args=[record.pk])
    return {"record": desk.opts.verbose_name, "record_address": address}


def _at_desk() -> set[tuple[str, str]]:
    return {(model._meta.app_label, model._meta.model_name) for model in admin.site._registry}
