"""Words of names and titles that people wrote, as PostgreSQL's full-text search keeps and finds them.

The configuration ``simple`` comes with PostgreSQL and knows no language: a word is found by its beginning, in any case,
with or without its accents. An index has to be made of exactly the expression that a query filters by, so both are made
here.
"""

from __future__ import annotations

import re
import unicodedata

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Func

#: More words than a name has; each costs a look into the index.
MAX_WORDS = 8
# As PostgreSQL and Python both read them. PostgreSQL's own [[:punct:]] depends on the locale of the database.
_ACCENTS = r"[\u0300-\u036f]"
_BETWEEN_WORDS = r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+"


class SearchWords(Func):
    """The words of some text columns, for `words_query` to be found in; for an index and for queries."""

    arg_joiner = " || ' ' || "
    template = (
        "to_tsvector('simple'::regconfig, lower(regexp_replace(regexp_replace("
        f"normalize(%(expressions)s, NFKD), '{_ACCENTS}', '', 'g'), '{_BETWEEN_WORDS}', ' ', 'g')))"
    )
    output_field = SearchVectorField()


def words_query(typed: str) -> SearchQuery | None:
    """What finds texts in which every word that was typed begins a word; None where no word was typed."""
    plain = re.sub(_ACCENTS, "", unicodedata.normalize("NFKD", typed.replace("\x00", " ")))
    words = [word for word in re.sub(_BETWEEN_WORDS, " ", plain).lower().split() if word.isprintable()]
    if not words:
        return None
    return SearchQuery(" & ".join(f"'{word}':*" for word in words[:MAX_WORDS]), search_type="raw", config="simple")
