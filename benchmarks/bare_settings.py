"""Muse's settings with nothing behind its middleware but a bare view."""

from muse.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.bare_site"
