"""What every desk and every row at it has in common."""

from contextlib import nullcontext

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.db import IntegrityError, OperationalError, models, transaction
from django.http import HttpResponseRedirect

from ledger.entries import Entry, entering
from ledger.refusals import LedgerRefusal
from ledger.writing import latest_change

from .days import Day
from .deleting_chosen import DeletesChosen
from .deletion import RefusesDeletion, reason_given
from .forms import LedgerForm, LedgerFormSet, LedgerTableFormSet, asking_why, faults_of, on_record
from .gone import TellsWhatIsGone
from .listed import ListedForm, ListedFormSet
from .publishing import MomentField, MomentInput
from .restoring import Restores
from .spreadsheets import Spreadsheets
from .taking_up import what_was_kept
from .why import SAVED_AT_ONCE, Textarea, TextLine, offers_correction, why_section

FIELDS = {
    models.DateField: {"widget": Day},
    models.CharField: {"widget": TextLine},
    models.TextField: {"widget": Textarea},
    models.DateTimeField: {"form_class": MomentField, "widget": MomentInput},
}
LONGEST_SEARCH = 200
"""Characters."""
STANDS_ALREADY = "{}, after you opened it, and what you changed stands in it already: nothing was written twice."
ADDRESS_HELP = "The slug is this record's part of the address. Once saved, it never changes."


class LedgerAdmin(Spreadsheets, DeletesChosen, RefusesDeletion, TellsWhatIsGone, Restores):
    """Finds and edits the records of one model; every write says why, and none is lost.

    ``slug_from`` names the fields that a new record's slug is made from; a saved slug stays as it is.
    """

    form = LedgerForm
    slug_from: tuple[str, ...] = ()
    list_per_page = 50
    show_full_result_count = False
    change_form_template = "admin/ledger/change_form.html"
    formfield_overrides = FIELDS

    def get_prepopulated_fields(self, request, obj=None):
        return {"slug": self.slug_from} if self.slug_from and obj is None else {}

    def get_readonly_fields(self, request, obj=None):
        fields = (*super().get_readonly_fields(request, obj), *saved_slug(self.opts, obj))
        return (*fields, *column_names(self.opts)) if shows_a_version(request) else fields

    def get_fieldsets(self, request, obj=None):
        sections = super().get_fieldsets(request, obj)
        if not self.asks_why(request, obj):
            return without(self.questions(), sections)
        return [*sections, why_section(self.offers_correction(request, obj), new=obj is None)]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if self.asks_why(request, obj):
            late = getattr(request, "late_refusal", None)
            offered = self.offers_correction(request, obj)
            shown = getattr(request, "was_taken_up", False)
            about = {"user": request.user, "late_refusal": late, "correctable": offered, "only_shown": shown}
            kwargs["form"] = asking_why(self.form, **about)
        else:
            kwargs["form"] = type(self.form)("ReadForm", (self.form,), dict.fromkeys(self.form.declared_fields))
        return super().get_form(request, obj, change, **kwargs)

    def questions(self) -> set[str]:
        """What the form asks that is no column of the record: it has no answer where one can only read."""
        return self.form.declared_fields.keys() - set(column_names(self.opts))

    def asks_why(self, request, obj) -> bool:
        if shows_a_version(request):
            return False
        return self.has_change_permission(request, obj) if obj else self.has_add_permission(request)

    def offers_correction(self, request, obj) -> bool:
        if obj is None:
            return False
        if not hasattr(request, "offers_correction"):
            request.offers_correction = offers_correction(obj, request.user, self.inlines)
        return request.offers_correction

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, **{"form": ListedForm, **kwargs})

    def get_changelist_formset(self, request, **kwargs):
        return super().get_changelist_formset(request, **{"formset": ListedFormSet, **kwargs})

    def _create_formsets(self, request, obj, change):
        formsets, inlines = super()._create_formsets(request, obj, change)
        for formset in formsets:
            formset.main = getattr(obj, "form_at_the_desk", None)
        return formsets, inlines

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Where somebody else was faster between check and write, nothing is written and the form comes back."""
        try:
            with what_was_kept(request, for_new=object_id is None):
                return super().changeform_view(request, object_id, form_url, extra_context)
        except LedgerRefusal as refusal:
            request.late_refusal = refusal
        except (IntegrityError, OperationalError):
            request.late_refusal = LedgerRefusal(SAVED_AT_ONCE)
        for upload in request.FILES.values():
            upload.seek(0)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def changelist_view(self, request, extra_context=None):
        """What a list sends is written as a whole or not at all; reading it needs no transaction."""
        try:
            with transaction.atomic() if request.method == "POST" else nullcontext():
                return super().changelist_view(request, extra_context)
        except (LedgerRefusal, IntegrityError, OperationalError) as refusal:
            if request.method != "POST":
                raise
            return self.say_refusal(request, refusal)

    def get_search_results(self, request, queryset, search_term):
        """Each word asks one more thing of the database, so a pasted page is not searched for as a whole."""
        return super().get_search_results(request, queryset, search_term[:LONGEST_SEARCH])

    def on_site(self):
        """The records that residents can read a page of."""
        records = self.model.objects
        return records.published() if hasattr(records, "published") else records

    def view_on_site(self, record):
        """Its public page; None where it has none, or none yet."""
        readable = hasattr(record, "get_absolute_url") and self.on_site().filter(pk=record.pk).exists()
        return record.get_absolute_url() if readable else None

    def render_change_form(self, request, context, *args, **kwargs):
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        forms = [context["adminform"].form, *(row for formset in formsets for row in formset.forms)]
        context["faults"] = [fault for form in forms for fault in faults_of(form)]
        context["conflicts"] = [form.conflict for form in forms if getattr(form, "conflict", None)]
        if forms[0].is_bound and (stored := on_record(forms[0].instance)):
            context.update(original=stored, subtitle=str(stored))
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        with entering(entry_of(form, request)):
            super().save_model(request, obj, form, change)

    def response_change(self, request, obj):
        """Who makes the change that somebody else made after he opened the page is told so: his would be no version."""
        later = obj.history.filter(revision__gt=obj.revision) if obj.revision else obj.history.none()
        version = later.order_by("-revision").first()
        if version is None or version.history_user_id == request.user.pk:
            return super().response_change(request, obj)
        messages.warning(request, STANDS_ALREADY.format(latest_change(version.instance)))
        return HttpResponseRedirect(request.get_full_path())

    def save_related(self, request, form, formsets, change):
        with entering(entry_of(form, request)):
            super().save_related(request, form, formsets, change)

    def delete_model(self, request, obj):
        with entering(Entry(reason_given(request), by=request.user)):
            super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        with entering(Entry(reason_given(request), by=request.user)):
            super().delete_queryset(request, queryset)


def entry_of(form, request) -> Entry:
    """The entry that a form makes; in a list, nobody is asked why."""
    return getattr(form, "entry", None) or Entry(by=request.user)


class RelatedRecords:
    """What inlines share. ``select_related`` names what ``str()`` of a row reads from other records."""

    form = LedgerForm
    formset = LedgerFormSet
    formfield_overrides = FIELDS
    select_related: tuple[str, ...] = ()
    extra = 0

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related(*self.select_related) if self.select_related else rows

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return (*fields, *column_names(self.opts)) if shows_a_version(request) else fields

    def get_fieldsets(self, request, obj=None):
        """Every row that can be changed carries its revision, hidden."""
        sections = super().get_fieldsets(request, obj)
        if not self.has_change_permission(request, obj):
            return sections
        *others, (name, last) = sections
        return [*others, (name, {**last, "fields": [*last["fields"], "revision"]})]

    def get_formset(self, request, obj=None, **kwargs):
        names = flatten_fieldsets(self.get_fieldsets(request, obj))
        return super().get_formset(request, obj, **{"fields": [name for name in names if name != "revision"], **kwargs})


class LedgerTabularInline(RelatedRecords, admin.TabularInline):
    """Short records, one a line, under the record they belong to."""

    formset = LedgerTableFormSet


class LedgerStackedInline(RelatedRecords, admin.StackedInline):
    """Long records, one below the other, under the record they belong to."""


def column_names(opts) -> list[str]:
    """The names of a model's columns, without its key."""
    return [field.name for field in opts.concrete_fields if not field.primary_key]


def saved_slug(opts, record: models.Model | None) -> list[str]:
    """``["slug"]`` where the record is saved and has one: its address may be in use."""
    return ["slug"] if record is not None and "slug" in column_names(opts) else []


def without(names: set[str], sections) -> list:
    """The sections of a form without the fields of these names."""
    return [
        (title, {**section, "fields": [each for each in section["fields"] if each not in names]})
        for title, section in sections
    ]


def shows_a_version(request) -> bool:
    return getattr(request, "shows_a_version", False)
