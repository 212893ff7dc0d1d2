"""Packs for meetings: as things stand now, and as they were marked final."""

import json
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView, View

from dashboards.meetings import is_before, meetings_for, since_for
from dashboards.models import Pack
from dashboards.packs import phrases, word
from dashboards.packs.contents import contents, scope_of
from dashboards.packs.freezing import fault_of_day, finals_of, mark_final
from dashboards.questions.forms import QuestionForm, Text
from dashboards.questions.lists import LARGEST_KEY
from dashboards.questions.typed import KeepsTyped
from dashboards.viewers import ViewersOnly, may_prepare
from ledger.asked import AS_AT
from ledger.clock import reading
from ledger.printable import refuse_unprintable
from priorities.changes_asked import NOT_A_SIGN
from priorities.models import Meeting
from priorities.officers import role_of
from priorities.views.frame import PageMixin

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAY_NOT = (
    "Your account may read packs, but not mark one as final: that takes the right to add packs. "
    "Ask an administrator if yours should have it."
)
NOT_OF_A_PAST_DAY = (
    "A pack is marked as final as things stand now, and this address is of a past day: nothing was kept. Open the pack "
    "as it is today, and mark that. What you typed is below."
)
NO_FILE = "No file was made, for part of the address cannot be followed. {}\n"


class FinalForm(QuestionForm):
    """What marking a pack as final takes. ``after`` is the last final pack that its reader saw, 0 for none."""

    role = forms.CharField(
        label="Your role",
        max_length=160,
        validators=[refuse_unprintable],
        help_text="Shown in the pack instead of your name.",
        error_messages={"required": "Give the role in which you mark it as final, for example “Plan manager”."},
    )
    reason = Text(
        "Why now",
        "Say in one sentence why it is final now, for example “The papers of the meeting are sent out today.”",
        "One sentence, shown in the pack. A final pack never changes.",
        rows=2,
    )
    after = forms.IntegerField(min_value=0, max_value=LARGEST_KEY, required=False, widget=forms.HiddenInput)


class OfMeeting(ViewersOnly, PageMixin):
    """For views of one meeting's pack as it stands on the day that is read."""

    def read_meeting(self) -> None:
        meetings = Meeting.objects.select_related("committee")
        self.meeting = get_object_or_404(meetings, pk=small(self.kwargs["pk"]))
        self.scope = scope_of(self.meeting, self.today)
        asked = self.request.GET.get("since", "").replace("\0", NOT_A_SIGN)
        self.since, self.complaint = since_for(self.meeting, self.scope, self.today, asked)

    def said(self) -> dict:
        return contents(self.meeting, self.today, self.since) | {"final": None}


class PackView(KeepsTyped, OfMeeting, TemplateView):
    """The pack as things stand; whoever prepares packs can mark it as final here."""

    template_name = "dashboards/packs/pack.html"
    form: FinalForm | None = None
    fault = ""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.read_meeting()
        return self.render_to_response(self.get_context_data(), status=400 if self.complaint else 200)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not may_prepare(request.user):
            raise PermissionDenied(MAY_NOT)
        self.read_meeting()
        self.form = FinalForm(request.POST, prefix="final")
        self.fault = NOT_OF_A_PAST_DAY if AS_AT in request.GET else ""
        if self.fault or self.complaint or not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=400)
        typed = self.form.cleaned_data
        try:
            pack = mark_final(
                self.meeting,
                self.since,
                by=request.user,
                role=typed["role"],
                reason=typed["reason"],
                after=typed["after"] or 0,
            )
        except ValidationError as refusal:
            self.fault = " ".join(refusal.messages)
            self.let_go_of_what_is_sent()
            return self.render_to_response(self.get_context_data(), status=409)
        self.let_go("final")
        return HttpResponseRedirect(pack.get_absolute_url(), status=303)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        said = self.said()
        self.finals = list(finals_of(self.meeting))
        held = meetings_for(self.scope, min(self.today, self.meeting.held_on))
        offered = [each for each in held if is_before(each, self.meeting)]
        return super().get_context_data(
            pack=said,
            state=phrases.state(said),
            meeting=self.meeting,
            since=self.since,
            offered=offered if self.since is None or self.since in offered else [self.since, *offered],
            finals=self.finals,
            form=self._form(),
            too_late=self._too_late(),
            faults=[("id_since", self.complaint)] if self.complaint else [],
            fault=self.fault,
            kept_as=f"Pack: {self.meeting}",
            **kwargs,
        )

    def _form(self) -> FinalForm | None:
        """The form for marking it final, where that can be done: not of a past day, nor after the meeting's."""
        if not may_prepare(self.request.user) or reading() or (self.form is None and self._too_late()):
            return None
        seen = {"after": self.finals[0].pk if self.finals else 0}
        if self.form is None:
            return FinalForm(
                prefix="final", initial={"role": role_of(self.request.user)} | self.typed_in("final") | seen
            )
        if self.fault:
            self.form.data = self.form.data.copy()
            self.form.data["final-after"] = seen["after"]
        return self.form

    def _too_late(self) -> str:
        """What is said in place of the form, to those who could have marked it final before."""
        return fault_of_day(self.meeting) if may_prepare(self.request.user) and not reading() else ""


class PackFileView(OfMeeting, View):
    """The same as a Word document."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.read_meeting()
        if self.complaint:
            said = NO_FILE.format(self.complaint)
            return HttpResponseBadRequest(said, content_type="text/plain; charset=utf-8")
        name = Pack(meeting=self.meeting, day=self.today).file_name
        return as_file(word.write(self.said()), f"draft-{name}")


class FinalPackView(ViewersOnly, TemplateView):
    """A final pack, from the document that was kept."""

    template_name = "dashboards/packs/pack.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        pack = final_pack(kwargs["pk"])
        said = json.loads(pack.document)
        return super().get_context_data(
            pack=said,
            kept=pack,
            sha256=pack.sha256,
            intact=pack.is_intact,
            state=phrases.state(said),
            lists_go_on=phrases.LISTS_GO_ON,
            meeting=pack.meeting,
            has_no_past=True,
            **kwargs,
        )


class FinalPackFileView(ViewersOnly, View):
    """The Word document that was kept, byte for byte."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        pack = final_pack(kwargs["pk"])
        return as_file(bytes(pack.docx), pack.file_name)


def final_pack(key: int) -> Pack:
    packs = Pack.objects.final().select_related("meeting__committee", "since")
    return get_object_or_404(packs, pk=small(key))


def small(key: int) -> int:
    """A key that a record can have."""
    if key > LARGEST_KEY:
        raise Http404
    return key


def as_file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=WORD, headers={"Content-Disposition": f'attachment; filename="{name}"'})
