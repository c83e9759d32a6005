"""What changes many reviews at once is quick, and so is counting what was said lately.

The trigger on updates asks whether anything that is counted has changed. It compared the rows of before and after by a
join of two tables that PostgreSQL knows nothing of: every row with every row, minutes for the 20,000 likes that go with
an account. Now they are compared as sets, in one pass over each.

The index of the newest reviews holds what is counted of them, so that charts and "popular lately" need not look up a
row anywhere in the table for each of a hundred thousand. Built while people write, beside the one that it replaces.
"""

from importlib import import_module

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

counts = import_module("reviews.migrations.0003_counts_kept_by_the_database")

COUNTED = "id, author_id, item_type, spotify_id, rating, visibility, text = ''"
NOTHING_COUNTED_CHANGED = f"""
    IF NOT EXISTS (SELECT {COUNTED} FROM new_rows EXCEPT SELECT {COUNTED} FROM old_rows) THEN RETURN NULL; END IF;
"""


def function(unless: str) -> str:
    """The trigger's function as migration 0003 makes it, which returns at once ``unless`` there is something to do."""
    rows = f"{counts.INSERTED} UNION ALL {counts.DELETED}"
    made, _trigger = counts.count_reviews("update", rows, unless).split("CREATE TRIGGER")
    return made.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("reviews", "0008_orders_of_all_reviews"),
    ]

    operations = [
        migrations.RunSQL(function(NOTHING_COUNTED_CHANGED), function(counts.NOTHING_COUNTED_CHANGED)),
        AddIndexConcurrently(
            model_name="review",
            index=models.Index(
                fields=["-created_at"],
                include=["item_type", "spotify_id", "author", "visibility", "rating"],
                name="reviews_newest",
            ),
        ),
        RemoveIndexConcurrently(model_name="review", name="reviews_recent"),
    ]
