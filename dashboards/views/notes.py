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
from ledger.words import in_short
from outcomes.paging import nearest_page, numbered_pages
from priorities.models import Deliverable

ON_A_PAGE = 20


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

    def promise(self) -> Deliverable:
        if self.kwargs["pk"] > LARGEST_KEY:
            raise Http404
        found = Deliverable.objects.select_related("priority__plan").filter(pk=self.kwargs["pk"]).first()
        if found is None or not (found.is_published() or self.note()):
            raise Http404
        return found

    def note(self) -> Note | None:
        return Note.objects.filter(user=self.request.user, deliverable=self.kwargs["pk"]).first()

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        promise, revision = self.promise(), revision_seen(request)
        if not may_note(request.user):
            raise PermissionDenied(ONLY_READS)
        if request.POST.get("do") == "throw-away":
            return self.ask_once(request, revision)
        leaves = request.POST.get("do") == "throw-away-for-good"
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
            return self.render_to_response(self.get_context_data(), status=409)
        self.let_go("note")
        messages.success(
            request, "Your note is thrown away, with everything that it ever said." if leaves else "Your note is saved."
        )
        return HttpResponseRedirect(reverse("notes") if leaves else request.path, status=303)

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
            kept_as=f"Note on: {in_short(promise.text)}",
            faults=self.form.faults() if self.form and self.form.is_bound and not self.fault else [],
            **kwargs,
        )
