"""Takes jobs out of their queue: at once when this process has put one in, else by looking now and then."""

from __future__ import annotations

import threading
from typing import Any

from dbos import DBOS, Queue
from dbos._queue import queue_worker_thread  # the one piece that is not public; a test holds it to what we need

_PATIENCE = 5.0  # seconds for a look that goes on


class Taker:
    """Runs dbos's own loop over one queue, in a thread, with a waiting that can be cut short.

    dbos would run the same loop with an event that only ever ends it. Ours answers the same two questions, and
    wakes early when rung, so that a picture need not wait for the next look.
    """

    def __init__(self, engine: DBOS, queue: Queue) -> None:
        self._bell = _Bell()
        event: Any = self._bell
        self._thread = threading.Thread(
            target=queue_worker_thread, args=(event, engine, queue), name=f"taker-{queue.name}", daemon=True
        )

    def start(self) -> None:
        """Begin to take jobs, and let ``ring`` reach this taker."""
        self._thread.start()
        _bells.append(self._bell)

    def stop(self) -> None:
        """Take no more jobs; blocks for as long as a look takes."""
        _bells.remove(self._bell)
        self._bell.end()
        self._thread.join(_PATIENCE)


def ring() -> None:
    """Have this process look at its queue now, if it takes jobs at all."""
    for bell in _bells:
        bell.ring()


class _Bell:
    """What dbos's loop waits on."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._is_rung = False
        self._is_over = False

    def ring(self) -> None:
        with self._condition:
            self._is_rung = True
            self._condition.notify_all()

    def end(self) -> None:
        with self._condition:
            self._is_over = True
            self._condition.notify_all()

    def is_set(self) -> bool:
        """Tell whether the loop should end."""
        return self._is_over

    def wait(self, timeout: float) -> bool:
        """Wait until it is over (True), until it is rung or until ``timeout`` seconds have passed (False)."""
        with self._condition:
            self._condition.wait_for(lambda: self._is_rung or self._is_over, timeout)
            self._is_rung = False
            return self._is_over


_bells: list[_Bell] = []
