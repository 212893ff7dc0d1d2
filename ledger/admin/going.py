"""What goes with records that are to be deleted, and what stands in the way: read at once, however many they are."""

from collections.abc import Iterable
from itertools import chain

from django.contrib.admin import AdminSite
from django.contrib.admin.utils import NestedObjects
from django.db import models, router
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from .whole import read_whole


class Going(NestedObjects):
    """The ``chosen`` records with all that hangs on them, and what they are named by and published with at hand."""

    def __init__(self, chosen: Iterable[models.Model]):
        self.chosen = list(chosen)
        super().__init__(using=router.db_for_write(type(self.chosen[0])), origin=self.chosen)
        self.collect(self.chosen)
        read_whole(chain(*self.edges.values(), *self.model_objs.values(), self.protected))

    @property
    def hanging(self) -> list[models.Model]:
        """What would go with those that were chosen, and is none of them."""
        chosen = set(self.chosen)
        return [each for found in self.model_objs.values() for each in found if each not in chosen]


class Told:
    """Tells records as the page lists them, for one person; ``lacking`` then names of what they may delete nothing."""

    def __init__(self, site: AdminSite, request: HttpRequest):
        self.site, self.request = site, request
        self.lacking: set[str] = set()

    def __call__(self, record: models.Model) -> str:
        """Its kind and name, which is a link where it has a page at the desk."""
        kind, desk = capfirst(record._meta.verbose_name), self.site._registry.get(type(record))
        if desk is None:
            return f"{kind}: {record}"
        if not desk.has_delete_permission(self.request, record):
            self.lacking.add(record._meta.verbose_name)
        page = reverse(f"{self.site.name}:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
        return format_html('{}: <a href="{}">{}</a>', kind, page, record)
