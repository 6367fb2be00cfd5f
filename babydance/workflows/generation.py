"""The workflow of one picture."""

from __future__ import annotations

import asyncio
import logging

from dbos import DBOS

from babydance.workflows.parts import counted, parts

log = logging.getLogger(__name__)

_PAUSES = (1.0, 4.0, 8.0)  # seconds before trying again after the unforeseen, such as a database that went away


@DBOS.workflow(name="generation")
async def generation(generation_id: str) -> None:
    """Draw one picture; what goes wrong for good here is taken up by the sweep.

    The calls are not steps of dbos: a recorded step would not be counted when it is passed over after a crash,
    and each of these calls finds out by itself, from rows and files, what is left to do.
    """
    with counted():
        for pause in _PAUSES:
            try:
                await _attempt(generation_id)
            except Exception:
                log.exception("generation %s was interrupted", generation_id)
                await asyncio.sleep(pause)
            else:
                return
        await _attempt(generation_id)


async def _attempt(generation_id: str) -> None:
    drawing = parts().drawing
    work = await drawing.begin(generation_id)
    if work is not None and await drawing.draw(work):
        await drawing.finish(work)
