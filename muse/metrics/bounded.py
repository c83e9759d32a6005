"""django-prometheus' middleware with labels that do not grow with what people send."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_prometheus.middleware import PrometheusAfterMiddleware


class AfterMiddleware(PrometheusAfterMiddleware):
    """Its histogram by view and method takes any word for a method; here it is one of those that there are."""

    def label_metric(
        self, metric: Any, request: HttpRequest, response: HttpResponseBase | None = None, **labels: Any
    ) -> Any:
        if "method" in labels:
            labels["method"] = self._method(request)
        return super().label_metric(metric, request, response, **labels)
