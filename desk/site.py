"""The admin as the officers' desk: it opens on what waits for the person who signed in."""

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

ORDER = ["priorities", "outcomes", "stories", "plan_documents", "ledger", "desk", "auth", "post_office"]


class Desk(admin.AdminSite):
    site_header = "Kirklees promises: officers' desk"
    site_title = "Officers' desk"
    index_title = "My desk"
    index_template = "admin/desk/my_desk.html"

    def get_app_list(self, request, app_label=None):
        """The rooms that officers are in most come first."""
        apps = super().get_app_list(request, app_label)
        return sorted(apps, key=lambda app: ORDER.index(app["app_label"]) if app["app_label"] in ORDER else len(ORDER))

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Signing in has its own page; whose account is not open to the desk is told so here."""
        if request.user.is_authenticated and not self.has_permission(request):
            return render(request, "sign_in/not_at_desk.html", status=403)
        wanted = request.GET.get("next", "") or "/admin/"
        return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': wanted})}")

    def password_change(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return redirect("account_change_password")

    def get_urls(self):
        return [path("waits/<slug:name>/", self.admin_view(self.tray_view), name="tray"), *super().get_urls()]

    def tray_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """All that waits in one tray of My desk; an empty tray, where nothing does any more."""
        from desk.my_desk import WHOLE, whole_tray

        tray = whole_tray(name, request.user)
        if tray is None:
            raise PermissionDenied if name in WHOLE else Http404
        context = {**self.each_context(request), "title": tray.title, "tray": tray}
        return render(request, "admin/desk/tray.html", context)

    def index(self, request, extra_context=None):
        from desk.my_desk import my_desk

        return super().index(request, {**my_desk(request.user), **(extra_context or {})})
