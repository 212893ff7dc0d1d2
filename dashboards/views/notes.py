"""Private notes on promises: each page asks for the notes of who is signed in, and of nobody else."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView

from dashboards.models import Note
from dashboards.noting import ONLY_READS, Seen, may_note, save_note, seen_in, throw_away, was_noted
from dashboards.present import InThePresent
from dashboards.questions.forms import NoteForm
from dashboards.questions.lists import LARGEST_KEY
from dashboards.questions.typed import KeepsTyped, number_seen, revision_seen
from dashboards.viewers import ViewersOnly
from ledger.keeping import drafts
from ledger.words import in_short
from outcomes.paging import nearest_page, numbered_pages
from priorities.models import Deliverable

ON_A_PAGE = 20
NOT_PUBLIC = "Note on a promise that is not public any more"
THROWN_AWAY = "Your note is thrown away, with everything that it ever said."
NONE_THERE = "You have no note on this promise, so nothing was thrown away."
NONE_LEFT = "There is no saved note here any more, so there is nothing to throw away. What you typed stands below."


class NoteList(InThePresent, ViewersOnly, TemplateView):
    """One's own notes, the latest first."""

    template_name = "dashboards/notes/list.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        context = self.get_context_data(**kwargs)
        return self.render_to_response(context, status=400 if context["complaint"] else 200)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        notes = Note.objects.filter(user=self.request.user).select_related("deliverable__priority__plan")
        paginator = Paginator(notes.order_by("-recorded_at", "pk"), ON_A_PAGE)
        page, complaint = nearest_page(paginator, self.request.GET.get("page", ""))
        return super().get_context_data(
            page=page,
            pages=numbered_pages(page, lambda number: f"{reverse('notes')}?page={number}"),
            complaint=complaint,
            may_note=may_note(self.request.user),
            **kwargs,
        )


class NotePage(InThePresent, KeepsTyped, ViewersOnly, TemplateView):
    """One's own note on a promise; once that is public no more, it can still be read and thrown away."""

    template_name = "dashboards/notes/note.html"
    done_is = "saved"
    form: NoteForm | None = None
    fault = ""

    @property
    def key(self) -> int:
        if self.kwargs["pk"] > LARGEST_KEY:
            raise Http404
        return self.kwargs["pk"]

    def promise(self) -> Deliverable:
        found = Deliverable.objects.select_related("priority__plan").filter(pk=self.key).first()
        if found is None or not (found.is_published() or self.note()):
            raise Http404
        return found

    def note(self) -> Note | None:
        return Note.objects.filter(user=self.request.user, deliverable=self.key).first()

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not may_note(request.user):
            raise PermissionDenied(ONLY_READS)
        chosen = request.POST.get("do")
        if chosen == "throw-away-for-good":
            return self.throw_away()
        return self.ask_once() if chosen == "throw-away" else self.save()

    def seen(self) -> Seen:
        """The note that the form was made of."""
        return Seen(number_seen(self.request.POST.get("key", "0")), revision_seen(self.request))

    def save(self) -> HttpResponse:
        promise, self.form = self.promise(), NoteForm(self.request.POST, prefix="note")
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=400)
        try:
            save_note(self.request.user, promise, self.form.cleaned_data["text"], self.seen())
        except ValidationError as refusal:
            return self.refused(refusal)
        self.let_go("note")
        messages.success(self.request, "Your note is saved.")
        return HttpResponseRedirect(self.request.path, status=303)

    def throw_away(self) -> HttpResponse:
        """What was typed in any window goes with the note; where that was gone, what was typed in this one alone.

        Another window may hold a new note since.
        """
        user = self.request.user
        try:
            is_done = throw_away(user, self.key, self.seen())
        except ValidationError as refusal:
            return self.refused(refusal)
        if is_done:
            drafts.forget(user.pk, [self.kept_at])
        elif was_noted(user, self.key):
            self.let_go("note")
        else:
            return self.to_the_list(messages.WARNING, NONE_THERE)
        return self.to_the_list(messages.SUCCESS, THROWN_AWAY)

    def to_the_list(self, level: int, said: str) -> HttpResponse:
        messages.add_message(self.request, level, said)
        return HttpResponseRedirect(reverse("notes"), status=303)

    def refused(self, refusal: ValidationError) -> HttpResponse:
        """The page with what is kept, and with what was typed."""
        self.form, self.fault = self.form or NoteForm(self.request.POST, prefix="note"), " ".join(refusal.messages)
        self.let_go_of_what_is_sent()
        return self.render_to_response(self.get_context_data(), status=409)

    def ask_once(self) -> HttpResponse:
        """The same page, with what was typed in it, asking whether all of it is to go."""
        if "note-text" in self.request.POST:
            self.form = NoteForm(prefix="note", initial={"text": self.request.POST["note-text"]})
        if self.note() is None:
            self.fault = NONE_LEFT
            return self.render_to_response(self.get_context_data(), status=409)
        return self.render_to_response(self.get_context_data(asks=True, seen=self.seen()))

    def get_context_data(self, *, seen: Seen | None = None, **kwargs) -> dict[str, Any]:
        promise, note = self.promise(), self.note()
        said = {"text": note.text if note else ""} | self.typed_in("note")
        return super().get_context_data(
            promise=promise,
            note=note,
            seen=seen or seen_in(note),
            only_reads="" if may_note(self.request.user) else ONLY_READS,
            form=self.form or NoteForm(prefix="note", initial=said),
            fault=self.fault,
            kept_as=f"Note on: {in_short(promise.text)}" if promise.is_published() else NOT_PUBLIC,
            faults=self.form.faults() if self.form and self.form.is_bound and not self.fault else [],
            **kwargs,
        )
