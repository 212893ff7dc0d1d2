"""Questions that councillors ask: the list, and one with its answers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from dashboards.models import Question
from dashboards.present import InThePresent
from dashboards.questions import asking, parties, steps
from dashboards.questions.agreeing import agreement_of
from dashboards.questions.forms import CloseForAnotherForm, CloseForm, QuestionForm, SendBackForm, answer_form
from dashboards.questions.lists import KINDS, LARGEST_KEY, asked_for, narrowed, of_kind
from dashboards.questions.typed import PROSE, KeepsTyped, form_of, revision_seen
from dashboards.viewers import MAY_ANSWER, ViewersOnly, may_ask
from ledger.clock import today
from ledger.refusals import EditedMeanwhile
from outcomes.elections import held_by, period_on
from outcomes.paging import nearest_page, numbered_pages

ON_A_PAGE = 20
SAID = {
    steps.ANSWER: "Your answer is sent.",
    steps.ACCEPT: "The answer is accepted, and the question settled.",
    steps.SEND_BACK: "Sent back: the question is open again.",
    steps.CLOSE: "The question is closed.",
    steps.AGREE: "You agreed that residents may read it.",
    steps.WITHDRAW: "You took your agreement back.",
    steps.KEEP_PRIVATE: "It stays private. You can still agree later.",
}
PLAIN = {
    steps.ACCEPT: asking.accept,
    steps.AGREE: asking.agree,
    steps.WITHDRAW: asking.withdraw,
    steps.KEEP_PRIVATE: asking.keep_private,
}
"""What is done without a word."""
FOR_GOOD, BACK = "agree-for-good", "back"
"""What the page that asks once more sends."""
WRITTEN = (steps.ANSWER, steps.SEND_BACK, steps.CLOSE)
"""What is done with words, each in a form of its own."""
NOW_PUBLIC = "Both sides agree: residents can read the question and its answers from now on."
AGREED_AND_HELD = "Both sides agree, and it waits for an election to pass. {why}"
NOTHING_CHOSEN = "Nothing was changed: press one of the buttons below."


class QuestionList(InThePresent, ViewersOnly, TemplateView):
    """Every question, one's own first; each count opens the list of exactly those."""

    template_name = "dashboards/questions/list.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        context = self.get_context_data(**kwargs)
        return self.render_to_response(context, status=400 if context["complaint"] else 200)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        user, day = self.request.user, today()
        asked = asked_for(self.request.GET, day)
        every = narrowed(asked)
        found = of_kind(every, asked.kind, day, user).with_subjects().most_urgent_first(user)
        page, no_such_page = nearest_page(Paginator(found, ON_A_PAGE), self.request.GET.get("page", ""))
        counts = every.counts_on(day, user)
        return super().get_context_data(
            asked=asked,
            counts=counts,
            kinds=self.kinds(asked, every, counts),
            title=KINDS.get(asked.kind, "Every question"),
            page=page,
            pages=numbered_pages(page, lambda number: asked.address(page=number)),
            complaint=asked.complaint or no_such_page,
            day=day,
            **kwargs,
        )

    def kinds(self, asked, every, counts: dict[str, int]) -> list[dict[str, Any]]:
        """The lists that there are, with their counts and addresses; those that are nobody's business are left out."""
        user = self.request.user
        counts["to-decide"] = counts["to_decide"] or None
        if user.has_perm(MAY_ANSWER):
            counts["to-answer"] = every.to_answer_by(user).count()
        if parties.answers_any(user):
            counts["to-approve"] = every.to_approve_by(user).count() or None
        rows = {"": ("All", counts["all"])} | {kind: (words, counts.get(kind)) for kind, words in KINDS.items()}
        return [
            {"words": words, "count": count, "url": asked.address(kind), "current": kind == asked.kind}
            for kind, (words, count) in rows.items()
            if count is not None and (kind != "mine" or count or may_ask(user))
        ]


class QuestionPage(InThePresent, KeepsTyped, ViewersOnly, TemplateView):
    """One question with everything that was said, and what the reader can do with it."""

    template_name = "dashboards/questions/question.html"
    fault = ""
    """Why nothing was written, where no field is to blame."""

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.bound: dict[str, QuestionForm] = {}

    def question(self) -> Question:
        if self.kwargs["pk"] > LARGEST_KEY:
            raise Http404
        questions = Question.objects.with_subjects().select_related("asked_by", "deliverable__directorate")
        return get_object_or_404(questions.with_answers(), pk=self.kwargs["pk"])

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        question, chosen = self.question(), request.POST.get("do", "")
        if chosen == BACK:
            return self.again("", 200)
        if chosen == steps.AGREE and agreement_of(request.user, question).publishes:
            return self.ask_once_more()
        action = steps.AGREE if chosen == FOR_GOOD else chosen
        if action not in SAID:
            return self.again(NOTHING_CHOSEN, 400)
        form = self.form_for(action, question, request.POST)
        if form and not form.is_valid():
            self.bound[action] = form
            return self.again("", 400)
        question.revision = revision_seen(request)
        try:
            was_public = question.is_published()
            self.act(action, question, form.cleaned_data if form else {})
        except (ValidationError, PermissionDenied) as refusal:
            self.let_go_of_what_is_sent()
            self.bound |= {action: form} if form else {}
            return self.again(*told(refusal))
        self.let_go(action)
        messages.success(request, SAID[action])
        if question.is_published() and not was_public:
            why = held_now() if question.is_held else ""
            messages.success(request, AGREED_AND_HELD.format(why=why) if why else NOW_PUBLIC)
        return HttpResponseRedirect(question.get_absolute_url(), status=303)

    def act(self, action: str, question: Question, typed: dict[str, Any]) -> None:
        by = self.request.user
        if action == steps.ANSWER:
            asking.answer(question, typed["text"], role=typed["role"], agrees=typed.get("agrees", False), by=by)
        elif action == steps.SEND_BACK:
            asking.send_back(question, typed["why"], by=by)
        elif action == steps.CLOSE:
            asking.close(question, typed["because"], by=by)
        else:
            PLAIN[action](question, by=by)

    def form_for(self, action: str, question: Question, data=None) -> QuestionForm | None:
        """The form of an action, filled with what was typed before; None where nothing is typed for it."""
        said = {"prefix": action, "initial": self.typed_in(action)}
        if action == steps.ANSWER:
            return answer_form(self.request.user, question, data, **said)
        if action == steps.SEND_BACK:
            return SendBackForm(data, **said)
        if action == steps.CLOSE:
            own = question.asked_by_id == self.request.user.pk
            return (CloseForm if own else CloseForAnotherForm)(data, **said)
        return None

    def lost(self, question: Question, offered: list[str]) -> list[tuple[str, str]]:
        """What was written in a form that is not on the page any more, each with its label."""
        gone = {each: text for each, text in self.unsent().items() if each in WRITTEN and each not in offered}
        return [(self.form_for(each, question).fields[PROSE[each]].label, text) for each, text in gone.items()]

    def ask_once_more(self) -> HttpResponse:
        """A page between the button and what cannot be taken back; it carries what was typed."""
        typed = {name: text for name, text in self.typed.items() if form_of(name) in WRITTEN}
        self.template_name = "dashboards/questions/sure.html"
        return self.render_to_response(self.get_context_data(carried=typed))

    def again(self, fault: str, status: int) -> HttpResponse:
        """The page as it stands now, with what was typed and what is wrong with it."""
        self.fault = fault
        return self.render_to_response(self.get_context_data(), status=status)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        question, user, day = self.question(), self.request.user, today()
        context = super().get_context_data(question=question, day=day, kept_as=f"Question: {question}", **kwargs)
        parts = parties.parts_of(user, question)
        actions = steps.offered(question.state, parts)
        forms = {each: self.bound.get(each) or self.form_for(each, question) for each in actions}
        return context | {
            "actions": actions,
            "answer_form": forms.get(steps.ANSWER),
            "send_back_form": forms.get(steps.SEND_BACK),
            "close_form": forms.get(steps.CLOSE),
            "lost": self.lost(question, actions),
            "agreement": agreement_of(user, question),
            "held": held_now(),
            "is_mine": question.asked_by_id == user.pk,
            "is_overdue": question.is_overdue(day),
            "closed_because": closing_reason(question),
            "fault": self.fault,
            "faults": [fault for form in self.bound.values() for fault in form.faults()],
        }


def told(refusal: Exception) -> tuple[str, int]:
    """Why nothing was written, and the status to say so with."""
    if isinstance(refusal, PermissionDenied):
        return str(refusal), 403
    return " ".join(refusal.messages), 409 if isinstance(refusal, EditedMeanwhile) else 400


def held_now() -> str:
    """Until when what was not public before waits, because of which election; nothing where no period is on."""
    period = period_on(today())
    return held_by(period) if period else ""


def closing_reason(question: Question) -> str:
    """What was said when it was closed."""
    if question.state != steps.CLOSED:
        return ""
    closed = question.history.filter(state=steps.CLOSED).order_by("history_id").first()
    return (closed and closed.history_change_reason) or ""
