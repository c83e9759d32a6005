"""Muse as an app on a phone's home screen: manifest, service worker, and a page for when there is no network."""
