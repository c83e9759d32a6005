"""For who runs Muse: Prometheus, Grafana, and a rehearsal that shows both at work."""
