"""What somebody was writing when their session had ended: kept over the sign-in, so that nothing is lost (R62).

Kept in the session of the visitor that they have become; signing in carries a visitor's session over
(`django.contrib.auth.login`). A few are kept, the oldest goes first. As anybody can make visitors' sessions, and their
Redis evicts nothing, one address keeps only so many drafts (R73), and such a session ends after a day.
"""

from __future__ import annotations

from django.http import HttpRequest

from accounts.rate_limits import DRAFT, address_of

SESSION_KEY = "drafts"
MAX_DRAFTS = 5
#: Twice what the longest field takes: anybody can fill a visitor's session.
MAX_FIELD_LENGTH = 20_000  # characters


def keep(request: HttpRequest, name: str, fields: dict[str, str]) -> bool:
    """Keep ``fields`` (their first 20,000 characters each) as the draft called ``name``, in place of an earlier one.

    Returns whether it is kept: not where the address of the request had kept its share (`rate_limits.DRAFT`).
    """
    if not DRAFT.count(address_of(request)):
        return False
    drafts = {other: draft for other, draft in _drafts(request).items() if other != name}
    newest = list(drafts.items())[-(MAX_DRAFTS - 1) :]
    kept = {field: value[:MAX_FIELD_LENGTH] for field, value in fields.items()}
    request.session[SESSION_KEY] = dict([*newest, (name, kept)])
    return True


def find(request: HttpRequest, name: str) -> dict[str, str] | None:
    """The draft called ``name``, which stays until `drop`."""
    return _drafts(request).get(name)


def drop(request: HttpRequest, name: str) -> None:
    drafts = _drafts(request)
    if drafts.pop(name, None) is not None:
        request.session[SESSION_KEY] = drafts


def _drafts(request: HttpRequest) -> dict[str, dict[str, str]]:
    drafts: dict[str, dict[str, str]] = dict(request.session.get(SESSION_KEY, {}))
    return drafts
