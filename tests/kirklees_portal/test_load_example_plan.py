"""The example plan: in debug only, labelled wherever it is read, and enough of it to see every part of a dashboard."""

from itertools import chain

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from factories import OutcomeFactory, PlaceFactory, PlaceFollowsFactory, PlanFactory

from dashboards.meetings import last_of, meetings_for
from dashboards.models import Question
from dashboards.scopes import own_scopes, scope_at
from dashboards.situation import situation
from desk.example_plan import SLUG
from ledger.clock import today
from ledger.models import LedgerModel
from outcomes.models import Indicator, Plan
from priorities.models import Deliverable, Meeting, Portfolio, ProgressUpdate
from stories.models import Story

pytestmark = pytest.mark.django_db

LOADED = (
    "The example plan is loaded: made up, and labelled so. "
    "Sign in as councillor and open /dashboard/ to see what it shows.\n"
)


@pytest.fixture
def _debug(settings, monkeypatch):
    settings.DEBUG = True
    monkeypatch.setenv("DEBUG", "true")


@pytest.fixture
def _ground(_debug):
    """What the starter content and the demonstration accounts lay for it."""
    for slug in ("clean-and-green", "best-start", "aspire-and-achieve"):
        OutcomeFactory(slug=slug)
    PlaceFactory(slug="golcar-town", kind="town")
    earlier = PlaceFactory(slug="colne-valley")
    for slug in ("colne-valley-east", "colne-valley-west"):
        PlaceFollowsFactory(earlier=earlier, later=PlaceFactory(slug=slug))
    call_command("make_demonstration_accounts")


def load(capsys) -> str:
    """Load it, and return what the command printed."""
    capsys.readouterr()
    call_command("load_example_plan")
    return capsys.readouterr().out


def versions() -> dict[str, int]:
    models = [model for model in apps.get_models() if issubclass(model, LedgerModel)]
    return {model.__name__: model.history.count() for model in models}


@pytest.mark.usefixtures("_ground")
def test_demonstration_accounts_are_made_again_beside_the_example_plan(capsys):
    load(capsys)
    before = versions()

    call_command("make_demonstration_accounts")

    assert versions() == before


@pytest.mark.parametrize(("on", "said"), [(False, "true"), (True, "")], ids=["off", "on by default only"])
def test_example_plan_without_debug_set_is_refused(settings, monkeypatch, on, said):
    settings.DEBUG = on
    monkeypatch.setenv("DEBUG", said)
    with pytest.raises(CommandError, match=r"^The example plan is loaded only when DEBUG=true is set;"):
        call_command("load_example_plan")
    assert Plan.objects.count() == 0


@pytest.mark.usefixtures("_debug")
def test_example_plan_with_nothing_to_stand_on_says_what_to_do_first(capsys):
    with pytest.raises(CommandError, match=r"^Make the demonstration accounts first"):
        load(capsys)
    call_command("make_demonstration_accounts")
    with pytest.raises(CommandError, match=r"^There is no clean-and-green here\. Load the starter content first"):
        load(capsys)
    assert (Plan.objects.count(), Portfolio.objects.count()) == (0, 0)


@pytest.mark.usefixtures("_ground")
def test_example_plan_loaded_twice_writes_nothing_again_and_leaves_the_ledger_in_order(capsys):
    first = load(capsys)
    before = versions()
    again = load(capsys)
    call_command("verify_ledger")

    assert (first, again) == (LOADED, "The example plan is there already; nothing was changed.\n")
    assert versions() == before
    assert capsys.readouterr().out.endswith(": all in order.\n")


@pytest.mark.usefixtures("_ground")
def test_example_plan_is_labelled_in_every_text_that_stands_alone(capsys):
    load(capsys)
    plan = Plan.objects.get(slug=SLUG)
    promises = Deliverable.objects.filter(priority__plan=plan)
    reports = ProgressUpdate.objects.filter(deliverable__in=promises)
    texts = chain(
        [plan.title, plan.edition.removeprefix("An ").capitalize(), plan.introduction],
        plan.priority_actions.values_list("title", flat=True),
        plan.priority_actions.values_list("action", flat=True),
        promises.values_list("text", flat=True),
        promises.exclude(expected_result="").values_list("expected_result", flat=True),
        chain.from_iterable(reports.values_list("commentary", "cause", "action", "next_step")),
        promises.model.history.exclude(history_change_reason=None).values_list("history_change_reason", flat=True),
        Portfolio.objects.values_list("name", flat=True),
        Indicator.objects.values_list("name", flat=True),
        Question.objects.values_list("text", flat=True),
        Story.objects.values_list("title", flat=True),
        Story.objects.values_list("text", flat=True),
    )
    assert [text for text in texts if text and not text.startswith("Example")] == []
    assert set(reports.values_list("is_example", "state")) == {(True, "published")}
    assert not promises.filter(updates=None).exists()


@pytest.mark.usefixtures("_ground")
def test_example_plan_fills_every_section_of_the_councillors_dashboard(capsys):
    load(capsys)
    day, user = today(), get_user_model().objects.get(username="councillor")
    own = [(kind, slug) for kind, slug, _ in own_scopes(user, day)]
    scope = scope_at("councillors/example-councillor", day)
    found = situation(scope, day, last_of(meetings_for(scope, day), day))

    assert own == [
        ("councillors", "example-councillor"),
        ("portfolios", "example-learning"),
        ("portfolios", "example-parks"),
        ("committees", "example-scrutiny-committee"),
        ("wards", "colne-valley-east"),
    ]
    assert [section.key for section in found.sections if not section.count] == []
    assert sorted(question.is_overdue(day) for question in Question.objects.filter(is_example=True)) == [False, True]
    assert Meeting.objects.filter(held_on__gt=day).count() == 2
    assert (scope.indicators.count(), scope_at("wards/colne-valley-east", day).promises.count()) == (3, 5)


@pytest.mark.usefixtures("_ground")
def test_example_plan_never_leads_before_a_plan_of_the_council(capsys, client):
    theirs = PlanFactory(title="Council plan", state="archived")
    load(capsys)
    assert list(Plan.objects.leading_first()) == [theirs, Plan.objects.get(slug=SLUG)]
    assert "made up to show how the portal works" in client.get(f"/plans/{SLUG}/").content.decode()
