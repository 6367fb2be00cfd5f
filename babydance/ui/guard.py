"""The guard: one place that decides, before every event, whether it may run."""

from __future__ import annotations

import logging
from typing import Any

import reflex as rx
from pydantic import ValidationError
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event
from reflex_base.event.context import EventContext
from reflex_base.registry import RegistrationContext
from reflex_base.utils.form import FORM_DATA_ENTRIES_KEY

from babydance.ui.policies import Known, Policy, Rule, Text, public_rule, rule_of
from babydance.ui.session import SessionState, is_alive, principal_of

log = logging.getLogger(__name__)


class Guard(Middleware):
    """Deny by default; bind the state to the person; check every payload."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """Return None to let the event run, an update to answer in its place."""
        _ = app
        came_from_browser = EventContext.get().parent_txid is None
        rule = _rule_for(event.name)
        if rule is None or (came_from_browser and not rule.policy.is_open):
            log.warning("denied %s", event.name)
            return StateUpdate()
        if not await _bind(state, event.name):
            return SessionState.only_in_browser("stale")
        if rule.policy.needs_session and not await is_alive(principal_of(state)):
            return SessionState.only_in_browser("gone")
        if came_from_browser and not _fits(rule, event):
            return StateUpdate()
        return None


async def _bind(state: BaseState, event_name: str) -> bool:
    """Make sure that the state tree belongs to the person behind the socket; a tab's token proves nothing."""
    session = await state.get_state(SessionState)
    principal = principal_of(state)
    if session._bound == principal:  # noqa: SLF001  the guard is the one that binds
        return True
    if event_name not in _HYDRATING:
        log.warning("stopped %s: the tab belongs to somebody else now", event_name)
        return False
    state.reset()
    session._bound = principal  # noqa: SLF001
    return True


def _fits(rule: Rule, event: Event) -> bool:
    try:
        if isinstance(event.payload, dict):
            event.payload.update({name: _opened(value) for name, value in event.payload.items()})
        rule.payload.model_validate(event.payload)
    except ValidationError as error:
        places = ", ".join(".".join(map(str, problem["loc"])) for problem in error.errors())
        log.warning("denied %s: bad payload at %s", event.name, places or "the whole")
        return False
    return True


def _opened(value: Any) -> Any:
    """Turn a form, which comes as pairs of name and value, into a dict; leave everything else as it is."""
    pairs = value.get(FORM_DATA_ENTRIES_KEY) if isinstance(value, dict) and len(value) == 1 else None
    if isinstance(pairs, list) and all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):  # noqa: PLR2004
        return {str(name): content for name, content in pairs}
    return value


_ROOT = "reflex___state____state"
_ON_LOAD = f"{_ROOT}.reflex___state____on_load_internal_state"
_CRASH = f"{_ROOT}.reflex___state____frontend_event_exception_state.handle_frontend_exception"
_HYDRATE, _HYDRATE_AND_LOAD = f"{_ROOT}.hydrate", f"{_ROOT}.hydrate_and_load"
_HYDRATING = {_HYDRATE, _HYDRATE_AND_LOAD}
_REFLEX_OWN = {  # what its part in the browser sends; nothing else of its own is needed
    _HYDRATE_AND_LOAD: Rule(Policy.PUBLIC, Known),
    **dict.fromkeys([_HYDRATE, f"{_ON_LOAD}.on_load_internal"], public_rule()),
    **dict.fromkeys([f"{_ROOT}.set_is_hydrated", f"{_ON_LOAD}.set_is_hydrated"], public_rule(value=bool)),
    _CRASH: public_rule(info=Text, component_stack=Text),
}


def _rule_for(event_name: str) -> Rule | None:
    if event_name in _REFLEX_OWN:
        return _REFLEX_OWN[event_name]
    registered = RegistrationContext.get().event_handlers.get(event_name)
    return rule_of(registered.handler.fn) if registered else None
