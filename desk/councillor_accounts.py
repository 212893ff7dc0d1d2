"""An account for a councillor: made, linked and invited in one step, or not at all."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction

from dashboards.models import CouncillorAccount
from desk.account_forms import fault_of_address
from desk.sign_in.invitations import invite
from priorities.models import Councillor

ROLE = "Councillor"


class CouncillorAccountForm(forms.Form):
    """Whose account, and where the invitation goes."""

    councillor = forms.ModelChoiceField(
        Councillor.objects.none(),
        empty_label="Choose one",
        help_text="Those who have no account yet.",
        error_messages={"invalid_choice": "Choose one of those that are offered; this one may have an account by now."},
    )
    email = forms.EmailField(
        label="Email address",
        max_length=150,
        help_text="The invitation goes there, and it is the user name. For example: “alex@example.org”",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["councillor"].queryset = Councillor.objects.filter(account=None)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if fault := fault_of_address(email):
            raise ValidationError(fault)
        return email


@transaction.atomic
def make_account(councillor: Councillor, email: str) -> CouncillorAccount:
    """No place at the desk and no password: the person chooses one by the invitation that is queued."""
    account = get_user_model()(username=email, email=email, last_name=councillor.name)
    account.set_unusable_password()
    account.save()
    account.groups.set([Group.objects.get(name=ROLE)])
    link = CouncillorAccount(user=account, councillor=councillor)
    link.save()
    invite(account)
    return link
