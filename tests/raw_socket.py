"""A browser's half of the websocket, by hand: Engine.IO and Socket.IO as Reflex speaks them, and nothing polite."""

from __future__ import annotations

import json
import secrets
import socket
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Self
from urllib.parse import parse_qsl

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, BytesMessage, CloseConnection, Ping, Request, TextMessage

ROOT = "reflex___state____state"
_SPACE = "/_event,"
_PATIENCE = 10.0  # seconds
_MEMBERS = ("/studio", "/gallery", "/edit", "/credits", "/account")  # their news comes after the page


class Refused(Exception):  # noqa: N818  it is what happened, not a fault
    """The server did not let the socket in."""


class Cut(Exception):  # noqa: N818  likewise
    """The server has ended the connection."""


class Wire:
    """A websocket, as bare as it gets; ``headers`` go with the handshake."""

    def __init__(self, port: int, target: str, headers: dict[str, str]) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        self._protocol = WSConnection(ConnectionType.CLIENT)
        self._came: deque[str] = deque()
        self._is_open = False
        given = [(name.encode(), value.encode()) for name, value in headers.items()]
        self._send(Request(host=f"localhost:{port}", target=target, extra_headers=given))
        try:
            while not self._is_open:
                self._pump(_PATIENCE)
        except (Cut, TimeoutError) as error:
            self._socket.close()
            raise Refused from error

    def say(self, message: str | bytes) -> None:
        self._send(TextMessage(message) if isinstance(message, str) else BytesMessage(message))

    def hear(self, seconds: float) -> str | None:
        """Return the next message, or None when none comes in time; raise ``Cut`` after the last."""
        deadline = time.monotonic() + seconds
        while not self._came:
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            try:
                self._pump(left)
            except TimeoutError:
                return None
        return self._came.popleft()

    def close(self) -> None:
        try:
            if self._is_open:
                self._send(CloseConnection(code=1000))
        except OSError:  # it was gone already
            self._is_open = False
        self._socket.close()

    def _send(self, event: Any) -> None:
        try:
            self._socket.sendall(self._protocol.send(event))
        except (BrokenPipeError, ConnectionResetError):
            self._is_open = False

    def _pump(self, seconds: float) -> None:
        """Read once from the network."""
        self._socket.settimeout(seconds)
        try:
            data = self._socket.recv(65_536)
        except ConnectionResetError:
            data = b""
        if not data:
            raise Cut
        self._protocol.receive_data(data)
        for event in self._protocol.events():
            match event:
                case AcceptConnection():
                    self._is_open = True
                case TextMessage(data=text, message_finished=is_whole):
                    self._text += text
                    if is_whole:
                        self._came.append(self._text)
                        self._text = ""
                case Ping():
                    self._send(event.response())
                case CloseConnection():
                    self._is_open = False
                    raise Cut
                case _ if not self._is_open:
                    raise Cut  # refused

    _text = ""


class RawSocket:
    """One connection of one tab; ``page`` is what the tab was sent, ``frames`` every message as it came."""

    def __init__(
        self, origin: str, *, cookie: str = "", token: str = "", place: str = "/", headers: dict[str, str] | None = None
    ) -> None:
        self.token = token or secrets.token_hex(16)
        self.place = place
        self.frames: list[str] = []
        self.page: dict[str, dict[str, Any]] = {}
        self.events: list[dict[str, Any]] = []
        self.new_token = ""
        given = {"Origin": origin} if headers is None else headers
        if cookie:
            given = given | {"Cookie": cookie}
        target = f"/_event/?EIO=4&transport=websocket&token={self.token}"
        self._wire = Wire(int(origin.rpartition(":")[2]), target, given)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def connect(self, *, boot: bool = True) -> None:
        """Open the namespace, with the event that a page sends first."""
        self._read(lambda frame: frame.startswith("0"))
        auth = {"event": self._event(f"{ROOT}.hydrate_and_load", {})} if boot else {}
        self._wire.say(f"40{_SPACE}{json.dumps(auth)}")
        self._read(lambda frame: frame.startswith(f"40{_SPACE}"))

    def open(self, place: str) -> None:
        """Connect and wait until the page says that it is complete."""
        self.place = place
        self.connect()
        self.wait(lambda: self.var("", "is_hydrated") is True or self.var("session_state", "gone") is True)
        if place.startswith(_MEMBERS):
            self.wait(lambda: self.var("session_state", "is_signed_in") or self.var("session_state", "gone"))

    def go(self, place: str) -> None:
        """Follow a link within the page."""
        self.place = place
        self.send(f"{ROOT}.reflex___state____on_load_internal_state.on_load_internal")

    def send(self, name: str, payload: Any = None) -> None:
        """Send one event; a name without dots inside is looked up among the states of the page."""
        self.say("event", self._event(self.full(name), {} if payload is None else payload))

    def say(self, kind: str, *data: Any) -> None:
        """Send any Socket.IO message."""
        self._wire.say(f"42{_SPACE}{json.dumps([kind, *data])}")

    def throw(self, text: str | bytes) -> None:
        """Send anything at all."""
        self._wire.say(text)

    def full(self, name: str) -> str:
        """Return the full name of ``studio_state.create``."""
        state, _, handler = name.rpartition(".")
        return f"{self._state(state)}.{handler}" if "___" not in state else name

    def var(self, state: str, name: str) -> Any:
        """Return what the page shows of ``studio_state``, ``price``."""
        return self.page.get(self._state(state), {}).get(f"{name}_rx_state_")

    def wait(self, condition: Callable[[], object], seconds: float = _PATIENCE) -> None:
        """Read until the page shows something."""
        deadline = time.monotonic() + seconds
        while not condition():
            left = deadline - time.monotonic()
            if left <= 0 or not self._take(left):
                raise AssertionError(f"the page never showed it; the last it heard: {self.frames[-3:]}")

    def quiet(self, seconds: float = 0.4) -> list[str]:
        """Read until nothing has come for a while, and return what came."""
        before = len(self.frames)
        while self._take(seconds):
            pass
        return self.frames[before:]

    def is_cut(self, seconds: float = _PATIENCE) -> bool:
        """Tell whether the server ends the connection."""
        deadline = time.monotonic() + seconds
        try:
            while time.monotonic() < deadline:
                self._take(0.2)
        except Cut:
            return True
        return False

    def close(self) -> None:
        """Hang up."""
        self._wire.close()

    @property
    def heard(self) -> str:
        """Everything that the server ever sent."""
        return "\n".join(self.frames)

    def _state(self, short: str) -> str:
        if not short:
            return ROOT
        return next((name for name in self.page if name.endswith(f"_{short}")), short)

    def _event(self, name: str, payload: Any) -> dict[str, Any]:
        path, _, asked = self.place.partition("?")
        router = {"pathname": path, "asPath": self.place, "query": dict(parse_qsl(asked))}
        return {"name": name, "payload": payload, "router_data": router}

    def _read(self, wanted: Callable[[str], bool]) -> str:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            if self._take(1.0) and wanted(self.frames[-1]):
                return self.frames[-1]
        raise AssertionError(f"no answer; heard {self.frames[-3:]}")

    def _take(self, seconds: float) -> bool:
        frame = self._wire.hear(seconds)
        if frame is None:
            return False
        self.frames.append(frame)
        if frame == "2":
            self._wire.say("3")
        elif frame.startswith(f"42{_SPACE}"):
            self._hear(*json.loads(frame.removeprefix(f"42{_SPACE}")))
        return True

    def _hear(self, kind: str, data: Any = None, *_: Any) -> None:
        if kind == "new_token":
            self.new_token = self.token = str(data)
        if kind != "event":
            return
        update = json.loads(data) if isinstance(data, str) else data
        for name, values in (update.get("delta") or {}).items():
            self.page.setdefault(name, {}).update(values)
        self.events += update.get("events") or []

    @staticmethod
    def rest() -> None:
        """Wait a moment for something that happens elsewhere."""
        time.sleep(0.1)
