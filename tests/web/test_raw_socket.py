"""The real process over real websockets: the eight checks of what Reflex lets through, and of what it loses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from reflex_base.registry import RegistrationContext

import babydance.babydance  # noqa: F401  registers every handler
from babydance.endpoints.gate import BURST
from tests.raw_socket import ROOT, Cut, RawSocket, Refused
from tests.server import StudioServer, studio_server
from tests.web.conftest import Member, enter, join, sql, world

SOME_ID = "0" * 32
COMMON = 5_000  # bytes of a message for a common event
FIRST = 30_000  # bytes of the first load


def _handlers() -> list[str]:
    """Return every handler there is, those for navigation and connecting apart."""
    navigation = ("hydrate", "hydrate_and_load", "on_load_internal")
    return sorted(
        name for name in RegistrationContext.get().event_handlers if name.rpartition(".")[2] not in navigation
    )


def _batched(names: list[str]) -> list[list[str]]:
    """Cut into what one tab may ask: the gate hangs up on one that sends more than its burst at once."""
    each = BURST // (len(PAYLOADS) + 1)
    return [names[start : start + each] for start in range(0, len(names), each)]


def _create(socket: RawSocket, prompt: str = "a baby that dances") -> list[str]:
    """Press Create and return the new tiles."""
    known = len(socket.var("studio_state", "runs"))
    form = {"prompt": prompt, "submit_key": socket.var("studio_state", "submit_key")}
    socket.send("studio_state.create", {"form_data": form})
    socket.wait(lambda: len(socket.var("studio_state", "runs")) != known)
    return socket.var("studio_state", "runs")[0]["tiles"]


def _statuses(socket: RawSocket) -> set[str]:
    return set((socket.var("studio_state", "status") or {}).values())


PAYLOADS: tuple[Any, ...] = (
    {},
    {"value": "2"},
    {"value": 99, "extra": [1]},
    {"form_data": {"prompt": "x", "submit_key": "k", "count": 99}},
    {"form_data": "x" * 50_000},
    {"picture": SOME_ID, "generation": SOME_ID, "run": SOME_ID, "submit_key": "k", "before": SOME_ID},
    {"picture": None},
    {"words": "You have won", "tone": "done"},
    {"var_name": "available", "value": 999},
    {"vars": {"x": 1}},
    [1, 2],
    "text",
    7,
)


def test_a_stranger_changes_nothing_whatever_is_sent(server: StudioServer, ada: Member) -> None:
    before = world(server)
    for some in _batched(_handlers()):
        with RawSocket(server.origin) as socket:
            socket.open("/")
            for name in some:
                for payload in PAYLOADS:
                    socket.send(name, payload)
            socket.send("studio_state.choose_count", {"value": "2"})
            socket.wait(lambda socket=socket: socket.var("session_state", "gone"), 30)
            socket.quiet(0.2)
            assert socket.var("session_state", "available") == 0
            assert ada.email not in socket.heard
            assert "You have won" not in socket.heard
    assert world(server) == before
    assert "Traceback" not in server.log


def test_a_member_cannot_touch_what_is_somebody_elses(server: StudioServer, ada: Member, eve: Member) -> None:
    with ada.socket("/studio/") as hers:
        tile = _create(hers, "Ada's secret")[0]
        hers.wait(lambda: hers.var("studio_state", "status").get(tile) == "done", 20)
        run = hers.var("studio_state", "runs")[0]["id"]
    with ada.socket("/gallery/") as hers:
        hers.send("shelf_state.save", {"form_data": {"name": "Secret folder", "colour": "", "parent": ""}})
        hers.wait(lambda: hers.var("shelf_state", "folders"))
    ((folder,),) = sql(server, "SELECT id FROM folder")
    picked = {"picked": {"ids": [tile], "is_all": False, "view": "", "number": 1}}
    before = world(server)
    for place, events in (
        (
            "/studio/",
            (
                ("studio_state.cancel", {"generation": tile}),
                ("studio_state.retry", {"generation": tile, "submit_key": "k"}),
                ("studio_state.reuse", {"run": run}),
                ("queue_state.cancel", {"generation": tile}),
                ("prompts_state.use", {"prompt_id": run}),
                ("prompts_state.save", {"prompt_id": run}),
                ("sources_state.toggle", {"kind": "image", "source": tile}),
                ("sources_state.delete_upload", {"upload": tile}),
            ),
        ),
        (
            "/gallery/",
            (
                ("gallery_state.more", {"before": tile, "is_many": False}),
                ("picture_state.open", {"picture": tile}),
                ("picture_state.rename", {"picture": tile, "title": "mine"}),
                ("picture_state.annotate", {"picture": tile, "note": "mine"}),
                ("picture_state.tag", {"picture": tile, "label": "mine", "is_on": True}),
                ("picture_state.move", {"picture": tile, "folder": folder}),
                ("sharing_state.show", {"picture": tile}),
                ("shelf_state.edit", {"folder": folder}),
                ("shelf_state.cover", {"folder": folder, "picture": tile}),
                ("shelf_state.delete", {"folder": folder}),
                ("selection_state.trash", picked),
                ("selection_state.favourite", picked | {"is_on": True}),
                ("selection_state.move", picked | {"folder": folder}),
                ("selection_state.tag", picked | {"label": "mine", "is_on": True}),
                ("selection_state.delete", picked),
                ("session_state.undo", {"change": tile}),
            ),
        ),
        (f"/edit/?picture={tile}", (("edit_state.use", {"mask": tile}),)),
    ):
        with eve.socket(place) as socket:
            for name, payload in events:
                assert any(handler.endswith(f"_{name}") for handler in _handlers()), name
                socket.send(name, payload)
            socket.quiet()
            for secret in ("Ada's secret", "Secret folder"):
                assert secret not in socket.heard
    assert _but_counters(world(server)) == _but_counters(before)


def _but_counters(tables: dict[str, list[tuple]]) -> dict[str, list[tuple]]:
    """Leave out how often an account was locked: asking for nothing counts too."""
    return tables | {"credit_account": [row[:4] for row in tables["credit_account"]]}


def test_a_member_gets_nowhere_with_payloads_that_do_not_fit(server: StudioServer, eve: Member) -> None:
    before = world(server)
    for some in _batched(_handlers()):
        with eve.socket("/gallery/") as socket:
            for name in some:
                for payload in PAYLOADS:
                    if payload not in ({}, {"value": "2"}):
                        socket.send(name, payload)
            socket.send("credits_state.more")
            socket.wait(lambda socket=socket: socket.var("credits_state", "movements"), 30)
            assert socket.var("session_state", "available") == 20
    assert world(server) == before
    assert "Traceback" not in server.log


@pytest.mark.parametrize(
    "message",
    [
        "42/_event,[]",
        "42/_event,{}",
        '42/_event,["event"]',
        '42/_event,["event",null]',
        '42/_event,["event",7]',
        '42/_event,["event",{"name":["x"]}]',
        '42/_event,["event",{"name":"no.such.handler","payload":{"password":"PASS"}}]',
        '42/_event,["event",{"name":7,"payload":{"password":"PASS"}}]',
        '42/_event,["event",{"payload":{"password":"PASS"}}]',
        '42/_event,["event","{\\"payload\\":{\\"password\\":\\"PASS\\"}}"]',
        '42/_event,["client_error",{"error_type":"x","message":"broken"}]',
        "42/_other,[]",
        "451-/_event,[]",
        "99",
        "",
    ],
)
def test_a_message_that_is_none_hurts_nobody(server: StudioServer, eve: Member, message: str) -> None:
    with eve.socket("/credits/") as socket:
        socket.throw(message.replace("PASS", "seven tall giraffes"))
        with suppress(Cut):
            socket.quiet(0.1)
    with eve.socket("/credits/") as socket:
        assert socket.var("session_state", "available") == 20
    assert "giraffes" not in server.log


def test_a_message_that_is_too_long_cuts_the_connection_and_leaves_the_rest(server: StudioServer, eve: Member) -> None:
    with eve.socket("/studio/") as bystander, eve.socket("/studio/") as socket:
        socket.throw("x" * 70_000)
        assert socket.is_cut()
        bystander.send("studio_state.choose_count", {"value": "2"})
        bystander.wait(lambda: bystander.var("studio_state", "count") == 2)


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://127.0.0.1:1"])
def test_a_foreign_page_gets_no_websocket(server: StudioServer, ada: Member, origin: str | None) -> None:
    headers = {"Cookie": ada.cookie} | ({} if origin is None else {"Origin": origin})
    with pytest.raises(Refused):
        RawSocket(server.origin, headers=headers)


def test_no_message_and_no_log_line_holds_the_cookie(server: StudioServer, ada: Member) -> None:
    value = ada.cookie.partition("=")[2]
    with ada.socket("/studio/") as socket:
        socket.go("/account/")
        socket.send("no.such.handler", {"a": 1})
        socket.quiet()
        for secret in (value, ada.session_hash):
            assert secret not in socket.heard
            assert secret not in server.log


def test_somebody_elses_token_opens_an_empty_page(server: StudioServer, ada: Member, eve: Member) -> None:
    with ada.socket("/studio/") as hers:
        hers.send("studio_state.take", {"prompt": "Ada's private words"})
        hers.wait(lambda: hers.var("studio_state", "prompt"))
        token = hers.token
        with eve.socket(token=token) as socket:  # while she is there
            socket.open("/studio/")
            assert socket.var("session_state", "email") == eve.email
            assert "private words" not in socket.heard
            assert ada.email not in socket.heard
    with eve.socket(token=token) as socket:  # after she has left
        socket.connect(boot=False)
        socket.place = "/studio/"
        socket.send(f"{ROOT}.babydance___ui___pages___studio___state____studio_state.choose_count", {"value": "3"})
        socket.quiet()
        assert "private words" not in socket.heard
        assert ada.email not in socket.heard
        assert '"stale_rx_state_":true' in socket.heard
    with RawSocket(server.origin, token=token) as socket:  # by nobody
        socket.open("/studio/")
        assert ada.email not in socket.heard
        assert socket.var("session_state", "gone") is True


def test_a_connection_that_hangs_half_open_is_followed_by_a_page_that_is_whole(ada: Member) -> None:
    with ada.socket("/studio/") as first:
        tiles = _create(first)
        with ada.socket(token=first.token) as second:
            second.open("/studio/")
            assert second.new_token  # the server does not let two sockets share a tab
            second.wait(lambda: second.var("studio_state", "runs")[0]["tiles"] == tiles)
            second.wait(lambda: second.var("studio_state", "status")[tiles[0]] == "done", 20)
            second.send("studio_state.choose_count", {"value": "2"})
            second.wait(lambda: second.var("studio_state", "count") == 2)
        first.wait(lambda: first.var("studio_state", "status")[tiles[0]] == "done", 20)


def test_messages_stay_small(ada: Member, eve: Member) -> None:
    _ = ada
    with eve.socket("/studio/") as socket:
        sizes: dict[str, int] = {}

        def measure(what: str, name: str, payload: dict[str, Any]) -> None:
            socket.quiet(0.3)
            before = len(socket.frames)
            socket.send(name, payload)
            socket.wait(lambda: len(socket.frames) > before)
            socket.quiet(0.1)
            sizes[what] = max(len(frame.encode()) for frame in socket.frames[before:])

        measure("count", "studio_state.choose_count", {"value": "4"})
        measure("quality", "studio_state.choose_quality", {"value": "low"})
        measure("prompt", "studio_state.write", {"prompt": "a baby " * 500})
        for what in ("first", "second"):
            before = len(socket.frames)
            _create(socket, "a baby " * 500)
            socket.wait(lambda: not {"queued", "running"} & _statuses(socket), 20)
            sizes[f"{what} run"] = max(len(frame.encode()) for frame in socket.frames[before:])
        measure("credits", "credits_state.more", {})
    assert {what: size for what, size in sizes.items() if size > COMMON and what != "credits"} == {}
    for place in ("/studio/", "/gallery/", "/credits/"):
        with eve.socket(place) as socket:
            socket.quiet(0.3)
            assert len(socket.heard.encode()) < FIRST, place


def test_signing_out_elsewhere_throws_the_page_out(server: StudioServer, eve: Member) -> None:
    member = enter(server, eve.email)
    with member.socket("/gallery/") as socket:
        server.post("/session/leave", {}, cookie=member.cookie)
        socket.wait(lambda: socket.var("session_state", "gone"))
    with member.socket() as socket:
        socket.open("/gallery/")
        assert socket.var("session_state", "gone") is True
        assert eve.email not in socket.heard


@pytest.fixture
def forgetful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioServer]:
    """A studio whose pages are forgotten after a second, and which draws slowly."""
    folder = tmp_path_factory.mktemp("forgetful")
    with studio_server(folder, sandbox_seconds=2, variables={"REFLEX_REDIS_TOKEN_EXPIRATION": "1"}) as running:
        yield running


@pytest.mark.kill
def test_a_page_comes_back_from_the_database_after_it_was_forgotten_and_after_the_server_was_killed(
    forgetful: StudioServer,
) -> None:
    ada = join(forgetful, "ada@example.com")
    with ada.socket("/account/") as socket:
        socket.quiet(2.5)
        socket.send("studio_state.choose_count", {"value": "2"})
        socket.wait(lambda: socket.var("session_state", "stale"))
        token = socket.token
    with ada.socket("/studio/", token=token) as socket:
        assert socket.var("session_state", "available") == 20
        tile = _create(socket)[0]
        socket.wait(lambda: _statuses(socket) == {"running"})
        forgetful.variables.clear()
        forgetful.kill()
        assert socket.is_cut()
    forgetful.start()
    with ada.socket("/studio/", token=token) as socket:
        socket.wait(lambda: _statuses(socket) == {"done"}, 40)
        assert socket.var("studio_state", "runs")[0]["tiles"] == [tile]
        socket.wait(lambda: socket.var("session_state", "in_use") == 0)
        assert socket.var("session_state", "available") == 20 - socket.var("studio_state", "runs")[0]["credits"]
    sql(forgetful, "UPDATE session SET expires_at = '2020-01-01 00:00:00.000000'")
    with ada.socket() as socket:
        socket.open("/studio/")
        assert socket.var("session_state", "gone") is True
    with enter(forgetful, ada.email).socket("/studio/") as socket:
        socket.wait(lambda: _statuses(socket) == {"done"})
    assert "Traceback" not in forgetful.log, forgetful.log[-3000:]
