"""Stories, consent, shared values and what people send in."""

from factory import RelatedFactory, Sequence, SubFactory
from factory.django import DjangoModelFactory

from stories import models

from .outcomes import ApproachPageFactory, OutcomeFactory, PlaceFactory


class SharedValueFactory(DjangoModelFactory):
    class Meta:
        model = models.SharedValue

    page = SubFactory(ApproachPageFactory)
    slug = Sequence("value-{}".format)
    order = Sequence(int)
    title = Sequence("Example value {}".format)
    text = "An example of a value."


class ConsentFactory(DjangoModelFactory):
    class Meta:
        model = models.Consent

    story = SubFactory("factories.stories.StoryFactory", consent=None)
    basis = "Agreed in an example."


class StoryFactory(DjangoModelFactory):
    """A published story with consent; ``consent=None`` leaves the consent out."""

    class Meta:
        model = models.Story
        skip_postgeneration_save = True

    slug = Sequence("story-{}".format)
    kind = "im-kirklees"
    state = "published"
    person_name = Sequence("Example person {}".format)
    person_role = "Example role"
    text = "An example of a story."
    consent = RelatedFactory(ConsentFactory, factory_related_name="story")


class StoryOutcomeFactory(DjangoModelFactory):
    class Meta:
        model = models.StoryOutcome

    story = SubFactory(StoryFactory)
    outcome = SubFactory(OutcomeFactory)


class StoryValueFactory(DjangoModelFactory):
    class Meta:
        model = models.StoryValue

    story = SubFactory(StoryFactory)
    value = SubFactory(SharedValueFactory)


class StoryPlaceFactory(DjangoModelFactory):
    class Meta:
        model = models.StoryPlace

    story = SubFactory(StoryFactory)
    place = SubFactory(PlaceFactory)


class StorySubmissionFactory(DjangoModelFactory):
    class Meta:
        model = models.StorySubmission

    name = Sequence("Example sender {}".format)
    email = Sequence("sender-{}@example.org".format)
    text = "An example of what somebody sends in."
