"""Two saves of one person at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import User
from accounts.tests.factories import UserFactory
from reviews import services
from reviews.models import Review

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


def test_both_succeed_and_leave_one_review(album_id: str) -> None:
    author: User = UserFactory()
    start = Barrier(AT_ONCE)

    def save(number: int) -> Decimal | None:
        try:
            start.wait(timeout=20)
            saved = services.save_review(author, "album", album_id, rating=Decimal(number) / 2, text=f"Part {number}.")
            return saved.review.rating
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        ratings = list(threads.map(save, range(1, AT_ONCE + 1)))
    assert all(rating is not None for rating in ratings)
    review = Review.objects.get()
    # Rating and text come from the same save.
    assert review.rating is not None
    assert review.text == f"Part {int(review.rating * 2)}."
