"""Private notes on promises: each page asks for the notes of who is signed in, and of nobody else."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView

from dashboards.models import Note
from dashboards.noting import ONLY_READS, may_note, save_note, throw_away
from dashboards.present import InThePresent
from dashboards.questions.forms import NoteForm
from dashboards.questions.lists import LARGEST_KEY
from dashboards.questions.typed import KeepsTyped, revision_seen
from dashboards.viewers import ViewersOnly
from ledger.keeping import drafts
from ledger.words import in_short
from outcomes.paging import nearest_page, numbered_pages
from priorities.models import Deliverable

ON_A_PAGE = 20
NOT_PUBLIC = "Note on a promise that is not public any more"


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
        leaves = request.POST.get("do") == "throw-away-for-good"
        if leaves and self.note() is None:
            return self.thrown_away()
        promise, revision = self.promise(), revision_seen(request)
        if request.POST.get("do") == "throw-away":
            return self.ask_once(request, revision)
        self.form = NoteForm(request.POST, prefix="note")
        if not leaves and not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=400)
        try:
            if leaves:
                throw_away(request.user, promise, revision)
            else:
                save_note(request.user, promise, self.form.cleaned_data["text"], revision)
        except ValidationError as refusal:
            self.fault = " ".join(refusal.messages)
            self.let_go_of_what_is_sent()
            return self.render_to_response(self.get_context_data(), status=409)
        if leaves:
            return self.thrown_away()
        self.let_go("note")
        messages.success(request, "Your note is saved.")
        return HttpResponseRedirect(request.path, status=303)

    def thrown_away(self) -> HttpResponse:
        """Nothing is left of it, nor of what was typed in any window: pressed twice, too."""
        drafts.forget(self.request.user.pk, [self.kept_at])
        messages.success(self.request, "Your note is thrown away, with everything that it ever said.")
        return HttpResponseRedirect(reverse("notes"), status=303)

    def ask_once(self, request: HttpRequest, revision: int) -> HttpResponse:
        """The same page, with what was typed in it, asking whether all of it is to go."""
        if "note-text" in request.POST:
            self.form = NoteForm(prefix="note", initial={"text": request.POST["note-text"]})
        return self.render_to_response(self.get_context_data(asks=True, seen=revision))

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        promise, note = self.promise(), self.note()
        said = {"text": note.text if note else ""} | self.typed_in("note")
        return super().get_context_data(
            promise=promise,
            note=note,
            only_reads="" if may_note(self.request.user) else ONLY_READS,
            form=self.form or NoteForm(prefix="note", initial=said),
            fault=self.fault,
            kept_as=f"Note on: {in_short(promise.text)}" if promise.is_published() else NOT_PUBLIC,
            faults=self.form.faults() if self.form and self.form.is_bound and not self.fault else [],
            **kwargs,
        )
