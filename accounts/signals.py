"""What the apps above learn of people."""

from __future__ import annotations

from django.dispatch import Signal

#: Sent with ``person`` (a `User`) inside the transaction in which their account became private or public, or was
#: switched off or on: who sees what they wrote has changed.
privacy_changed = Signal()
