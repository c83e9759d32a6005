"""What happens in a rehearsal, in the order in which it does."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import psutil
from django.db import connections

from operations.rehearsal import findings as found
from operations.rehearsal import inside
from operations.rehearsal.deployment import Deployment
from operations.rehearsal.findings import Findings
from operations.rehearsal.people import Crowd, Ledger, Listener, Phone, Place
from operations.rehearsal.prometheus import SCRAPE_SECONDS, Prometheus
from spotify_cache.repository import get_repository
from spotify_cache.runs import Ended
from spotify_cache.warming import warm_popular

_COUNTED_IN_REQUESTS = "muse_response_.*|muse_page_.*|django_.*"
_COUNTED_IN_REDIS = "muse_cache_.*|muse_spotify_.*|muse_task_.*|muse_dashboards|muse_redis_.*"
_ANSWERED = 'sum(muse_response_seconds_count{job="muse", route!~"metrics|readyz"})'
WANTED_ALERTS = ("SpotifyGateIsClosed", "SpotifyFails", "RedisDoesNotAnswer", "MuseAnswersFail")


class Story:
    def __init__(self, deployment: Deployment, prometheus: Prometheus, findings: Findings) -> None:
        self._deployment = deployment
        self._prometheus = prometheus
        self._findings = findings
        self.ledger = Ledger()
        self.began = time.time()
        catalogue = deployment.control("catalog")
        self._listeners = [one["id"] for one in catalogue["listeners"]]
        self._yesterdays = catalogue["tracks"][100:260]
        self._place = Place(
            address=deployment.configuration.address,
            albums=catalogue["albums"][:40],
            artists=catalogue["artists"][:20],
            tracks=catalogue["tracks"][:60],
            people=["demo", "mira_halloran", "kit_marlow", "amadou"],
            listeners=self._listeners[1:3],
            ledger=self.ledger,
        )
        self._crowd = Crowd(self._place)

    def say(self, text: str) -> None:
        print(f"{time.time() - self.began:5.0f} s  {text}", flush=True)

    def wait(self, seconds: float) -> None:
        """Let the time pass, with what ended being started again, as a supervisor of processes does."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self._deployment.look_after()
            time.sleep(0.2)

    def run(self) -> None:
        inside.hurry_beat()
        self._count_alone()
        self._crowd.come()
        self.say("people come")
        self.wait(12)
        self._sign_in()
        self._warm()
        self._replace_a_web_process()
        self._let_go()
        self.wait(2 * SCRAPE_SECONDS)
        self._counters_did_not_fall()
        self._gate()
        self._spotify_fails()
        self._cache_is_gone()
        self._database_is_gone()
        self._crowd.go_home()
        self.say("people go home")
        self.wait(2 * SCRAPE_SECONDS)

    # --- Counting ----------------------------------------------------------------------------------------------------
    def _answered(self) -> float:
        time.sleep(2 * SCRAPE_SECONDS)
        return self._prometheus.value(_ANSWERED)

    def _count_alone(self) -> None:
        """What the day before was read: tracks that nobody asks for again; and how it is counted."""
        before, sent_before = self._answered(), self.ledger.answers.total()
        phone = Phone(self._place, 40)
        phone.arrive()
        for start in range(0, len(self._yesterdays), 40):
            for _ in range(6):
                ids = ",".join(self._yesterdays[start : start + 40])
                phone.send("GET", "/api/v1/tracks", params={"ids": ids})
                time.sleep(0.2)
        web = self._deployment.children("web")[0]
        web.terminate()
        self.say(f"gunicorn's process {web.pid} is asked to end, and another takes its place")
        for _ in range(20):
            phone.send("GET", "/healthz")
        found.compare_counts(before, self._answered(), self.ledger, sent_before, self._findings)

    def _counters_did_not_fall(self) -> None:
        now = time.time()
        for names in (_COUNTED_IN_REQUESTS, _COUNTED_IN_REDIS):
            fell = found.counters_that_fell(self._prometheus, names, now, now - self.began)
            self._findings.see(not fell, f"counters that fell ({names}): {fell or 'none'}")

    def _replace_a_web_process(self) -> None:
        web = self._deployment.children("web")[-1]
        web.kill()
        self.say(f"gunicorn's process {web.pid} is killed")

    # --- Warming -----------------------------------------------------------------------------------------------------
    def _value(self, expression: str) -> float:
        time.sleep(2 * SCRAPE_SECONDS)
        return self._prometheus.value(expression)

    def _sign_in(self) -> None:
        """After the warm-up of a sign-in, the dashboard needs no call."""
        somebody = Listener(self._place, 50, self._listeners[0])
        somebody.arrive()
        self.say("a listener has signed in; a worker warms what they will look at")
        self.wait(8)
        cached = 'muse_dashboards_total{job="muse", source="cached"}'
        asked, before = self._calls_for(somebody), self._value(cached)
        answer = somebody.send("GET", "/dashboard")
        made, after = self._calls_for(somebody) - asked, self._value(cached)
        is_right = answer is not None and answer.status_code == 200 and not made and after > before and asked > 0
        said = (
            f"the dashboard after a sign-in: {asked} calls for them before, {made} by it; cached {after - before:+.0f}"
        )
        self._findings.see(is_right, said)

    def _calls_for(self, somebody: Listener) -> int:
        calls = self._deployment.control("stats?last=2000")["calls"]
        return sum(call["token"] == f"listener:{somebody.listener}" for call in calls)

    def _warm(self) -> None:
        """What was read most and has gone is fetched by a run that beat starts, and by another when that is killed."""
        inside.forget_entries(self._yesterdays)
        self._deployment.control("config", {"latency_ms": 400})
        self.say(f"{len(self._yesterdays)} popular tracks have gone from the cache; beat starts the warmer")
        found_at = inside.wait_for_the_warmer(40)
        if found_at is None:
            self._findings.see(False, "no run of the warmer was seen")
            return
        node, pid = found_at
        another = warm_popular(get_repository()).ended
        self._findings.see(another is Ended.BUSY, f"while it runs in {node}, another that would run is told: {another}")
        time.sleep(1)
        had = inside.cached(self._yesterdays)
        psutil.Process(pid).kill()
        self.say(f"process {pid} of {node} is killed in the middle of warming: {had} fetched")
        self._findings.see(
            had < len(self._yesterdays), f"it was killed in the middle: {had} of {len(self._yesterdays)}"
        )
        self._until_warm()

    def _until_warm(self) -> None:
        deadline = time.monotonic() + 110
        while (have := inside.cached(self._yesterdays)) < len(self._yesterdays) and time.monotonic() < deadline:
            self.wait(1)
        self._deployment.control("config", {"latency_ms": 0})
        self.say(f"the warmer has fetched {have} of {len(self._yesterdays)}")
        self._findings.see(have == len(self._yesterdays), f"another run went on to the end: {have}")

    def _let_go(self) -> None:
        self.wait(2 * inside.WARMING_EVERY)  # a whole run without a death
        inside.make_older(26)
        self.say("everything has become a day older")
        self.wait(2 * inside.WARMING_EVERY)
        unread = self._value('muse_cache_warmed_total{job="muse", result="unread"}')
        self._findings.see(unread > 0, f"entries that were let go, as nobody had read them: {unread:.0f}")

    # --- Outages -----------------------------------------------------------------------------------------------------
    def _gate(self) -> None:
        self._deployment.faults({"endpoint": "*", "fault": "429", "times": 1, "retry_after": 12})
        inside.make_older(26)
        self.say("Spotify says 429, for 12 s")
        self.wait(16)

    def _spotify_fails(self) -> None:
        self._deployment.faults({"endpoint": "*", "fault": "error500"})
        inside.make_older(26)
        self.say("Spotify answers 500")
        self.wait(20)
        self._deployment.faults()
        self.say("Spotify is well again")
        self.wait(6)

    def _cache_is_gone(self) -> None:
        self._deployment.cache.stop()
        self.say("the cache's Redis is gone")
        time.sleep(10)
        self._deployment.cache.start()
        self.say("it is back, empty")
        self.wait(6)

    def _database_is_gone(self) -> None:
        connections.close_all()
        self._deployment.postgres.stop()
        self.say("PostgreSQL is gone")
        time.sleep(12)
        self._deployment.postgres.start()
        self.say("it is back")
        self.wait(8)


def runs_of_the_warmer(lines: list[dict[str, Any]]) -> Counter[str]:
    """How many tasks of the warmer ended how, as workers have logged."""
    ends: Counter[str] = Counter()
    for line in lines:
        if line.get("logger") == "celery.app.trace" and "warm_popular" in line["message"]:
            ends[line["message"].rpartition(": ")[2]] += 1
    return ends
