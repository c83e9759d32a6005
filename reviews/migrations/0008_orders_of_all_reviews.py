"""What all reviews are sorted by. Built while people write: a large table is not locked for it."""

from decimal import Decimal

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("reviews", "0007_diary_of_everybody"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="review",
            index=models.Index(fields=["-like_count", "-id"], name="reviews_liked"),
        ),
        AddIndexConcurrently(
            model_name="review",
            index=models.Index(
                models.OrderBy(Coalesce("rating", Decimal(0)), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="reviews_rated",
            ),
        ),
    ]
