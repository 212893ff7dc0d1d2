"""Records whose every text goes on for longer than anybody would like, as real ones do."""

from django.db import models
from factories import FACTORY_OF

WORD = "Neighbourhoodregenerationpartnership"
"""One word of 36 letters, longer than a column or a phone has room for."""
WORDS = f"{WORD}’s intergenerational self-employment programme in Heckmondwike, a name that goes on and on. "
ADDRESS = "https://example.org/" + "a-decision-with-a-long-address/" * 5


def make_long(model: type[models.Model], **given):
    """One record of ``model`` by its factory, with long words in every text that takes some."""
    return FACTORY_OF[model](**{field.name: long_value(field) for field in texts_of(model)} | given)


def texts_of(model: type[models.Model]) -> list[models.Field]:
    """The columns that take free words or an address, and may be typed in."""
    kinds = (models.CharField, models.TextField, models.URLField)
    return [field for field in model._meta.fields if type(field) in kinds and field.editable and not field.choices]


def long_value(field: models.Field) -> str:
    if isinstance(field, models.URLField):
        return ADDRESS
    return (WORDS * 6)[: field.max_length].strip()
