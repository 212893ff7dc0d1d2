"""People's stories, the values they show, and the consent they rest on."""

from collections.abc import Collection

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from ledger import writing
from ledger.entries import current_entry
from ledger.models import LedgerModel
from ledger.reasons import fault_of_reason
from ledger.refusals import ReasonNeeded, Unmovable
from outcomes import elections
from outcomes.models import ApproachPage, Outcome, Place, Plan
from outcomes.models.elections import Holdable
from outcomes.objections import objection_to, refuse_sent_back
from outcomes.refusals import HeldBack
from stories.hidden import why_hidden, why_hidden_on
from stories.querysets import SharedValueQuerySet, StoryQuerySet

TAKEN_BACK = (
    "Consent was withdrawn on {day}. To take that back, say in one sentence how the person agreed again, or what was "
    "mistaken. {fault}"
)
STAYS = "Consent was withdrawn for “{story}”, and that stays with it: record the other story's consent on its own page."


class SharedValue(LedgerModel):
    """One of the values that people and organisations say they share when they work together."""

    page = models.ForeignKey(ApproachPage, on_delete=models.CASCADE, related_name="values")
    slug = models.SlugField(max_length=80, unique=True, help_text="Its part of the address. It never changes.")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField()

    examples = {
        "slug": "honest",
        "title": "Honest",
        "text": "We say what we can do, and what we cannot.",
    }

    objects = SharedValueQuerySet.as_manager()

    class Meta:
        ordering = ["page", "order"]
        constraints = [models.UniqueConstraint(fields=["page", "order"], name="one_value_a_position")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("shared-value", args=[self.slug])


class Story(Holdable):
    """A story of somebody's work or of working alongside each other."""

    words = ("title", "person_name", "person_role", "text")
    otherwise = "save it with the new words as a draft to be published then"
    named_with = ("plan", "consent")

    class Kind(models.TextChoices):
        IM_KIRKLEES = "im-kirklees", "I'm Kirklees"
        WORKING_ALONGSIDE = "working-alongside", "Working alongside"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    slug = models.SlugField(max_length=80, unique=True, help_text="Its part of the address. It never changes.")
    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    publish_at = models.DateTimeField(
        null=True, blank=True, help_text="A draft is published then. Leave it empty to publish it by hand."
    )
    person_name = models.CharField(max_length=120, blank=True, help_text="As the person agreed it.")
    person_role = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200, blank=True, help_text="Where the story has one of its own.")
    text = models.TextField()
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="stories")
    order = models.PositiveSmallIntegerField(default=0)
    photo = models.ImageField(upload_to="stories/", blank=True)
    photo_alternative = models.CharField(
        "alternative text",
        max_length=300,
        blank=True,
        help_text="What the photograph shows, for those who cannot see it.",
    )
    photo_shows_councillor = models.BooleanField(
        "the photograph shows a councillor", default=False, help_text="Held back while an election period lasts."
    )
    outcomes = models.ManyToManyField(Outcome, through="StoryOutcome", related_name="stories", blank=True)
    values = models.ManyToManyField(SharedValue, through="StoryValue", related_name="stories", blank=True)
    places = models.ManyToManyField(Place, through="StoryPlace", related_name="stories", blank=True)

    read_as_at = False

    examples = {
        "slug": "walking-in-batley",
        "person_name": "Example resident, Batley",
        "person_role": "Began a walking group",
        "title": "Twelve of us on Thursdays",
        "text": "I started the walking group because I missed company. Twelve of us now meet on Thursdays.",
        "photo_alternative": "Six people in raincoats walk along a canal.",
    }

    although = False
    """Whether who publishes it, or says when, knows of what speaks against it. Not kept."""

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = [F("plan__starts_on").desc(nulls_last=True), "order", "slug"]
        verbose_name_plural = "stories"
        constraints = [
            models.CheckConstraint(
                name="story_photo_has_alternative_text",
                condition=Q(photo="") | ~Q(photo_alternative=""),
                violation_error_message="Say what the photograph shows, for those who cannot see it.",
            ),
            models.CheckConstraint(
                name="story_has_a_name_or_a_title",
                condition=~Q(person_name="") | ~Q(title=""),
                violation_error_message="A story needs a person's name or a title.",
            ),
        ]

    def __str__(self):
        return self.heading

    @property
    def heading(self) -> str:
        """The title, or else the person's name."""
        return self.title or self.person_name

    def get_absolute_url(self):
        return reverse("story", args=[self.slug])

    @property
    def shown_photo(self):
        """The photograph, where residents see it: an election period may hold it back."""
        return None if getattr(self, "photo_is_held", False) else self.photo

    @property
    def only_its_photograph_waits(self) -> bool:
        return self.state == self.State.PUBLISHED and not getattr(self, "is_held", True)

    @property
    def what_waits(self) -> str:
        if self.only_its_photograph_waits:
            return "photograph of a councillor"
        return "story, with a photograph of a councillor" if self.photo and self.photo_shows_councillor else "story"

    def why_still_hidden(self):
        return why_hidden(self)

    def why_hidden_on(self, day):
        return why_hidden_on(self, day)

    def stays_public(self, before, period):
        """By its state alone, whatever its plan and consent are today; a slip is mended within the hour."""
        entry, changed = current_entry(), writing.changed_fields(before, self, self.words)
        is_slip = entry.correction and not writing.fault_of_entry(entry, before, changed)
        return before.state == self.state == self.State.PUBLISHED and not is_slip

    def refuse_change(self, changed: Collection[str], before: "Story") -> None:
        refuse_sent_back(self, changed, before)

    def refuse_version(self, before):
        super().refuse_version(before)
        if held := self._held_back(before):
            raise HeldBack(f"{held} {elections.TO_BE_QUEUED}", code="held-back")

    def queue_if_held_back(self) -> str:
        """Where an election period holds it back, make it a draft that is published afterwards, and say so."""
        day = timezone.localdate()
        held = self._held_back(None if self._state.adding else Story.objects.filter(pk=self.pk).first())
        if self.state == self.State.DRAFT and self.publish_at:
            day = timezone.localdate(self.publish_at)
            held = elections.holds_back(self, day)
        if not held:
            return ""
        again = elections.published_again_at(elections.recorded_on(day))
        self.state, self.publish_at = self.State.DRAFT, max(self.publish_at or again, again)
        return f"{held} {elections.QUEUED}"

    def _held_back(self, before: "Story | None") -> str:
        """Why it cannot become public today, where this version would make it so."""
        published = self.State.PUBLISHED
        becomes_public = self.state == published and (before is None or before.state != published)
        return elections.holds_back(self, timezone.localdate()) if becomes_public else ""

    def let_out(self) -> None:
        """Publish it, once it is released. Where it was sent back, its moment has to be set anew before."""
        if self.state == self.State.DRAFT:
            objection = objection_to(self)
            self.although = objection is None or objection.past_moment is None
            self.state, self.publish_at = self.State.PUBLISHED, None
            self.save()


class Consent(LedgerModel):
    """The agreement a story rests on. Without one in force, the story is not shown.

    Once it is withdrawn, only a reason takes that back, wherever it is written. No slip of the pen does.
    """

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="consent")
    basis = models.CharField(max_length=300, help_text="How and to what the person agreed.")
    given_on = models.DateField(null=True, blank=True, help_text="Empty where the day is not on record.")
    expires_on = models.DateField(null=True, blank=True, help_text="The first day on which it no longer holds.")
    withdrawn_on = models.DateField(null=True, blank=True)

    read_as_at = False
    promised = ("withdrawn_on",)

    examples = {
        "basis": "By email on 3 May 2026, to the text and first name for two years.",
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consent_expires_after_it_is_given",
                condition=Q(given_on__isnull=True) | Q(expires_on__isnull=True) | Q(expires_on__gt=F("given_on")),
                violation_error_message="Consent cannot expire before it is given.",
            ),
        ]

    def __str__(self):
        return f"Consent for {self.story}"

    def refuse_version(self, before):
        super().refuse_version(before)
        if before is None or before.withdrawn_on is None:
            return
        if self.story_id != before.story_id:
            raise Unmovable(STAYS.format(story=before.story), code="unmovable")
        if self.withdrawn_on is None or self.withdrawn_on > before.withdrawn_on:
            self._refuse_without_reason(before)

    def _refuse_without_reason(self, before: "Consent") -> None:
        if fault := fault_of_reason(current_entry().reason):
            said = TAKEN_BACK.format(day=writing.long_day(before.withdrawn_on), fault=fault)
            raise ReasonNeeded(said, code="reason-needed")


class StoryOutcome(LedgerModel):
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="outcome_links")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="story_links")

    read_as_at = False

    class Meta:
        ordering = ["story", "outcome"]
        constraints = [models.UniqueConstraint(fields=["story", "outcome"], name="a_story_shows_an_outcome_once")]

    def __str__(self):
        return f"{self.story} shows {self.outcome}"


class StoryValue(LedgerModel):
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="value_links")
    value = models.ForeignKey(SharedValue, on_delete=models.PROTECT, related_name="story_links")

    read_as_at = False

    class Meta:
        ordering = ["story", "value"]
        constraints = [models.UniqueConstraint(fields=["story", "value"], name="a_story_shows_a_value_once")]

    def __str__(self):
        return f"{self.story} shows {self.value}"


class StoryPlace(LedgerModel):
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="place_links")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="story_links")

    read_as_at = False

    class Meta:
        ordering = ["story", "place"]
        constraints = [models.UniqueConstraint(fields=["story", "place"], name="a_story_names_a_place_once")]

    def __str__(self):
        return f"{self.story} in {self.place}"


class StorySubmission(LedgerModel):
    """A story somebody sent in, before an editor has worked with them on it. Never public."""

    class State(models.TextChoices):
        RECEIVED = "received", "Received"
        IN_TOUCH = "in-touch", "In touch with the sender"
        TAKEN_UP = "taken-up", "Made into a story"
        DECLINED = "declined", "Not taken up"

    received_at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    story = models.ForeignKey(Story, null=True, blank=True, on_delete=models.PROTECT, related_name="submissions")

    read_as_at = False

    examples = {
        "name": "Example resident",
        "email": "resident@example.org",
        "text": "At the walking group I met people from my own street.",
    }

    class Meta:
        ordering = ["-received_at", "-id"]

    def __str__(self):
        return f"From {self.name}, {writing.long_day(timezone.localdate(self.received_at))}"
