from django.apps import AppConfig


class SpotifyCacheConfig(AppConfig):
    name = "spotify_cache"
    verbose_name = "Spotify cache"
