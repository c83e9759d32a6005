from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        from accounts import reading_zone, theme, warming  # noqa: F401  (their receivers have to be known)
        from accounts.spotify import token_source_of_id
        from spotify_cache.background import register_token_sources

        register_token_sources(token_source_of_id)
