from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("priorities", "0005_directorates_and_sign_off"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="progressupdate",
            name="update_in_trouble_says_cause_action_and_next_step",
        ),
        migrations.RemoveConstraint(
            model_name="progressupdate",
            name="update_that_stops_names_its_decision",
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "returned"]),
                    models.Q(("status__in", ["at-risk", "off-track"]), _negated=True),
                    models.Q(
                        models.Q(("cause", ""), _negated=True),
                        models.Q(("action", ""), _negated=True),
                        models.Q(("next_step", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="update_in_trouble_says_cause_action_and_next_step",
                violation_error_message="At risk and off track need a cause, an action and a next step.",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "returned"]),
                    models.Q(("status__in", ["deferred", "withdrawn"]), _negated=True),
                    models.Q(("decision_url", ""), _negated=True),
                    _connector="OR",
                ),
                name="update_that_stops_names_its_decision",
                violation_error_message="Deferred and withdrawn need a link to the decision.",
            ),
        ),
    ]
