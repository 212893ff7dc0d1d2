"""The officers' desk for election periods: what waits while one lasts, and what the Monitoring Officer released."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.contrib import admin, messages
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError
from django.db.models import QuerySet
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from ledger.admin import LedgerAdmin, in_short
from ledger.admin.why import SAVED_AT_ONCE, Textarea
from ledger.clock import moment_in_words
from ledger.reasons import fault_of_reason
from ledger.refusals import LedgerRefusal
from ledger.writing import edited_meanwhile, long_day
from outcomes import models
from outcomes.elections import explanation_of, holdable_models, published_again_at, recorded_on
from outcomes.models.elections import Holdable
from outcomes.releasing import NOT_HELD, PERMISSION, release

SAY_WHY = "Say why “{}” can be shown now."
SAY_MORE = (
    "This does not say yet why “{}” can be shown now: write a sentence that a reader who was not there understands."
)

HIDES = '{} held back now: <a href="{}">read which</a>, and until when.'
KEPT = "“{}” stays on record, because what was released during it does, with the reason."
END_IT = " To end it, open it and set “Until” to {}: what waits is shown from then on."


class ReasonForm(forms.Form):
    """Why one item can be read at once."""

    reason = forms.CharField(
        widget=Textarea,
        required=False,
        help_text="One sentence. It is kept on record with the item, and whoever reads its history reads it. "
        f"For example: “{models.Release.examples['reason']}”",
    )
    required_css_class = "required"

    def __init__(self, *args, item: Holdable, **kwargs):
        super().__init__(*args, **kwargs)
        self.named = in_short(str(item), 60)
        self.fields["reason"].label = f"Why “{self.named}” can be published during the election period"

    def clean_reason(self):
        reason = self.cleaned_data["reason"]
        if fault_of_reason(reason):
            raise forms.ValidationError((SAY_MORE if reason.strip() else SAY_WHY).format(self.named))
        return reason


@dataclass
class Waiting:
    """One item that waits. ``code`` names it in the form that releases it, as in "stories.story:12"."""

    item: Holdable
    again: datetime | None = None
    form: ReasonForm = None

    def __post_init__(self):
        self.form = ReasonForm(item=self.item, prefix=f"{self.item._meta.model_name}-{self.item.pk}")

    @property
    def code(self) -> str:
        return f"{self.item._meta.label_lower}:{self.item.pk}"

    @property
    def kind(self) -> str:
        return self.item.what_waits

    @property
    def public_from(self) -> datetime | None:
        """When it is published by itself: as it was set, but not before the period is over."""
        set_for = getattr(self.item, "publish_at", None)
        return set_for and max(filter(None, [set_for, self.again]))

    @property
    def why_hidden_then(self) -> str:
        """Why residents cannot read it then, where only that day stands in the way."""
        then = self.public_from or self.again
        return "" if self.item.why_still_hidden() or not then else self.item.why_hidden_on(timezone.localdate(then))

    @property
    def address(self) -> str:
        """Where it is read: at the desk, or on its own page where the desk has none for it."""
        if not admin.site.is_registered(type(self.item)):
            return self.item.get_absolute_url()
        return reverse(f"admin:{self.item._meta.app_label}_{self.item._meta.model_name}_change", args=[self.item.pk])


@admin.register(models.ElectionPeriod)
class ElectionPeriodAdmin(LedgerAdmin):
    list_display = ["name", "starts_on", "last_day"]
    search_fields = ["name"]
    date_hierarchy = "starts_on"
    fieldsets = [
        (None, {"fields": ["name", ("starts_on", "ends_on")]}),
        ("What residents read", {"fields": ["explanation"]}),
    ]

    def get_urls(self):
        view = self.admin_site.admin_view(self.held_back_view)
        return [path("held-back/", view, name="outcomes_electionperiod_held_back"), *super().get_urls()]

    def save_model(self, request, obj, form, change):
        before = change and published_again_at(models.ElectionPeriod.objects.get(pk=obj.pk))
        super().save_model(request, obj, form, change)
        if before and before > published_again_at(obj):
            self._tell_of_queued(request, before)

    def delete_model(self, request, obj):
        moment = published_again_at(obj)
        super().delete_model(request, obj)
        self._tell_of_queued(request, moment)

    def delete_queryset(self, request, queryset):
        moments = {published_again_at(period) for period in queryset}
        super().delete_queryset(request, queryset)
        for moment in sorted(moments):
            self._tell_of_queued(request, moment)

    def notes_on_change(self, before, after):
        """The same in the review of a spreadsheet."""
        moment = before.pk and published_again_at(before)
        return still_queued(moment) if moment and moment > published_again_at(after) else []

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        period = form.instance
        if recorded_on(timezone.localdate()) == period and (count := len(held_back(period))):
            page = reverse("admin:outcomes_electionperiod_held_back")
            words = "One item is" if count == 1 else f"{count} items are"
            self.message_user(request, format_html(HIDES, words, page), messages.WARNING)

    def get_deleted_objects(self, objs, request):
        """Releases are kept for good, and with them their period: say what to do instead."""
        found = super().get_deleted_objects(objs, request)
        released = set(models.Release.objects.filter(period__in=objs).values_list("period", flat=True))
        kept = [why_kept(period) for period in objs if period.pk in released]
        return (*found[:2], set(), [*found[3], *kept]) if kept else found

    def _tell_of_queued(self, request, moment: datetime) -> None:
        for told in still_queued(moment):
            self.message_user(request, told, messages.WARNING)

    def held_back_view(self, request):
        """GET lists what waits today; POST releases one item. Reading takes the view of election periods."""
        if not self.has_view_permission(request) or (
            request.method == "POST" and not request.user.has_perm(PERMISSION)
        ):
            raise PermissionDenied
        period = recorded_on(timezone.localdate())
        again = period and published_again_at(period)
        waiting = [Waiting(item, again) for item in held_back(period)]
        form = None
        if request.method == "POST":
            chosen = next((each for each in waiting if each.code == request.POST.get("item")), None)
            if chosen is None:
                self.message_user(request, NOT_HELD, messages.WARNING)
                return HttpResponseRedirect(request.path)
            form = chosen.form = ReasonForm(request.POST, item=chosen.item, prefix=chosen.form.prefix)
            if form.is_valid() and self._released(request, chosen):
                return HttpResponseRedirect(request.path)
        return self._show_held_back(request, period, again, waiting, form)

    def _released(self, request, chosen: Waiting) -> bool:
        if request.POST.get("revision") != str(chosen.item.revision):
            chosen.form.add_error(None, edited_meanwhile(chosen.item))
            return False
        try:
            release(chosen.item, chosen.form.cleaned_data["reason"], request.user)
        except (LedgerRefusal, IntegrityError) as refusal:
            chosen.form.add_error(None, getattr(refusal, "messages", NOT_HELD))
            return False
        except OperationalError:
            chosen.form.add_error(None, SAVED_AT_ONCE)
            return False
        if hidden := chosen.item.why_still_hidden():
            told = f"“{chosen.item}” is released, but residents cannot read it yet: {hidden}"
            self.message_user(request, told, messages.WARNING)
        else:
            self.message_user(request, f"“{chosen.item}” is released: residents can read it now.", messages.SUCCESS)
        return True

    def _show_held_back(self, request, period, again, waiting, form) -> TemplateResponse:
        request.current_app = self.admin_site.name
        today, items = timezone.localdate(), GenericPrefetch("item", of_their_plans())
        context = {
            **self.admin_site.each_context(request),
            "title": "Held back",
            "opts": self.opts,
            "list_url": reverse("admin:outcomes_electionperiod_changelist"),
            "period": period,
            "explanation": period and explanation_of(period),
            "again": again,
            "next_period": models.ElectionPeriod.objects.filter(starts_on__gt=today).order_by("starts_on").first(),
            "waiting": waiting,
            "released": period.releases.order_by("-pk").prefetch_related(items) if period else (),
            "may_release": request.user.has_perm(PERMISSION),
            "form": form,
        }
        return TemplateResponse(request, "admin/outcomes/electionperiod/held_back.html", context)


def held_back(period: models.ElectionPeriod | None) -> list[Holdable]:
    """Everything that waits because of ``period``, one kind after the other."""
    return [item for rows in of_their_plans() for item in rows.held_back(period)] if period else []


def why_kept(period: models.ElectionPeriod) -> str:
    """Why it is never deleted and, while it lasts, the day that ends it soonest."""
    soonest = max(timezone.localdate(), period.starts_on + timedelta(days=1))
    return KEPT.format(period) + (END_IT.format(long_day(soonest)) if soonest < period.ends_on else "")


def may_be_queued(model: type[Holdable]) -> bool:
    return any(field.name == "publish_at" for field in model._meta.fields)


def still_queued(moment: datetime) -> list[str]:
    """What was queued for a period's end as it was goes on waiting for that moment: a sentence for each kind."""
    if moment <= timezone.now():
        return []
    queued = filter(may_be_queued, holdable_models())
    counts = {model: model.objects.filter(state="draft", publish_at=moment).count() for model in queued}
    return [told_of_queued(model, count, moment) for model, count in counts.items() if count]


def told_of_queued(model: type[Holdable], count: int, moment: datetime) -> str:
    names = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
    return (
        f"{count} {names} stay{'s' if count == 1 else ''} queued for {moment_in_words(moment)}, when the period was to "
        "end. To publish sooner, set an earlier moment on each page."
    )


def of_their_plans() -> list[QuerySet]:
    """What can be held back, with the plans that its name may hold, and what may hide it besides."""
    return [model.objects.select_related(*model.named_with) for model in holdable_models()]


@admin.register(models.Release)
class ReleaseAdmin(LedgerAdmin):
    """Releases are made on the page "Held back", and stay as they are."""

    list_display = ["__str__", "period", "reason"]
    list_filter = ["period"]
    list_select_related = ["period"]
    search_fields = ["reason", "period__name"]
    fieldsets = [(None, {"fields": ["period", "content_type", "object_id", "item_revision", "reason"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("item")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
