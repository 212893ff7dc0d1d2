"""Asking on one promise or indicator."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic import TemplateView

from dashboards.models import Question
from dashboards.present import InThePresent
from dashboards.questions import asking, parties
from dashboards.questions.forms import AskForm
from dashboards.questions.lists import Asked, asked_for
from dashboards.questions.typed import KeepsTyped
from dashboards.viewers import ViewersOnly, may_ask
from ledger.clock import today
from ledger.keeping.slips import address_of
from ledger.words import in_short
from ledger.writing import long_day
from outcomes.models import Indicator
from priorities.models import Deliverable

CHOOSE_FIRST = "Choose the promise or the indicator first: each of them has a link “Ask about this” on a dashboard."
ONLY_COUNCILLORS = "Questions are asked by councillors. Below is what they asked about this so far."


class AskPage(InThePresent, KeepsTyped, ViewersOnly, TemplateView):
    """The form, or for who may not ask the list of what was asked."""

    template_name = "dashboards/questions/ask.html"
    fault = ""
    form: AskForm | None = None

    @property
    def kept_at(self) -> str:
        """What it is asked on stands in the address."""
        return address_of(self.request.path, self.request.GET)

    def asked(self) -> Asked:
        return asked_for(self.request.GET, today())

    def subject(self) -> Deliverable | Indicator | None:
        asked = self.asked()
        return asked.promise or asked.indicator

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        asked = self.asked()
        if self.subject() is None and self.unsent():
            raise Http404
        if self.subject() is None or not may_ask(request.user):
            messages.warning(request, CHOOSE_FIRST if may_ask(request.user) else ONLY_COUNCILLORS)
            return HttpResponseRedirect(asked.address())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.form, subject = AskForm(request.POST, prefix="ask"), self.subject()
        if subject is None:
            raise Http404
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=400)
        typed = self.form.cleaned_data
        try:
            question = asking.ask(subject, typed["text"], by=request.user, agrees=typed["agrees"])
        except ValidationError as refusal:
            self.fault = " ".join(refusal.messages)
            self.let_go_of_what_is_sent()
            return self.render_to_response(self.get_context_data(), status=409)
        self.let_go("ask")
        messages.success(request, f"Your question is asked. An answer is due by {long_day(question.answer_due_on)}.")
        return HttpResponseRedirect(question.get_absolute_url(), status=303)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        subject = self.subject()
        return super().get_context_data(
            subject=subject,
            form=self.form or AskForm(prefix="ask", initial=self.typed_in("ask")),
            asked_as=parties.asked_as(self.request.user),
            due=asking.due_from(today()),
            before=list(same_subject(subject).unsettled().with_subjects().most_urgent_first()),
            day=today(),
            fault=self.fault,
            kept_as=f"Question on: {in_short(str(subject))}",
            faults=self.form.faults() if self.form else [],
            **kwargs,
        )


def same_subject(subject: Deliverable | Indicator):
    field = "deliverable" if isinstance(subject, Deliverable) else "indicator"
    return Question.objects.filter(**{field: subject})
