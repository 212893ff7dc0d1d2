"""Accounts at the desk: who works here, in which role, and for which directorate."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from desk.admin_account_steps import AccountSteps
from desk.sign_in.mail import tell
from ledger.admin import LedgerStackedInline
from priorities.models import Officer

ADD_HELP = (
    "Mail goes to the email address. Disable the password here, and send an invitation from the next page: so nobody "
    "but the person ever knows it. The directorate is asked for there, too."
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
class AccountAdmin(AccountSteps, UserAdmin):
    """Rights come from roles alone: single permissions, and superusers, are a superuser's business."""

    list_display = ["username", "email", "roles", "is_active", "last_login"]
    list_filter = ["groups", "is_active"]
    inlines = [OfficerInline]
    add_fieldsets = [
        (
            None,
            {
                "fields": ["username", "email", "groups", "usable_password", "password1", "password2"],
                "description": ADD_HELP,
            },
        )
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request, obj=None):
        if obj is None or request.user.is_superuser:
            return super().get_fieldsets(request, obj)
        rights = {"fields": ["is_active", "is_staff", "groups"], "description": ROLE_HELP}
        return [
            (None, {"fields": ["username", "password"]}),
            ("Who it is", {"fields": ["first_name", "last_name", "email"]}),
            ("What they may do", rights),
            ("When", {"fields": ["last_login", "date_joined"]}),
        ]

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "last_login", "date_joined"]

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

    @admin.display(description="roles")
    def roles(self, user):
        return ", ".join(sorted(group.name for group in user.groups.all()))


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """The roles, to be read: what each may do stands in the table of roles, and ``migrate`` gives it."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def _may_touch(user, account) -> bool:
    return account is None or user.is_superuser or not account.is_superuser
