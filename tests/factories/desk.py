"""What the desk keeps for its own."""

from datetime import UTC, datetime

from django.contrib.contenttypes.models import ContentType
from factory import LazyAttribute, SelfAttribute, SubFactory
from factory.django import DjangoModelFactory

from desk import models

from .accounts import UserFactory
from .priorities import ProgressUpdateFactory


class PreviewLinkFactory(DjangoModelFactory):
    class Meta:
        model = models.PreviewLink
        exclude = ["item"]

    item = SubFactory(ProgressUpdateFactory, state="awaiting")
    content_type = LazyAttribute(lambda link: ContentType.objects.get_for_model(type(link.item)))
    object_id = SelfAttribute("item.pk")
    role = "Example strategic director"
    made_by = SubFactory(UserFactory)
    made_at = datetime(2026, 1, 1, tzinfo=UTC)
    expires_at = datetime(2100, 1, 1, tzinfo=UTC)
