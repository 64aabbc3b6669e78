"""How many requests are under way, so that a server that stops lets them end; and how they were answered."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.wsgi import ClosingIterator

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Underway:
    """A WSGI application that counts its requests. While `closing`, each answer is the last of its connection.

    `answers` counts them by the first digit of their status.
    """

    def __init__(self, application: Application) -> None:
        self._application = application
        self.count = 0
        self.closing = False
        self.answers: Counter[str] = Counter()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            self.answers[status[:1]] += 1
            return start_response(status, [*headers, ("Connection", "close")] if self.closing else headers, exc_info)

        self.count += 1
        try:
            answer = self._application(environ, start)
        except BaseException:
            self.count -= 1
            raise
        return ClosingIterator(answer, self._done)

    def _done(self) -> None:
        self.count -= 1
