"""The way into the engine's database: queueing, listing and deleting workflows from any process.

An outage raises here, where dbos itself would wait for its end in a thread: a person who presses Create is not
kept waiting, for the sweep starts what could not be started.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from dbos import DBOSClient, EnqueueOptions, WorkflowStatus

NAME = "babydance"
VERSION = "1"  # never changes: a workflow of an older deployment must be taken up by a newer one
GENERATIONS = "generations"
MAILS = "mails"
FINAL = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")

_CONNECTIONS = 4
_opened: list[DBOSClient] = []


def open_queues(url: str) -> None:
    """Connect this process to the engine's database; nothing is said to it yet."""
    _opened[:] = [
        DBOSClient(
            system_database_url=url,
            application_name=NAME,
            system_database_pool_size=_CONNECTIONS,
            retry_connection_errors=False,
            lazy=True,
        )
    ]


def close_queues() -> None:
    """Give the connections back."""
    for client in _opened:
        client.destroy()
    _opened.clear()


def generation_workflow(generation_id: str) -> str:
    """Return the id of a generation's workflow: starting it twice is starting it once."""
    return f"generation/{generation_id}"


def mail_workflow(mail_id: str) -> str:
    """Return the id of a mail's workflow: starting it twice is starting it once."""
    return f"mail/{mail_id}"


async def enqueue_generations(generation_ids: Sequence[str], *, account_id: str) -> None:
    """Queue the drawing of each in the account's own lane; what is there already stays as it is."""
    await _enqueue([(_generation(one, account_id), one) for one in generation_ids])


async def enqueue_mails(mail_ids: Sequence[str]) -> None:
    """Queue the sending of each; what is there already stays as it is."""
    await _enqueue([(_mail(one), one) for one in mail_ids])


async def find(ids: Sequence[str]) -> list[WorkflowStatus]:
    """Return those of the workflows that exist."""
    if not ids:
        return []
    return await _client().list_workflows_async(workflow_ids=list(ids), load_input=False, load_output=False)


async def pending() -> list[WorkflowStatus]:
    """Return every workflow that some process has taken and not finished."""
    return await _client().list_workflows_async(status="PENDING", load_input=False, load_output=False)


async def finished_before(moment: str, *, limit: int) -> list[WorkflowStatus]:
    """Return workflows that ended before a moment in ISO 8601."""
    return await _client().list_workflows_async(
        status=list(FINAL), completed_before=moment, limit=limit, load_input=False, load_output=False
    )


async def resume(ids: Sequence[str], *, queue: str) -> None:
    """Put workflows back into their queue; those that ended stay ended."""
    await _client().resume_workflows_async(list(ids), queue_name=queue)


async def delete(ids: Sequence[str]) -> None:
    """Delete workflows, known or not."""
    await _client().delete_workflows_async(list(ids))


def _client() -> DBOSClient:
    if not _opened:
        raise ConnectionError("the job engine was not started")
    return _opened[0]


async def _enqueue(jobs: Sequence[tuple[EnqueueOptions, str]]) -> None:
    client = _client()

    def enqueue_all() -> None:
        for options, argument in jobs:
            client.enqueue(options, argument)

    await asyncio.to_thread(enqueue_all)


def _generation(generation_id: str, account_id: str) -> EnqueueOptions:
    return {
        "workflow_name": "generation",
        "queue_name": GENERATIONS,
        "workflow_id": generation_workflow(generation_id),
        "app_version": VERSION,
        "queue_partition_key": account_id,
    }


def _mail(mail_id: str) -> EnqueueOptions:
    return {
        "workflow_name": "mail",
        "queue_name": MAILS,
        "workflow_id": mail_workflow(mail_id),
        "app_version": VERSION,
    }
