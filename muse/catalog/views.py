"""Home, search, album, artist and track pages: parse, ask one selector, answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "catalog/home.html")


def search(request: HttpRequest) -> HttpResponse:
    return render(request, "catalog/search.html")


def album(request: HttpRequest, spotify_id: str) -> HttpResponse:
    return render(request, "catalog/album.html")


def artist(request: HttpRequest, spotify_id: str) -> HttpResponse:
    return render(request, "catalog/artist.html")


def track(request: HttpRequest, spotify_id: str) -> HttpResponse:
    return render(request, "catalog/track.html")
