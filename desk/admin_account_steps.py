"""What an administrator does for accounts: makes one for a councillor, invites, and removes a factor that was lost."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from desk.councillor_accounts import CouncillorAccountForm, make_account
from desk.sign_in import factors, invitations
from desk.sign_in.mail import tell
from desk.sign_in.sessions import end_sessions
from ledger.admin.why import SAVED_AT_ONCE
from ledger.clock import moment_in_words

INVITE = {
    "title": "Send an invitation",
    "button": "Send it",
    "sentence": "A mail with a link goes to {account.email}. By it the person chooses a password; it works once, and "
    "for seven days.",
    "again": "The account has a password already. Whoever follows the link sets another in its place.",
}
REMOVE = {
    "title": "Remove the second factor",
    "button": "Remove it",
    "sentence": "Do this only once you are sure who asks: after it, the password alone signs in as {account}, and "
    "officers set another factor up before anything else. The person is told by mail.",
}
NO_FACTOR = "This account has no second factor."
MAY_MAKE = ("auth.add_user", "dashboards.add_councilloraccount")


class AccountSteps:
    """Adds these pages to the desk of accounts. A mixin of ModelAdmin."""

    change_form_template = "admin/desk/account.html"
    change_list_template = "admin/desk/accounts.html"

    def get_urls(self):
        steps = [("invite", self.invite_page), ("remove-factor", self.remove_factor_page)]
        own = [
            path(f"<path:object_id>/{step}/", self.admin_site.admin_view(page), name=f"auth_user_{step}")
            for step, page in steps
        ]
        for_councillor = self.admin_site.admin_view(self.councillor_page)
        return [path("councillor/", for_councillor, name="auth_user_councillor"), *own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        extra = {"makes_for_councillors": request.user.has_perms(MAY_MAKE), **(extra_context or {})}
        return super().changelist_view(request, extra)

    def councillor_page(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perms(MAY_MAKE):
            raise PermissionDenied
        form = CouncillorAccountForm(request.POST or None)
        if form.is_valid():
            try:
                return self._make_for_councillor(request, form)
            except (IntegrityError, OperationalError):
                form.add_error(None, SAVED_AT_ONCE)
        context = {**self.admin_site.each_context(request), "opts": self.opts, "form": form}
        return TemplateResponse(
            request, "admin/desk/councillor_account.html", context | {"title": "Account for a councillor"}
        )

    def _make_for_councillor(self, request: HttpRequest, form: CouncillorAccountForm) -> HttpResponse:
        with transaction.atomic():
            account = make_account(**form.cleaned_data).user
            self.log_addition(request, account, f"Made for a councillor, and sent an invitation to {account.email}.")
        messages.success(request, f"The account is made, and the invitation to {account.email} is on its way.")
        return HttpResponseRedirect(reverse("admin:auth_user_changelist"))

    def invite_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        account = self._account(request, object_id)
        told = INVITE if account.has_usable_password() else {**INVITE, "again": ""}
        return self._step(request, account, told, invitations.fault_of(account), self._invite)

    def remove_factor_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        account = self._account(request, object_id)
        fault = "" if factors.factors_of(account) else NO_FACTOR
        return self._step(request, account, REMOVE, fault, self._remove_factor)

    def _invite(self, request: HttpRequest, account) -> str:
        ends = invitations.invite(account)
        self.log_change(request, account, f"Sent an invitation to {account.email}.")
        return f"The invitation to {account.email} is on its way. Its link ends on {moment_in_words(ends)}."

    def _remove_factor(self, request: HttpRequest, account) -> str:
        removed = ", ".join(factors.remove_all(account))
        self.log_change(request, account, f"Removed the second factor: {removed}.")
        end_sessions(account, but=request.session.session_key)
        tell(account, "desk/factor_removed")
        return f"The second factor of {account} is removed."

    def _account(self, request: HttpRequest, object_id: str):
        account = self.get_object(request, unquote(object_id))
        if account is None:
            raise Http404("There is no such account.")
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        return account

    def _step(self, request: HttpRequest, account, told: dict, fault: str, do: Callable) -> HttpResponse:
        """Ask on GET, do on POST, and go back to the account."""
        if request.method == "POST" and not fault:
            with transaction.atomic():
                said = do(request, account)
            messages.success(request, said)
            return HttpResponseRedirect(reverse("admin:auth_user_change", args=[account.pk]))
        sentence = told["sentence"].format(account=account)
        context = {**self.admin_site.each_context(request), **told, "account": account, "fault": fault}
        context |= {"opts": self.opts, "sentence": sentence, "subtitle": str(account)}
        return TemplateResponse(request, "admin/desk/account_step.html", context)
