"""What was answered to a write shows what Spotify says of items, which PostgreSQL never holds: Redis keeps it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_old_tokens_every_night")]

    operations = [migrations.RemoveField(model_name="idempotencykey", name="body")]
