"""The forms of accounts: one address for each, and nobody locks themselves, or everybody, out."""

from django import forms
from django.contrib.auth.forms import UserChangeForm, UsernameField
from django.contrib.auth.models import User
from django.db.models import Q

ADMINISTRATOR = "Administrator"
TAKEN = "The account {account} has this name or address already. Open it, or choose another one."
YOUR_OWN = (
    "This is your own account, and you could not undo this: leave it as it was. Another administrator can change it."
)
THE_LAST = (
    "{account} is the last active administrator: without one, nobody could give roles or invite people. Make somebody "
    "else an administrator first."
)

HELP = {
    "username": "Letters, digits and @ . + - _ only. To sign in, it does as well as the email address. "
    "For example: “alex.example”",
    "first_name": "For example: “Alex”",
    "last_name": "For example: “Example”",
    "email": "For example: “alex@example.org”",
}


def fault_of_address(address: str, but: User | None = None) -> str:
    """Why an account cannot have this address or user name: another has it, as either; nothing where it can.

    ``but`` is the account itself.
    """
    has_it = Q(email__iexact=address) | Q(username__iexact=address)
    taken = address and User.objects.filter(has_it).exclude(pk=but and but.pk).order_by("pk").first()
    return TAKEN.format(account=taken) if taken else ""


class OneAddressEach:
    """Refuses an address that another account has, as its user name, too: people sign in by either. For ModelForm."""

    def clean_email(self) -> str:
        return self._free("email", self.cleaned_data["email"])

    def clean_username(self) -> str:
        return self._free("username", self.cleaned_data["username"])

    def _free(self, field: str, address: str) -> str:
        if field in self.changed_data and (fault := fault_of_address(address, self.instance)):
            raise forms.ValidationError(fault)
        return address


class NewAccountForm(OneAddressEach, forms.ModelForm):
    """Without a password: the person chooses one by an invitation."""

    class Meta:
        model = User
        fields = ["username"]
        field_classes = {"username": UsernameField}
        help_texts = HELP

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)


class AccountForm(OneAddressEach, UserChangeForm):
    """Refuses to take from an account what its own person, or everybody, would miss."""

    class Meta(UserChangeForm.Meta):
        help_texts = HELP

    filled_in_by: User | None = None

    def clean(self):
        cleaned = super().clean()
        lost = self._lost(cleaned)
        if self.instance == self.filled_in_by:
            self._refuse(lost, YOUR_OWN)
        elif (of_role := [name for name in lost if name != "is_superuser"]) and self._is_last_administrator():
            self._refuse(of_role, THE_LAST.format(account=self.instance))
        return cleaned

    def _lost(self, cleaned: dict) -> list[str]:
        """The fields that no longer give what they gave: access, a place at the desk, the administrator's role."""
        offered = [name for name in ("is_active", "is_staff", "is_superuser") if name in self.fields]
        lost = [name for name in offered if getattr(self.instance, name) and not cleaned.get(name)]
        role = self.instance.groups.filter(name=ADMINISTRATOR).first()
        return [*lost, "groups"] if role and role not in cleaned.get("groups", ()) else lost

    def _is_last_administrator(self) -> bool:
        """Asked of locked rows: of two who take this from each other at the same time, the second is refused."""
        active = User.objects.filter(groups__name=ADMINISTRATOR, is_active=True, is_staff=True)
        keys = set(active.select_for_update().order_by("pk").values_list("pk", flat=True))
        return keys == {self.instance.pk}

    def _refuse(self, names: list[str], sentence: str) -> None:
        for name in names:
            self.add_error(name, sentence)
