"""What is said of a record that somebody deleted while somebody else worked on it."""

from django.core.exceptions import ValidationError
from django.db import DataError, models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from ledger.keeping.pages import not_saved_page
from ledger.keeping.slips import address_of
from ledger.keeping.typed import Pairs, typed_in


def deletions_of(model: type[models.Model], keys) -> dict:
    """The version with which each of ``keys`` was deleted, where the history knows one."""
    versions = model.history.filter(**{f"{model._meta.pk.name}__in": keys}, history_type="-")
    versions = versions.select_related("history_user").order_by("history_id")
    return {getattr(version, model._meta.pk.attname): version for version in versions}


def told_deleted(model: type[models.Model], version: models.Model) -> str:
    """Who deleted it, and when."""
    who, when = version.history_user or "Somebody", timezone.localtime(version.recorded_at)
    why = f" Their reason: {version.history_change_reason}" if version.history_change_reason else ""
    return f"{who} deleted this {model._meta.verbose_name} at {when:%H:%M} on {when.day} {when:%B %Y}.{why}"


def is_deletion(request: HttpRequest) -> bool:
    """Whether the record was only to be deleted, so that nothing typed is for a new one."""
    return request.path.endswith("/delete/")


class TellsWhatIsGone:
    """Where a record is opened or sent that was deleted, says who did it. A mixin of ModelAdmin."""

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        sentence = self._deletion(object_id)
        if not sentence:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        answer = HttpResponse(sentence, status=410, content_type="text/plain; charset=utf-8")
        typed = self._typed(request)
        return not_saved_page(
            request, answer, typed, ways=self._ways_on(request, object_id, bool(typed) and not is_deletion(request))
        )

    def _typed(self, request: HttpRequest) -> Pairs:
        if request.method == "POST":
            return typed_in(dict(request.POST.lists()), request.FILES)
        kept = getattr(request, "kept_form", None)
        return kept.typed if kept else []

    def _deletion(self, object_id: str) -> str:
        try:
            key = self.opts.pk.to_python(object_id)
            version = deletions_of(self.model, [key]).get(key)
        except (ValidationError, OverflowError, DataError):
            return ""
        return told_deleted(self.model, version) if version else ""

    def _ways_on(self, request: HttpRequest, object_id: str, typed: bool) -> list[tuple[str, str]]:
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"
        ways = [("See its history", reverse(f"{name}_history", args=[object_id]))]
        if self.has_add_permission(request):
            add = reverse(f"{name}_add")
            kept = urlencode({"kept": address_of(request.path, request.GET)})
            ways.insert(0, ("Add it anew with what you typed", f"{add}?{kept}") if typed else ("Add it anew", add))
        return ways
