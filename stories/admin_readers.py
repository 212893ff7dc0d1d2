"""Telling an editor who saves a story or its consent whether residents read the story now, and if not, why."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.utils import timezone

from outcomes.elections import why_it_waits
from stories.hidden import fault_of_consent, why_hidden
from stories.models import Consent, Story

NOW = "Residents can read this story now: “{}”."
AGAIN = "Residents can read this story again: “{}”."
HIDDEN = "“{story}” is published, but residents cannot read it: {why}"


@dataclass(frozen=True)
class Before:
    """How a story stood before something was saved."""

    was_read: bool = False
    was_hidden: bool = False
    """Whether it was published, and the consent on record hid it."""


class TellsReaders:
    """For the desks of stories and of consents. A mixin of ModelAdmin."""

    def offers_correction(self, request, obj):
        """Of a withdrawal no change is a slip of the pen: it takes a reason."""
        return False

    def save_form(self, request, form, change):
        request.story_before = stood_before(form.instance) if change else Before()
        return super().save_form(request, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self._tell_readers(request, form.instance, request.story_before)

    def restore_view(self, request, object_id, version_id):
        record = self.get_object(request, object_id) if request.method == "POST" else None
        stood = stood_before(record) if record else Before()
        answer = super().restore_view(request, object_id, version_id)
        if record and answer.status_code == HTTPStatus.FOUND:
            self._tell_readers(request, record, stood)
        return answer

    def _tell_readers(self, request, record: Story | Consent, stood: Before) -> None:
        story = story_of(record)
        if is_read(story):
            if not stood.was_read:
                said = (AGAIN if stood.was_hidden else NOW).format(story)
                self.message_user(request, said, messages.WARNING)
        elif why := why_only_published(story):
            self.message_user(request, why, messages.WARNING)

    def notes_on_change(self, before, after):
        """The same in the review of a spreadsheet, of what concerns readers."""
        if isinstance(after, Story):
            why = why_only_published(after) if before.state != after.state else ""
            return [*super().notes_on_change(before, after), *filter(None, [why])]
        taken_back = before.withdrawn_on and before.withdrawn_on != after.withdrawn_on
        return [AGAIN.format(after.story)] if taken_back and is_read(after.story) else []


def story_of(record: Story | Consent) -> Story | None:
    """The story as it is on record now, with what may hide it; None where it is new."""
    key = record.pk if isinstance(record, Story) else record.story_id
    return Story.objects.select_related("plan", "consent").filter(pk=key).first()


def stood_before(record: Story | Consent) -> Before:
    story = story_of(record)
    if story is None:
        return Before()
    published = story.state == Story.State.PUBLISHED
    return Before(is_read(story), published and hasattr(story, "consent") and bool(fault_of_consent(story)))


def is_read(story: Story) -> bool:
    return Story.objects.published(timezone.localdate()).filter(pk=story.pk).exists()


def why_only_published(story: Story) -> str:
    """Why residents do not read it although it stands as published; nothing where they do, or it is told as waiting."""
    why = why_hidden(story) if story.state == Story.State.PUBLISHED else ""
    return HIDDEN.format(story=story, why=why) if why and not why_it_waits(story) else ""
