"""Taking over from the dead: workflows whose process gives no sign of life go back into their queue."""

from __future__ import annotations

import logging
from collections import defaultdict

from babydance.services.leases import LeaseService
from babydance.workflows import queues

log = logging.getLogger(__name__)


async def reap(leases: LeaseService) -> int:
    """Queue the jobs of dead processes again; return how many. Only the leader may do this."""
    pending = await queues.pending()
    living = await leases.living()  # read second: who took a job before had a lease before
    orphans: dict[str, list[str]] = defaultdict(list)
    for workflow in pending:
        if workflow.executor_id not in living and workflow.queue_name is not None:
            orphans[workflow.queue_name].append(workflow.workflow_id)
    for queue, ids in orphans.items():
        await queues.resume(ids, queue=queue)
        log.warning("queued again after the death of their process: %s", " ".join(ids))
    return sum(len(ids) for ids in orphans.values())
