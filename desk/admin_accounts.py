"""Accounts at the desk: who works here, in which role, and for which directorate."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.shortcuts import redirect

from desk.account_files import AccountFiles
from desk.account_forms import AccountForm, NewAccountForm
from desk.admin_account_steps import AccountSteps
from desk.sign_in.mail import tell
from ledger.admin import LedgerStackedInline
from ledger.admin.downloads import DownloadsOnly
from ledger.spreadsheets.cells import Cell
from priorities.models import Officer

ADD_HELP = (
    "Mail goes to the email address. Send an invitation from the next page: by it the person chooses a password, which "
    "nobody else ever knows. The directorate is asked for there, too."
)
NO_PASSWORDS_HERE = (
    "Nobody sets the password of somebody else. Send an invitation: by it the person chooses one that nobody else "
    "knows."
)
ROLE_HELP = "A role has exactly the rights that the table of roles gives it. Untick “Active” when somebody leaves."


class OfficerInline(LedgerStackedInline):
    """Whose promises they report on, and in which role their reports name them."""

    model = Officer
    fields = ["directorate", "role"]
    autocomplete_fields = ["directorate"]
    verbose_name_plural = "reports for"
    extra = 1
    max_num = 1
    can_delete = False


for each in (User, Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(each)


@admin.register(User)
class AccountAdmin(AccountSteps, AccountFiles, UserAdmin):
    """Rights come from roles alone: single permissions, and superusers, are a superuser's business."""

    list_display = ["username", "email", "roles", "is_active", "last_login"]
    list_filter = ["groups", "is_active"]
    inlines = [OfficerInline]
    form = AccountForm
    add_form = NewAccountForm
    add_form_template = None
    add_fieldsets = [(None, {"fields": ["username", "email", "groups"], "description": ADD_HELP})]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.add_fieldsets
        rights = ["is_active", "is_staff", "groups"]
        rights += ["is_superuser", "user_permissions"] if request.user.is_superuser else []
        return [
            (None, {"fields": ["username", "has_password"]}),
            ("Who it is", {"fields": ["first_name", "last_name", "email"]}),
            ("What they may do", {"fields": rights, "description": ROLE_HELP}),
            ("When", {"fields": ["last_login", "date_joined"]}),
        ]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.filled_in_by = request.user
        return form

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "has_password", "last_login", "date_joined"]

    def user_change_password(self, request, id, form_url=""):
        account = self._account(request, id)
        messages.warning(request, NO_PASSWORDS_HERE)
        return redirect("admin:auth_user_change", account.pk)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _may_touch(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        """Nobody's: the ledger says who wrote what, for good. Who leaves is made inactive."""
        return False

    def save_model(self, request, obj, form, change):
        """Whoever gets an account here works here. An address that is given up is told: another gets the links now."""
        before = User.objects.filter(pk=obj.pk).values_list("email", flat=True).first() if change else None
        obj.is_staff = obj.is_staff or not change
        super().save_model(request, obj, form, change)
        if before and before != obj.email:
            tell(obj, "desk/address_changed", before)

    @admin.display(description="has a password", boolean=True)
    def has_password(self, user):
        return user.has_usable_password()

    @admin.display(description="roles")
    def roles(self, user):
        return ", ".join(sorted(group.name for group in user.groups.all()))


@admin.register(Group)
class RoleAdmin(DownloadsOnly, GroupAdmin):
    """The roles, to be read: what each may do stands in the table of roles, and ``migrate`` gives it."""

    cells = {"name": Cell(), "rights": Cell()}

    def records_of_file(self, request):
        return super().records_of_file(request).prefetch_related("permissions__content_type")

    def rights(self, role):
        """As the table gives them, such as "outcomes.view_plan"."""
        each = ((right.content_type.app_label, right.codename) for right in role.permissions.all())
        return ", ".join(sorted(f"{app}.{name}" for app, name in each))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def _may_touch(user, account) -> bool:
    return account is None or user.is_superuser or not account.is_superuser
