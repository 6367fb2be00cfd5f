"""The workflow of one mail."""

from __future__ import annotations

from dbos import DBOS

from babydance.workflows.parts import counted, parts


@DBOS.workflow(name="mail")
async def mail(mail_id: str) -> None:
    """Send one mail, trying again for as long as its service says."""
    pause = 1
    while pause:
        with counted():  # nobody waits at the end of the process for a mail that waits itself
            pause = await parts().mail.send(mail_id)
        if pause:
            await DBOS.sleep_async(pause)
