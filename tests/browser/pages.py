"""The one list of pages that are opened in a browser: an example of every kind of page."""

from datetime import date
from io import BytesIO, StringIO

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from factories import MeasurementFactory, ProgressUpdateFactory, StoryFactory
from PIL import Image

from outcomes.models import Indicator, Place, Seal
from outcomes.sealing import seal
from priorities.models import Councillor, Deliverable, Portfolio, PriorityAction
from stories.models import SharedValue, Story
from stories.photographs import clean_photograph

FIXED = [
    "/",
    "/plans/",
    "/plans/council-plan-2020-21/",
    "/plans/council-plan-2025-26/",
    "/plans/council-plan-2021-23/",
    "/plans/council-plan-2021-23/what-happened/",
    "/plans/council-plan-2025-26/what-happened/",
    "/plans/corporate-plan-2018-20/",
    "/plans/corporate-plan-2018-20/outcomes/best-start/",
    "/plans/corporate-plan-2018-20/approach/were-kirklees/",
    "/outcomes/",
    "/outcomes/shaped-by-people/",
    "/outcomes/well/",
    "/approach/",
    "/approach/were-kirklees/",
    "/approach/working-alongside/",
    "/numbers/",
    "/indicators/",
    "/priorities/",
    "/priorities/?status=off-track&status=none&words=the&due=past&sort=due",
    "/priorities/?status=at-risk",
    "/priorities/?words=nothing-has-this-word&page=abc",
    "/priorities/?show=priorities",
    "/changes/dates/",
    "/portfolios/",
    "/councillors/",
    "/places/",
    "/stories/",
    "/stories/values/",
    "/stories/share/",
    "/changes/",
    "/changes/?from=2015-01-01&to=2025-12-31",
    "/how-we-judge-progress/",
    "/accessibility/",
    "/privacy/",
    "/sign-in/",
    "/sign-in/password/forgotten/",
    "/sign-in/password/new/1-x-y/",
]
ONE_OF_EACH = [Indicator, Place, PriorityAction, Deliverable, Portfolio, Councillor, SharedValue, Story]


def page_addresses() -> list[str]:
    """Return the address of one page of each kind, on the starter plans and one indicator with a chart."""
    call_command("load_starter_content", stdout=StringIO())
    measured = Indicator.objects.first()
    for year in (2019, 2020, 2021):
        MeasurementFactory(
            indicator=measured, starts_on=date(year, 4, 1), ends_on=date(year + 1, 3, 31), value=year - 1960
        )
    records = [model.objects.order_by("pk").first() for model in ONE_OF_EACH]
    nested = Deliverable.objects.filter(parent__isnull=False).first()
    shown = [*records, nested, measured, story_with_photograph(), sealed_plan()]
    history = reverse("portfolio-history", args=[Portfolio.objects.order_by("pk").first().slug])
    return [*FIXED, history, *(record.get_absolute_url() for record in shown)]


def sealed_plan() -> Seal:
    """A seal of the plan with the most promises, with one thing written down since about its day."""
    promise = Deliverable.objects.filter(priority__plan__slug="council-plan-2021-23").latest("pk")
    sealed = seal(
        promise.priority.plan, timezone.localdate(), sealed_by="Example head of policy", note="Example report"
    )
    ProgressUpdateFactory(deliverable=promise, as_of=timezone.localdate())
    return sealed


def story_with_photograph() -> Story:
    """A published story with a picture that is made here and kept in MEDIA_ROOT."""
    picture = BytesIO()
    Image.new("RGB", (2000, 1200), "red").save(picture, "PNG")
    photo = ContentFile(clean_photograph(picture.getvalue()), name="wall.jpg")
    return StoryFactory(photo=photo, photo_alternative="A red wall.")
