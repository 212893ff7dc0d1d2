"""The officers' desk for stories, consent, shared values and what people send in."""

from hashlib import sha256

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from ledger.admin import (
    ADDRESS_HELP,
    LedgerAdmin,
    LedgerStackedInline,
    LedgerTabularInline,
    PublishesLater,
    ToBePublished,
)
from ledger.writing import long_day
from outcomes.admin.although import AlthoughForm, AsksAlthough
from outcomes.admin.waiting import TellsWhatWaits
from stories import models
from stories.admin_filters import InForceFilter, ToAnswerFilter
from stories.admin_moderation import Moderates
from stories.admin_readers import TellsReaders
from stories.moderating import OPEN
from stories.photographs import MOST_BYTES, UnusablePhotograph, clean_photograph
from stories.querysets import DAY

CONSENT_HELP = (
    "A story is shown only while a consent for it is in force. "
    "A consent is never deleted: give the day on which it was withdrawn. To take that day back needs a reason."
)
WITH_ITS_PLAN = "Published with its plan"
CHOOSE_AGAIN = "The file is not kept: choose it again."


class PhotographField(forms.FileField):
    """A photograph that is drawn afresh; its file name, which may tell who it shows, is not kept."""

    widget = AdminFileWidget

    def to_python(self, data):
        upload = super().to_python(data)
        if upload is None:
            return None
        try:
            photograph = clean_photograph(upload.read(MOST_BYTES + 1))
        except UnusablePhotograph as error:
            raise ValidationError(str(error), code="unusable_photograph") from error
        return ContentFile(photograph, name=f"{sha256(photograph).hexdigest()[:16]}.jpg")


class StoryForm(AlthoughForm):
    photo = PhotographField(
        required=False,
        help_text="JPEG, PNG or WebP, up to 10 MB. Where and how it was taken is removed from the file.",
    )

    def _post_clean(self):
        super()._post_clean()
        if not self.errors:
            self.instance.queue_if_held_back()


class KeptForGood:
    """What shows that people agreed stays on record, and with it the story that it belongs to."""

    def has_delete_permission(self, request, obj=None):
        return False


class ConsentInline(KeptForGood, LedgerStackedInline):
    model = models.Consent
    fields = ["basis", ("given_on", "expires_on", "withdrawn_on")]
    select_related = ("story",)


class StoryOutcomeInline(LedgerTabularInline):
    model = models.StoryOutcome
    fields = ["outcome"]
    autocomplete_fields = ["outcome"]
    select_related = ("story", "outcome")


class StoryValueInline(LedgerTabularInline):
    model = models.StoryValue
    fields = ["value"]
    autocomplete_fields = ["value"]
    select_related = ("story", "value")


class StoryPlaceInline(LedgerTabularInline):
    model = models.StoryPlace
    fields = ["place"]
    autocomplete_fields = ["place"]
    select_related = ("story", "place")


@admin.register(models.Story)
class StoryAdmin(AsksAlthough, TellsReaders, TellsWhatWaits, PublishesLater, LedgerAdmin):
    form = StoryForm
    list_display = ["heading", "kind", "shown_state", "publish_at", "plan", "consent_until"]
    list_filter = ["state", ToBePublished, "kind", "plan"]
    list_select_related = ["plan", "consent"]
    search_fields = ["title", "person_name", "person_role", "text", "slug"]
    autocomplete_fields = ["plan"]
    slug_from = ("person_name", "title")
    fieldsets = [
        (None, {"fields": ["slug", "kind", "state", "publish_at"], "description": f"{CONSENT_HELP} {ADDRESS_HELP}"}),
        ("Who it is about", {"fields": ["person_name", "person_role"]}),
        ("The story", {"fields": ["title", "text"]}),
        ("Photograph", {"fields": ["photo", "photo_alternative", "photo_shows_councillor"]}),
        ("Where it was printed", {"fields": ["plan", "order"]}),
    ]
    inlines = [ConsentInline, StoryOutcomeInline, StoryValueInline, StoryPlaceInline]

    def render_change_form(self, request, context, *args, **kwargs):
        """A page with a fault comes back without the file that was chosen, and browsers choose none by themselves."""
        form = context["adminform"].form
        if request.FILES.get("photo") and not form.has_error("photo"):
            form.add_error("photo", CHOOSE_AGAIN)
        return super().render_change_form(request, context, *args, **kwargs)

    def on_site(self):
        return models.Story.objects.published(timezone.localdate())

    @admin.display(description="state", ordering="state")
    def shown_state(self, story):
        waits = story.state == story.State.PUBLISHED and story.plan and not story.plan.is_published()
        return WITH_ITS_PLAN if waits else story.get_state_display()

    @admin.display(description="consent")
    def consent_until(self, story):
        return consent_in_words(getattr(story, "consent", None))


def consent_in_words(consent: models.Consent | None) -> str:
    if consent is None:
        return "none"
    if consent.withdrawn_on:
        return f"withdrawn from {long_day(consent.withdrawn_on)}"
    if not consent.expires_on:
        return "without an end"
    is_over, last_day = consent.expires_on <= timezone.localdate(), long_day(consent.expires_on - DAY)
    return f"ended on {last_day}" if is_over else f"to the end of {last_day}"


@admin.register(models.Consent)
class ConsentAdmin(TellsReaders, KeptForGood, LedgerAdmin):
    list_display = ["story", "given_on", "expires_on", "withdrawn_on"]
    list_filter = [InForceFilter]
    list_select_related = ["story"]
    search_fields = ["story__title", "story__person_name", "basis"]
    date_hierarchy = "expires_on"
    autocomplete_fields = ["story"]
    fieldsets = [
        (None, {"fields": ["story", "basis"], "description": CONSENT_HELP}),
        ("When", {"fields": ["given_on", "expires_on", "withdrawn_on"]}),
    ]


@admin.register(models.SharedValue)
class SharedValueAdmin(LedgerAdmin):
    list_display = ["title", "page", "order"]
    list_filter = ["page__plan"]
    list_select_related = ["page__plan"]
    search_fields = ["title", "text", "slug"]
    autocomplete_fields = ["page"]
    slug_from = ("title",)
    fieldsets = [
        (None, {"fields": ["page", "title", "slug", "order"], "description": ADDRESS_HELP}),
        ("What it says", {"fields": ["text"]}),
    ]


class StoryLinkAdmin(LedgerAdmin):
    """What a story shows."""

    search_fields = ["story__title", "story__person_name"]


@admin.register(models.StoryOutcome)
class StoryOutcomeAdmin(StoryLinkAdmin):
    list_display = ["story", "outcome"]
    list_filter = ["outcome"]
    list_select_related = ["story", "outcome"]
    autocomplete_fields = ["story", "outcome"]
    fieldsets = [(None, {"fields": ["story", "outcome"]})]


@admin.register(models.StoryValue)
class StoryValueAdmin(StoryLinkAdmin):
    list_display = ["story", "value"]
    list_filter = ["value"]
    list_select_related = ["story", "value"]
    autocomplete_fields = ["story", "value"]
    fieldsets = [(None, {"fields": ["story", "value"]})]


@admin.register(models.StoryPlace)
class StoryPlaceAdmin(StoryLinkAdmin):
    list_display = ["story", "place"]
    list_filter = ["place__kind"]
    list_select_related = ["story", "place"]
    autocomplete_fields = ["story", "place"]
    fieldsets = [(None, {"fields": ["story", "place"]})]


@admin.register(models.StorySubmission)
class StorySubmissionAdmin(Moderates, LedgerAdmin):
    list_display = ["name", "received_at", "state", "answer", "story"]
    list_filter = ["state", ToAnswerFilter]
    list_select_related = ["story"]
    search_fields = ["name", "email", "text"]
    date_hierarchy = "received_at"
    autocomplete_fields = ["story"]
    readonly_fields = ["received_at"]
    fieldsets = [
        (
            "Who sent it",
            {
                "fields": ["name", "email", "received_at"],
                "description": "Private: none of this is shown to residents.",
            },
        ),
        ("What they sent", {"fields": ["text"]}),
        ("What became of it", {"fields": ["state", "story"]}),
    ]

    @admin.display(description="answer")
    def answer(self, submission):
        if submission.state not in OPEN:
            return ""
        address = reverse("admin:stories_storysubmission_moderate", args=[submission.pk])
        return format_html('<a href="{}">Answer {}</a>', address, submission.name)
