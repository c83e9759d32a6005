"""People in the REST API: who they are, whom they follow, and what those whom one follows write."""

from muse.api.people.profile import PersonViewSet

__all__ = ["PersonViewSet"]
