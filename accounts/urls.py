from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView
from social_django.views import complete

from accounts import device_views, notification_views, spotify_views, views

# Not social_django.urls: its disconnect would leave tokens behind (`accounts.services.disconnect_spotify` does not).
social_urlpatterns = [
    path("login/<str:backend>/", spotify_views.begin, name="begin"),
    path("complete/<str:backend>/", complete, name="complete"),
]

urlpatterns = [
    path("login", views.SignInView.as_view(), name="login"),
    path("admin/login/", views.staff_sign_in, name="staff_sign_in"),  # before the admin's own
    # Where the rules of new passwords are kept.
    path("admin/password_change/", RedirectView.as_view(pattern_name="password_change"), name="staff_password_change"),
    path("logout", views.sign_out, name="logout"),
    path("signup", views.sign_up, name="signup"),
    path("settings/password", views.change_password, name="password_change"),
    path("settings/devices", device_views.devices, name="devices"),
    path("settings/devices/tokens", device_views.token_make, name="token_make"),
    path("settings/devices/<uuid:id>/revoke", device_views.token_revoke, name="token_revoke"),
    path("password/reset", views.PasswordMailView.as_view(), name="password_reset"),
    path("password/reset/sent", views.PasswordMailSentView.as_view(), name="password_reset_done"),
    path("password/reset/<uidb64>/<token>", views.NewPasswordView.as_view(), name="password_reset_confirm"),
    path("notifications", notification_views.notifications, name="notifications"),
    path("notifications/read", notification_views.read_all, name="notifications_read"),
    path("mail/stop/<str:token>", notification_views.digest_stop, name="digest_stop"),
    path("", include((social_urlpatterns, "social"))),
]
