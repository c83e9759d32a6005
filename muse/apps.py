from django.apps import AppConfig


class MuseConfig(AppConfig):
    name = "muse"
    verbose_name = "Muse"

    def ready(self) -> None:
        from muse import logs
        from muse.catalog import recent  # noqa: F401  (its receiver has to be known)
        from muse.metrics import work
        from muse.people import warming

        logs.take_warnings()
        work.connect()
        warming.register()
