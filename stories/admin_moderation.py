"""Moderation: one page on which an editor answers one submission."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from ledger.admin.days import Day
from ledger.admin.forms import Revision
from ledger.admin.why import SAVED_AT_ONCE, Textarea
from ledger.refusals import LedgerRefusal
from ledger.writing import edited_meanwhile
from stories.models import Consent, Story, StorySubmission
from stories.moderating import OPEN, decline, settled, take_up, write_to_sender

State = StorySubmission.State
NEEDED = "This is needed to make a story of it."
IS_OVER = "This day has come already, so nobody could read the story. Ask the person again, and give the new day."
IN_TOUCH_ALREADY = "It is marked as in touch with the sender already. Write down what was said or done since."
ANSWERS = {
    State.IN_TOUCH: "I am in touch with the sender",
    State.TAKEN_UP: "Make a draft story of it",
    State.DECLINED: "Do not take it up",
}


class ModerationForm(forms.Form):
    """The answer to a submission, and what a draft story needs where it becomes one."""

    revision = Revision()
    answer = forms.ChoiceField(label="Your answer", choices=ANSWERS.items(), widget=forms.RadioSelect)
    note = forms.CharField(
        label="Note",
        required=False,
        widget=Textarea,
        help_text="Only the desk reads it. Needed where it is not taken up, for example “Names a neighbour who has not "
        "agreed; asked twice, no answer.”",
    )
    kind = forms.ChoiceField(label="Kind of story", choices=Story.Kind.choices, required=False)
    person_name = forms.CharField(
        label="Name, as the person agreed it",
        max_length=120,
        required=False,
        help_text=f"For example “{Story.examples['person_name']}”.",
    )
    person_role = forms.CharField(
        label="Role", max_length=200, required=False, help_text=f"For example “{Story.examples['person_role']}”."
    )
    title = forms.CharField(
        label="Title", max_length=200, required=False, help_text=f"For example “{Story.examples['title']}”."
    )
    text = forms.CharField(
        label="The story", widget=Textarea, required=False, help_text=f"For example “{Story.examples['text']}”"
    )
    basis = forms.CharField(
        label="How and to what the person agreed",
        max_length=300,
        required=False,
        help_text=f"For example “{Consent.examples['basis']}”",
    )
    given_on = forms.DateField(label="Agreed on", required=False, widget=Day)
    expires_on = forms.DateField(
        label="Agreed until", required=False, widget=Day, help_text="The first day on which it ends."
    )

    def __init__(self, *args, submission: StorySubmission, **kwargs):
        given = {"revision": submission.revision, "text": submission.text}
        super().__init__(*args, initial=given, **kwargs)
        self.submission = submission

    def clean(self):
        said = super().clean()
        if self.submission.state not in OPEN:
            raise ValidationError(settled(self.submission))
        if said.get("revision") != self.submission.revision:
            raise ValidationError(edited_meanwhile(self.submission))
        if said.get("answer") == State.DECLINED and not said.get("note"):
            self.add_error("note", "Say why it is not taken up: the sender may ask.")
        if said.get("answer") == State.IN_TOUCH == self.submission.state and not said.get("note"):
            self.add_error("note", IN_TOUCH_ALREADY)
        if said.get("answer") == State.TAKEN_UP:
            self._check_story(said)
        return said

    def _check_story(self, said: dict) -> None:
        for name in ("kind", "text", "basis"):
            if not said.get(name):
                self.add_error(name, NEEDED)
        if not (said.get("person_name") or said.get("title")):
            self.add_error("person_name", "Give the person's name as they agreed it, or a title.")
        given, expires = said.get("given_on"), said.get("expires_on")
        if given and expires and expires <= given:
            self.add_error("expires_on", "Consent cannot expire before it is given.")
        elif expires and expires <= timezone.localdate():
            self.add_error("expires_on", IS_OVER)

    def look_at(self, submission: StorySubmission) -> None:
        """The page shows the submission as it is now, so the same answer, sent again, goes through."""
        self.submission, self.data = submission, self.data.copy()
        self.data["revision"] = submission.revision

    def write(self, user) -> Story | None:
        """Do what was answered; a story where one was made."""
        said = self.cleaned_data
        if said["answer"] == State.IN_TOUCH:
            return write_to_sender(self.submission, note=said["note"], by=user)
        if said["answer"] == State.DECLINED:
            return decline(self.submission, reason=said["note"], by=user)
        told = {name: said[name] for name in ("kind", "person_name", "person_role", "title", "text")}
        dated = {name: said[name] for name in ("basis", "given_on", "expires_on")}
        return take_up(self.submission, by=user, **dated, **told)


class Moderates:
    """Gives the desk of submissions its page to answer one. A mixin of ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.moderation_view)
        return [path("<int:pk>/moderate/", view, name="stories_storysubmission_moderate"), *super().get_urls()]

    def moderation_view(self, request, pk: int) -> HttpResponse:
        submissions = StorySubmission.objects.select_related("story").filter(pk=pk)
        submission = get_object_or_404(submissions)
        if not self.has_change_permission(request, submission):
            raise PermissionDenied
        form = ModerationForm(request.POST or None, submission=submission)
        if not self._may_make_stories(request):
            form.fields["answer"].choices = [each for each in ANSWERS.items() if each[0] != State.TAKEN_UP]
        if request.method == "POST" and form.is_valid() and (answer := self._written(request, form)):
            return answer
        if form.is_bound:
            form.look_at(submissions.first() or submission)
        return self._show_submission(request, form)

    def _may_make_stories(self, request) -> bool:
        return all(self.admin_site.get_model_admin(model).has_add_permission(request) for model in (Story, Consent))

    def _written(self, request, form: ModerationForm) -> HttpResponse | None:
        try:
            story = form.write(request.user)
        except LedgerRefusal as refusal:
            form.add_error(None, refusal.messages)
        except ValidationError as error:
            form.add_error(None, error.messages)
        except (IntegrityError, OperationalError):
            form.add_error(None, SAVED_AT_ONCE)
        else:
            return self._next(request, form, story)
        return None

    def _next(self, request, form: ModerationForm, story: Story | None) -> HttpResponse:
        if story:
            messages.success(request, f"A draft was made of it: “{story}”. Read it through, then publish it.")
            return HttpResponseRedirect(reverse("admin:stories_story_change", args=[story.pk]))
        messages.success(request, f"Noted: {ANSWERS[form.cleaned_data['answer']]}.")
        waiting = StorySubmission.objects.filter(state=State.RECEIVED).order_by("received_at", "pk").first()
        if waiting:
            return HttpResponseRedirect(reverse("admin:stories_storysubmission_moderate", args=[waiting.pk]))
        return HttpResponseRedirect(reverse("admin:stories_storysubmission_changelist"))

    def _show_submission(self, request, form: ModerationForm) -> TemplateResponse:
        request.current_app = self.admin_site.name
        open_now = StorySubmission.objects.filter(state=State.RECEIVED).exclude(pk=form.submission.pk).count()
        context = {
            **self.admin_site.each_context(request),
            "title": "Answer a submission",
            "subtitle": str(form.submission),
            "opts": self.opts,
            "list_url": reverse("admin:stories_storysubmission_changelist"),
            "submission": form.submission,
            "is_open": form.submission.state in OPEN,
            "others": open_now,
            "notes": form.submission.history.select_related("history_user").order_by("-history_id"),
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/stories/moderate.html", context)
