"""The port Jobs on dbos: one workflow a picture, one a mail."""

from __future__ import annotations

from collections.abc import Sequence

from babydance.workflows import queues
from babydance.workflows.taker import ring


class DbosJobs:
    """Puts workflows into their queues; what is there already stays as it is."""

    async def start_generations(self, generation_ids: Sequence[str], *, account_id: str) -> None:
        """Queue the drawing of each, in the account's own lane."""
        await queues.enqueue_generations(generation_ids, account_id=account_id)
        ring()

    async def start_mails(self, mail_ids: Sequence[str]) -> None:
        """Queue the sending of each."""
        await queues.enqueue_mails(mail_ids)
