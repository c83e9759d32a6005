"""Every test of Muse has the fixtures of `muse.testing.plugin`."""

pytest_plugins = [
    "muse.testing.plugin",
    "muse.testing.browser",
    "accounts.tests.cast",
    "accounts.tests.spotify_walk",
    "muse.tests.things",
]
