"""The officers' desk for directorates and those who report for them."""

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model

from ledger.admin import ADDRESS_HELP, LedgerAdmin, LedgerForm
from priorities import models


@admin.register(models.Directorate)
class DirectorateAdmin(LedgerAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    slug_from = ("name",)
    fieldsets = [(None, {"fields": ["name", "slug"], "description": ADDRESS_HELP})]


class AccountField(forms.ModelChoiceField):
    """An account by its name: who adds officers need not be allowed to read accounts."""

    def label_from_instance(self, account) -> str:
        return account.get_full_name() or account.get_username()


class OfficerForm(LedgerForm):
    """Offers the account that is on record, too, though it may be closed since."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.user_id and "user" in self.fields:
            own = get_user_model().objects.filter(pk=self.instance.user_id)
            self.fields["user"].queryset = self.fields["user"].queryset | own


@admin.register(models.Officer)
class OfficerAdmin(LedgerAdmin):
    form = OfficerForm
    list_display = ["user", "directorate", "role"]
    list_filter = ["directorate"]
    list_select_related = ["user", "directorate"]
    search_fields = ["user__username", "user__first_name", "user__last_name", "role", "directorate__name"]
    autocomplete_fields = ["directorate"]
    fieldsets = [
        (
            None,
            {
                "fields": ["user", "directorate", "role"],
                "description": "A contributor reports on the deliverables of this directorate and no others.",
            },
        )
    ]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            accounts = get_user_model().objects.filter(is_active=True, is_staff=True)
            kwargs |= {"form_class": AccountField, "queryset": accounts.order_by("first_name", "last_name", "username")}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
