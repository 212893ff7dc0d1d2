"""The desk's pages for rolling a plan forward: which plans there are, the start, how far it is, and publishing."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse

from ledger.admin.why import SAVED_AT_ONCE
from ledger.clock import moment_in_words
from ledger.refusals import LedgerRefusal
from outcomes.models import Plan
from outcomes.objections import objection_to
from outcomes.querysets import PUBLIC_STATES
from outcomes.refusals import PromisesLeftOpen
from priorities.roll_forward import forms, publishing
from priorities.roll_forward.listing import RollForward, roll_forward_of
from priorities.roll_forward.marking import PublicAlready
from priorities.roll_forward.starting import refuse_to_start, start

URL = "admin:priorities_succession_roll_forward"
AT_ONCE = (IntegrityError, OperationalError)
WITH_PERMISSION = "django.contrib.auth.backends.ModelBackend"


def may_mark(user) -> bool:
    """Start next year's plan, and mark the promises of this one."""
    return user.has_perms(["outcomes.add_plan", "priorities.add_succession"])


def may_publish(user) -> bool:
    return user.has_perm("outcomes.change_plan")


def may_look(user) -> bool:
    return may_mark(user) or may_publish(user) or user.has_perm("priorities.view_succession")


class RollForwardPages:
    """What the pages share, and those on a plan as a whole. A mixin of ModelAdmin."""

    def get_urls(self):
        plan = "roll-forward/<int:plan>/"
        pages = [
            self._page_at("roll-forward/", self.plans_page, "s", may_look),
            self._page_at(plan, self.overview_page, "", may_look),
            self._page_at(f"{plan}start/", self.start_page, "_start", may_mark),
            self._page_at(f"{plan}publish/", self.publish_page, "_publish", may_publish),
        ]
        return [*pages, *super().get_urls()]

    def _page_at(self, route: str, view: Callable, name: str, may: Callable):
        def page(request, **arguments):
            if not may(request.user):
                raise PermissionDenied
            return view(request, **arguments)

        return path(route, self.admin_site.admin_view(page), name=f"priorities_succession_roll_forward{name}")

    def render_page(self, request, template: str, **context) -> TemplateResponse:
        request.current_app = self.admin_site.name
        common = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media}
        common["may_mark"], common["may_publish"] = may_mark(request.user), may_publish(request.user)
        return TemplateResponse(request, f"admin/priorities/roll_forward/{template}.html", common | context)

    def go_back(self, request, plan: int, level: int, sentence: str) -> HttpResponseRedirect:
        messages.add_message(request, level, sentence)
        return HttpResponseRedirect(reverse(URL, args=[plan]))

    def say_closed(self, request, plan: int) -> HttpResponseRedirect:
        """To the overview, which says why nothing is marked or published now."""
        if request.method == "POST":
            messages.warning(request, "Nothing was saved.")
        return HttpResponseRedirect(reverse(URL, args=[plan]))

    def plans_page(self, request) -> HttpResponse:
        plans = list(Plan.objects.published().leading_first().prefetch_related("replaced_by"))
        leading = roll_forward_of(plans[0]) if plans else None
        return self.render_page(request, "plans", title="Roll a plan forward", plans=plans, leading=leading)

    def overview_page(self, request, plan: int) -> HttpResponse:
        return self.show_overview(request, rolled_or_404(plan))

    def show_overview(self, request, rolled: RollForward, **context) -> HttpResponse:
        if rolled.is_open:
            objection = objection_to(rolled.later)
            moment = {"publish_at": rolled.later.publish_at}
            context = {
                "publish": forms.PublishForm(earlier=rolled.earlier, objection=objection),
                "publish_at": forms.PublishAtForm(initial=moment, auto_id="id_at_%s", objection=objection),
                "publishers": () if may_publish(request.user) else publishers(),
            } | context
        title = f"Roll {rolled.earlier} forward"
        context["may_read_reports"] = request.user.has_perm("priorities.view_progressupdate")
        return self.render_page(request, "overview", title=title, rolled=rolled, **context)

    def start_page(self, request, plan: int) -> HttpResponse:
        earlier = get_object_or_404(Plan, pk=plan)
        try:
            refuse_to_start(earlier)
        except LedgerRefusal as refusal:
            return self._refuse_start(request, earlier, refusal)
        form = forms.StartForm(request.POST or None, earlier=earlier)
        if request.method == "POST" and form.is_valid():
            try:
                draft = start(earlier, by=request.user, **form.cleaned_data)
            except (ValidationError, *AT_ONCE) as refusal:
                form.add_error(None, getattr(refusal, "messages", [SAVED_AT_ONCE]))
            else:
                made = f"{draft} was started as a draft. Now say what becomes of each promise of {earlier}."
                return self.go_back(request, plan, messages.SUCCESS, made)
        title = "Start next year's plan"
        return self.render_page(
            request, "start", title=title, form=form, earlier=earlier, faults=faults_in(form), may_edit=True
        )

    def _refuse_start(self, request, earlier: Plan, refusal: LedgerRefusal) -> HttpResponse:
        if earlier.is_published():
            return self.go_back(request, earlier.pk, messages.WARNING, refusal.messages[0])
        messages.warning(request, refusal.messages[0])
        return HttpResponseRedirect(reverse(f"{URL}s"))

    def publish_page(self, request, plan: int) -> HttpResponse:
        """What the two forms of the overview send: publish now, or say when, or that it is done by hand after all."""
        rolled = rolled_or_404(plan)
        if rolled.why_closed:
            return self.say_closed(request, plan)
        if request.method == "POST" and rolled.later and not rolled.is_open:
            return self._public_already(request, rolled)
        if request.method != "POST" or not rolled.is_open:
            return HttpResponseRedirect(reverse(URL, args=[plan]))
        if "at" in request.POST:
            return self._publish_at(request, rolled)
        if "by_hand" in request.POST:
            publish = lambda: publishing.publish_at(rolled.later, None, by=request.user)  # noqa: E731
            return self._try(request, rolled, publish, f"{rolled.later} is published by hand after all.")
        objection = objection_to(rolled.later)
        form = forms.PublishForm(request.POST, earlier=rolled.earlier, objection=objection)
        if not form.is_valid():
            return self.show_overview(request, rolled, publish=form, faults=faults_in(form))
        publish = lambda: publishing.publish(rolled.later, by=request.user, **form.cleaned_data)  # noqa: E731
        return self._try(request, rolled, publish, f"{rolled.later} is public now.", publish=form)

    def _publish_at(self, request, rolled: RollForward) -> HttpResponse:
        objection = objection_to(rolled.later)
        form = forms.PublishAtForm(request.POST, auto_id="id_at_%s", objection=objection)
        if not form.is_valid():
            return self.show_overview(request, rolled, publish_at=form, faults=faults_in(form))
        moment = form.cleaned_data["publish_at"]
        said = f"{rolled.later} is to be published on {moment_in_words(moment)}{rolled.condition}."
        although = form.cleaned_data.get("although", False)
        publish = lambda: publishing.publish_at(rolled.later, moment, by=request.user, although=although)  # noqa: E731
        return self._try(request, rolled, publish, said, publish_at=form)

    def _try(self, request, rolled: RollForward, write: Callable, said: str, **kept) -> HttpResponse:
        """Write, and say so; what is refused is said on the page, which keeps the form."""
        try:
            write()
        except PromisesLeftOpen:
            return self.show_overview(request, rolled, refused=rolled.unmarked, **kept)
        except PublicAlready:
            return self._public_already(request, rolled)
        except (LedgerRefusal, *AT_ONCE) as refusal:
            sentences = getattr(refusal, "messages", [SAVED_AT_ONCE])
            return self.show_overview(request, rolled, faults=[("", sentence) for sentence in sentences], **kept)
        return self.go_back(request, rolled.earlier.pk, messages.SUCCESS, said)

    def _public_already(self, request, rolled: RollForward) -> HttpResponseRedirect:
        said = f"{rolled.later} is public already: nothing was changed."
        return self.go_back(request, rolled.earlier.pk, messages.WARNING, said)


def rolled_or_404(plan: int) -> RollForward:
    """Of a published plan, or of one that was taken back to a draft although another plan replaces it."""
    has_pages = Q(state__in=PUBLIC_STATES) | Q(replaced_by__isnull=False)
    return roll_forward_of(get_object_or_404(Plan.objects.filter(has_pages), pk=plan))


def publishers() -> list[str]:
    """Who may publish a plan, for somebody who may not."""
    people = get_user_model().objects.with_perm("outcomes.change_plan", backend=WITH_PERMISSION)
    return [person.get_full_name() or person.get_username() for person in people.filter(is_staff=True).order_by("pk")]


def faults_in(form) -> list[tuple[str, str]]:
    """What is wrong in a form: where, as the id of a control, and a sentence."""
    if not form.is_bound:
        return []
    found = [("", sentence) for sentence in form.non_field_errors()]
    for field in form:
        first = f"{field.auto_id}_0" if field.name == "how" else field.auto_id
        found += [(first, f"{field.label}: {sentence}") for sentence in field.errors]
    return found
