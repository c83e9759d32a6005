"""How far a command has come, for who looks on."""

from __future__ import annotations

from typing import Any


class ProgressLine:
    """One line of a terminal, written anew each time; nothing where the output is no terminal."""

    def __init__(self, output: Any, what: str) -> None:
        self._output = output
        self._what = what
        self._is_terminal = bool(getattr(output, "isatty", lambda: False)())
        self._width = 0

    def __call__(self, done: int, of: int) -> None:
        self.say(f"{done:,} of {of:,} {self._what}")

    def say(self, text: str) -> None:
        if self._is_terminal:
            self._output.write(f"\r{text:<{self._width}}", ending="")
            self._output.flush()
            self._width = len(text)

    def clear(self) -> None:
        """Make room for what is said last."""
        self.say("")
        if self._is_terminal:
            self._output.write("\r", ending="")
