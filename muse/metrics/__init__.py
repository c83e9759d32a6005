"""What operators see of a running Muse (R30-R32): counts of this process and its siblings, of Redis, of Celery.

Each count has one way of being right under several processes:

* What happens in requests (`requests`, `page_times`) goes to prometheus_client's files: the gunicorn processes of one
  host share a directory, writing costs no round trip, and Prometheus asks every host anyway.
* What happens in requests and in Celery alike, or in Celery alone, is summed up in Redis (`spotify_cache.metrics`):
  workers answer no HTTP and may run on other hosts. Whichever process is asked knows all of it.
* What simply is (Redis, queues, the rate window) is looked up when Prometheus asks (`spotify_cache.collector`,
  `queues`); what takes longer to find out a Celery task finds out every two minutes (`spotify_cache.census`).
"""
