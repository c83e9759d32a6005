"""Counts that follow from other rows, kept by triggers in the transaction of whatever changes those rows.

`item_stats` follows reviews and who their authors are; `reviews.like_count` and `reviews.comment_count` follow likes and
comments. Reviews are written by forms, the admin, bulk inserts and COPY, and go with their author's account; a trigger sees
all of these, once a statement. The rows of before are counted by one statement while writers wait.

No two writers lead to a wrong count or into a deadlock: a review is counted under a lock on its author's row, so that the
account cannot become private meanwhile, and rows that are counted into are locked in the order of their keys.
"""

from django.db import migrations

HALVES = range(1, 11)
BARS = ", ".join(f"count(*) FILTER (WHERE r.rating * 2 = {halves})" for halves in HALVES)

COUNT_ALL = f"""
INSERT INTO item_stats (item_type, spotify_id, rating_count, rating_sum, review_count, histogram)
SELECT r.item_type, r.spotify_id, count(r.rating), coalesce(sum(r.rating), 0), count(*) FILTER (WHERE r.text <> ''),
    ARRAY[{BARS}]
FROM reviews r JOIN users u ON u.id = r.author_id
WHERE r.visibility = 'everyone' AND u.is_active AND NOT u.is_private
GROUP BY r.item_type, r.spotify_id
"""


def add_to_stats(rows: str, condition: str) -> str:
    """Statements that count ``rows`` (of `reviews` with a ``sign``) into or out of the stats of their items."""
    sums = ", ".join(
        f"coalesce(sum(r.sign) FILTER (WHERE r.rating * 2 = {halves}), 0)::int AS bar_{halves}" for halves in HALVES
    )
    bars = ", ".join(f"s.histogram[{halves}] + d.bar_{halves}" for halves in HALVES)
    return f"""
    INSERT INTO item_stats (item_type, spotify_id, rating_count, rating_sum, review_count, histogram)
        SELECT DISTINCT r.item_type, r.spotify_id, 0, 0, 0, array_fill(0, ARRAY[10]) FROM ({rows}) r
        ORDER BY r.item_type, r.spotify_id
        ON CONFLICT DO NOTHING;
    PERFORM 1 FROM item_stats s
        WHERE (s.item_type, s.spotify_id) IN (SELECT r.item_type, r.spotify_id FROM ({rows}) r)
        ORDER BY s.item_type, s.spotify_id
        FOR NO KEY UPDATE;
    UPDATE item_stats s
        SET rating_count = s.rating_count + d.ratings, rating_sum = s.rating_sum + d.stars,
            review_count = s.review_count + d.texts, histogram = ARRAY[{bars}]
        FROM (
            SELECT r.item_type, r.spotify_id,
                coalesce(sum(r.sign) FILTER (WHERE r.rating IS NOT NULL), 0)::int AS ratings,
                coalesce(sum(r.sign * r.rating), 0) AS stars,
                coalesce(sum(r.sign) FILTER (WHERE r.text <> ''), 0)::int AS texts,
                {sums}
            FROM ({rows}) r WHERE {condition}
            GROUP BY r.item_type, r.spotify_id
        ) d
        WHERE s.item_type = d.item_type AND s.spotify_id = d.spotify_id;
"""


def signed(table: str, sign: int) -> str:
    return f"SELECT author_id, item_type, spotify_id, rating, text, visibility, {sign} AS sign FROM {table}"


def count_reviews(event: str, rows: str, unless: str = "") -> str:
    tables = {"insert": "NEW TABLE AS new_rows", "delete": "OLD TABLE AS old_rows"}
    tables["update"] = f"{tables['insert']} {tables['delete']}"
    is_public = (
        "r.visibility = 'everyone' AND EXISTS "
        "(SELECT 1 FROM users u WHERE u.id = r.author_id AND u.is_active AND NOT u.is_private)"
    )
    return f"""
CREATE FUNCTION reviews_{event}_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {unless}
    PERFORM 1 FROM users u WHERE u.id IN (SELECT r.author_id FROM ({rows}) r) ORDER BY u.id FOR SHARE;
    {add_to_stats(rows, is_public)}
    RETURN NULL;
END $$;
CREATE TRIGGER reviews_{event}_counts AFTER {event} ON reviews REFERENCING {tables[event]}
    FOR EACH STATEMENT EXECUTE FUNCTION reviews_{event}_counts();
"""


#: Likes and comments change reviews too, all day long, and nothing that is counted here.
NOTHING_COUNTED_CHANGED = """
    IF NOT EXISTS (
        SELECT 1 FROM old_rows o JOIN new_rows n ON n.id = o.id
        WHERE (o.author_id, o.item_type, o.spotify_id, o.rating, o.visibility, o.text = '')
            IS DISTINCT FROM (n.author_id, n.item_type, n.spotify_id, n.rating, n.visibility, n.text = '')
    ) THEN RETURN NULL; END IF;
"""

INSERTED, DELETED = signed("new_rows", 1), signed("old_rows", -1)

OF_AUTHOR = """
    SELECT author_id, item_type, spotify_id, rating, text, visibility,
        CASE WHEN NEW.is_active AND NOT NEW.is_private THEN 1 ELSE -1 END AS sign
    FROM reviews WHERE author_id = NEW.id AND visibility = 'everyone'
"""
COUNT_AUTHORS = f"""
CREATE FUNCTION users_update_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {add_to_stats(OF_AUTHOR, "true")}
    RETURN NULL;
END $$;
CREATE TRIGGER users_update_counts AFTER UPDATE OF is_active, is_private ON users
    FOR EACH ROW
    WHEN ((OLD.is_active AND NOT OLD.is_private) IS DISTINCT FROM (NEW.is_active AND NOT NEW.is_private))
    EXECUTE FUNCTION users_update_counts();
"""


def count_talk(table: str, column: str) -> str:
    """Count the rows of ``table`` about a review into its ``column``."""
    statements = ""
    for event, rows, sign in (("insert", "NEW TABLE AS rows", "+"), ("delete", "OLD TABLE AS rows", "-")):
        statements += f"""
CREATE FUNCTION {table}_{event}_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM reviews r WHERE r.id IN (SELECT review_id FROM rows) ORDER BY r.id FOR NO KEY UPDATE;
    UPDATE reviews r SET {column} = r.{column} {sign} d.number
        FROM (SELECT review_id, count(*)::int AS number FROM rows GROUP BY review_id) d WHERE r.id = d.review_id;
    RETURN NULL;
END $$;
CREATE TRIGGER {table}_{event}_counts AFTER {event} ON {table} REFERENCING {rows}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_{event}_counts();
"""
    return statements


TRIGGERS = "".join(
    [
        count_reviews("insert", INSERTED),
        count_reviews("delete", DELETED),
        count_reviews("update", f"{INSERTED} UNION ALL {DELETED}", NOTHING_COUNTED_CHANGED),
        COUNT_AUTHORS,
        count_talk("review_likes", "like_count"),
        count_talk("review_comments", "comment_count"),
    ]
)
NO_TRIGGERS = "".join(
    f"DROP FUNCTION {function}_counts() CASCADE;"
    for function in (
        *("reviews_insert", "reviews_delete", "reviews_update", "users_update"),
        *("review_likes_insert", "review_likes_delete", "review_comments_insert", "review_comments_delete"),
    )
)


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0002_diary_shelf_and_talk"),
    ]

    operations = [
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        # Creating a trigger has locked out writers until the end of this transaction: nothing is counted twice.
        migrations.RunSQL(COUNT_ALL, "DELETE FROM item_stats"),
    ]
