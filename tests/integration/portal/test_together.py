"""A migration that makes an app's tables in one go."""

from django.apps import apps
from django.db import migrations, models

from portal.db.together import MakeTogether
from tests.installations import manage


def test_it_makes_every_table_with_its_indexes_and_constraints_and_can_be_taken_back(own_installation):
    made = manage(own_installation, "sqlmigrate", "portal", "0001_together", "--no-color")
    undone = manage(own_installation, "sqlmigrate", "portal", "0001_together", "--no-color", "--backwards")
    for model in apps.get_app_config("portal").get_models(include_auto_created=True):
        table = model._meta.db_table
        assert made.count(f'CREATE TABLE "{table}" ') == undone.count(f'DROP TABLE "{table}"') == 1
        named = [*model._meta.constraints, *model._meta.indexes]
        assert [one.name for one in named if f'"{one.name}"' not in made] == []


def test_it_says_what_it_does():
    operation = MakeTogether(
        [
            migrations.CreateModel("One", [("id", models.BigAutoField(primary_key=True))]),
            migrations.AddField("one", "name", models.CharField(max_length=9)),
        ]
    )
    assert operation.describe() == "Make the tables of 1 models together"
