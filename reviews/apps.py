from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Reviews"

    def ready(self) -> None:
        from accounts.notifications import register_target
        from reviews import popular
        from reviews.models import Review

        register_target(Review, lambda person: Review.objects.visible_to(person))
        popular.register()
