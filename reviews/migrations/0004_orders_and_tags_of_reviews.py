"""What reviews are sorted and found by. Built while people write: a large table is not locked for it."""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("reviews", "0003_counts_kept_by_the_database"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="review",
            index=models.Index(
                condition=models.Q(("text", ""), _negated=True),
                fields=["item_type", "spotify_id", "-like_count", "-created_at"],
                name="reviews_of_item_liked",
            ),
        ),
        AddIndexConcurrently(
            model_name="review",
            index=models.Index(
                models.F("item_type"),
                models.F("spotify_id"),
                models.OrderBy(models.F("rating"), descending=True, nulls_last=True),
                models.OrderBy(models.F("created_at"), descending=True),
                condition=models.Q(("text", ""), _negated=True),
                name="reviews_of_item_rated",
            ),
        ),
        AddIndexConcurrently(
            model_name="review",
            index=django.contrib.postgres.indexes.GinIndex(fields=["tags"], name="reviews_tags"),
        ),
    ]
