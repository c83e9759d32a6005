"""The views that all views of the REST API are made from."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from rest_framework import viewsets
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from accounts.rest import idempotency, sparse, throttles

Handler = Callable[..., Response]


class ApiMixin:
    """Every read takes ``fields=``; every write of a person takes an ``Idempotency-Key`` and tells what is left.

    Answers with secrets in them are not kept: such a view sets ``keeps_answers`` to False.

    What a view does not say to be for everybody is for who asked: kept by nobody else, and by them not without asking.
    """

    keeps_answers: ClassVar[bool] = True

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        method = str(request.method).lower()
        handler: Handler | None = getattr(self, method, None)
        if handler is None:
            return
        if request.method not in SAFE_METHODS:
            key = idempotency.key_of(request)
            if key is not None and self.keeps_answers and isinstance(request.user, User):
                setattr(self, method, idempotency.once(handler, key, request.user, request, self.ask_ahead))
        elif (names := request.query_params.get(sparse.PARAMETER)) is not None:
            setattr(self, method, _pruned(handler, sparse.read_fields(names)))

    def ask_ahead(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Ask Spotify what the write that comes will ask, so that it need not with its transaction open.

        For a view of writes about items to say. Raises nothing: what is wrong with the request, the write says.
        """

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        for name, value in throttles.headers(request).items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]


def _pruned(handler: Handler, wanted: sparse.Tree) -> Handler:
    @wraps(handler)
    def handle(request: Request, *args: Any, **kwargs: Any) -> Response:
        response = handler(request, *args, **kwargs)
        if response.status_code == 200:
            response.data = sparse.pruned(response.data, wanted)
        return response

    return handle


class ApiView(ApiMixin, APIView):
    pass


class ApiViewSet(ApiMixin, viewsets.ViewSet):
    pass


class GenericApiViewSet(ApiMixin, viewsets.GenericViewSet[Any]):
    pass
