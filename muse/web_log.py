"""gunicorn's two logs, in the lines of all others."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from gunicorn.glogging import Logger

from muse import logs


class Access(logging.Filter):
    """The fields of a line of the access log. Of the headers, only the ID of the request is taken."""

    def filter(self, record: logging.LogRecord) -> bool:
        atoms: Any = record.args
        if not isinstance(atoms, Mapping):
            return True
        path = atoms[_of_environment(logs.PATH)]
        path = atoms["U"] if path == "-" else path
        fields: dict[str, object] = {"method": atoms["m"], "path": path}
        fields |= {name: _number(atoms[atom]) for name, atom in (("status", "s"), ("bytes", "B"), ("ms", "M"))}
        if (route := atoms[_of_environment(logs.ROUTE)]) != "-":
            fields |= {"route": route, "queries": _number(atoms[_of_environment(logs.QUERIES)])}
        record.__dict__ |= {"request_id": atoms["{x-request-id}o"], **fields}
        record.msg = "%(method)s %(path)s %(status)s %(bytes)s bytes %(ms)s ms"
        record.args = fields
        return True


def _of_environment(name: str) -> str:
    return f"{{{name}}}e"


def _number(atom: object) -> object:
    return int(atom) if isinstance(atom, str) and atom.isdecimal() else atom


class GunicornLogger(Logger):
    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        formatter = logs.formatter(logs.wanted())
        for log, own in ((self.error_log, logs.RequestId()), (self.access_log, Access())):
            handler = self._get_gunicorn_handler(log)
            if handler is not None:
                handler.setFormatter(formatter)
                handler.addFilter(own)
