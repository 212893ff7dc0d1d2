"""The desk's pages on which promises are marked: a few to a page, or all of a priority at once."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from ledger.admin.sent import keys_in
from ledger.admin.why import SAVED_AT_ONCE
from outcomes.paging import nearest_page
from priorities.admin.roll_forward import (
    AT_ONCE,
    URL,
    RollForwardPages,
    faults_in,
    may_look,
    may_mark,
    rolled_or_404,
)
from priorities.models import Deliverable
from priorities.roll_forward import forms
from priorities.roll_forward.along import made_here
from priorities.roll_forward.listing import SHOWN, RollForward, roll_forward_of
from priorities.roll_forward.mark_forms import forms_for, timescale_of
from priorities.roll_forward.marking import MarkedMeanwhile, carry_all, mark
from priorities.roll_forward.rows import Row, grouped
from priorities.standing import promises as counted

A_PAGE = 10
AND_OTHERS = "What else you typed on this page is not saved yet: it stands below as you left it."


class RollsForward(RollForwardPages):
    """The pages with promises on them. A mixin of ModelAdmin."""

    def get_urls(self):
        plan = "roll-forward/<int:plan>/"
        pages = [
            self._page_at(f"{plan}promises/", self.promises_page, "_promises", may_look),
            self._page_at(f"{plan}carry/<int:priority>/", self.carry_page, "_carry", may_mark),
        ]
        return [*pages, *super().get_urls()]

    def promises_page(self, request, plan: int) -> HttpResponse:
        rolled = rolled_or_404(plan)
        if rolled.why_closed:
            return self.say_closed(request, plan)
        if rolled.later is None:
            return HttpResponseRedirect(reverse(URL, args=[plan]))
        asked = Asked(request.GET, rolled)
        if request.method == "POST":
            return self._save(request, rolled, asked)
        page, note = nearest_page(Paginator(asked.promises, A_PAGE), request.GET.get("page", ""))
        rows = rows_of(rolled, list(page.object_list))
        return self._show_marks(request, rolled, asked, rows, page_obj=page, note=note)

    def _show_marks(self, request, rolled: RollForward, asked: "Asked", rows: list[Row], **context) -> HttpResponse:
        title = f"What becomes of the promises of {rolled.earlier}"
        may_edit = rolled.is_open and may_mark(request.user)
        return self.render_page(
            request,
            "promises",
            title=title,
            rolled=rolled,
            asked=asked,
            groups=grouped(rows),
            may_edit=may_edit,
            **context,
        )

    def _save(self, request, rolled: RollForward, asked: "Asked") -> HttpResponse:
        if not may_mark(request.user):
            raise PermissionDenied
        if not rolled.is_open:
            messages.error(request, f"{rolled.later} is public: nothing was saved.")
            return HttpResponseRedirect(request.get_full_path())
        sent = keys_in(request.POST.getlist("row"))[: A_PAGE * 2]
        rows = rows_of(rolled, list(rolled.promises.filter(pk__in=sent).in_plan_order()), request.POST)
        saved = [row for row in rows if row.form and self._saves(request, rolled, row)]
        kept = [row for row in rows if row.form and row.form.is_touched and row not in saved]
        self._say(request, len(saved), any(row.form.errors for row in kept), bool(kept))
        if not kept:
            return HttpResponseRedirect(request.get_full_path())
        now = roll_forward_of(rolled.earlier)
        afresh = {row.promise.pk: row for row in rows_of(now, [row.promise for row in rows if row not in kept])}
        rows = [afresh.get(row.promise.pk, row) for row in rows]
        return self._show_marks(request, now, asked, rows, faults=[fault for row in kept for fault in row.faults])

    def _saves(self, request, rolled: RollForward, row: Row) -> bool:
        """Write what was typed in a row, where it was its turn and nothing is wrong with it."""
        form = row.form
        if not form.is_touched:
            return False
        if request.POST.get("only", str(row.promise.pk)) != str(row.promise.pk):
            form.leave_for_later()
            return False
        if not form.is_valid():
            return False
        try:
            mark(row.promise, rolled.later, form.choice, seen=form.cleaned_data["seen"], by=request.user)
        except MarkedMeanwhile as refusal:
            [again] = rolled.with_facts(rolled.promises.filter(pk=row.promise.pk))
            form.see(again.marks)
            row.marks = again.marks
            form.add_error("how", refusal.messages)
        except (ValidationError, *AT_ONCE) as refusal:
            form.add_error("how", getattr(refusal, "messages", [SAVED_AT_ONCE]))
        else:
            return True
        return False

    def _say(self, request, saved: int, faults: bool, kept: bool) -> None:
        if saved:
            rest = f" {AND_OTHERS}" if kept and not faults else ""
            messages.success(request, f"What becomes of {counted(saved)} is saved.{rest}")
        elif not kept:
            messages.info(request, "Nothing was changed on this page, so nothing was saved.")

    def carry_page(self, request, plan: int, priority: int) -> HttpResponse:
        rolled = rolled_or_404(plan)
        if rolled.why_closed:
            return self.say_closed(request, plan)
        where = get_object_or_404(rolled.earlier.priority_actions.select_related("plan_outcome"), pk=priority)
        promises = list(rolled.unmarked.filter(priority=where).select_related("priority")) if rolled.is_open else []
        if not promises:
            level = messages.WARNING if request.method == "POST" else messages.INFO
            return self.go_back(request, plan, level, f"Nothing is left to be marked under “{where}”.")
        seen = "-".join(str(promise.pk) for promise in promises)
        filled = {timescale_of(promise, rolled.later) for promise in promises}
        initial = {"seen": seen, "timescale": filled.pop() if len(filled) == 1 else ""}
        form = forms.CarryAllForm(request.POST or None, initial=initial, plan=rolled.later)
        is_sent = request.method == "POST" and form.is_valid()
        if is_sent and (answer := self._carry(request, rolled, where, promises, form, seen)):
            return answer
        title = f"Carry {counted(len(promises))} forward"
        context = {"form": form, "faults": faults_in(form), "seen": seen, "promises": promises, "priority": where}
        return self.render_page(request, "carry", title=title, rolled=rolled, may_edit=True, **context)

    def _carry(self, request, rolled: RollForward, where, promises, form, seen: str) -> HttpResponse | None:
        """Write it and go back; None where it is refused, which the form says. Marked meanwhile: look at it again."""
        if form.cleaned_data["seen"] != seen:
            form.add_error(
                None, "The promises below are not those that you saw: others marked some meanwhile. Look again."
            )
            return None
        try:
            carry_all(promises, rolled.later, form.choice, by=request.user)
        except MarkedMeanwhile:
            return self.carry_page(request, rolled.earlier.pk, where.pk)
        except (ValidationError, *AT_ONCE) as refusal:
            form.add_error(None, getattr(refusal, "messages", [SAVED_AT_ONCE]))
            return None
        said = f"{counted(len(promises))} under “{where}” {'is' if len(promises) == 1 else 'are'} carried."
        return self.go_back(request, rolled.earlier.pk, messages.SUCCESS, said)


class Asked:
    """What the address of the list asks for; what it asks in vain is left aside."""

    def __init__(self, sent, rolled: RollForward):
        self.rolled = rolled
        self.show = sent.get("show") if sent.get("show") in SHOWN else "unmarked"
        self.words = sent.get("words", "").replace("\x00", "").strip()
        self.promise = next(iter(keys_in([sent.get("promise", "")])), None)
        keys = {priority.pk: priority for priority in rolled.every_priority}
        self.priority = next((keys[key] for key in keys_in([sent.get("priority", "")]) if key in keys), None)

    @property
    def promises(self):
        if self.promise:
            return self.rolled.promises.filter(pk=self.promise).in_plan_order()
        found = self.rolled.shown(self.show)
        if self.priority:
            found = found.filter(priority=self.priority)
        return found.filter(text__icontains=self.words) if self.words else found

    @property
    def query(self) -> str:
        said = {"priority": self.priority and self.priority.pk, "words": self.words, "promise": self.promise}
        return urlencode({"show": self.show, **{name: value for name, value in said.items() if value}})

    @property
    def lists(self) -> list[tuple[str, str]]:
        return list(SHOWN.items())


def rows_of(rolled: RollForward, promises: list[Deliverable], data=None) -> list[Row]:
    """The rows of these promises as they are stored now, with a form each while marks can be written."""
    keys = [promise.pk for promise in promises]
    found = {each.pk: each for each in rolled.with_facts(rolled.promises.filter(pk__in=keys))}
    promises = [found[key] for key in keys if key in found]
    if not rolled.is_open:
        return [Row(promise, promise.marks, None) for promise in promises]
    later = [each.later_id for promise in promises for each in promise.marks if each.later_id]
    filled = forms_for(rolled, promises, made_here(Deliverable, id__in=later), data)
    return [Row(promise, promise.marks, form) for promise, form in zip(promises, filled, strict=True)]
