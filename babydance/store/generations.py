"""Queries over runs and generations; every change of state says which states it starts from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, text
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.domain.images import (
    Drawing,
    Failure,
    GenerationView,
    RunView,
    Status,
    outcome_words,
)
from babydance.domain.models import PRICE_TABLE_VERSION, reported_micro_usd
from babydance.domain.sources import MadeFrom
from babydance.store.folders import FolderRow
from babydance.store.images import IS_OPEN, IS_UNSTARTED, GenerationRow, ImageRow, RunRow
from babydance.store.sources import made_from

OP = "generation:"
CUT_OUT = "taken out by the studio"
OPEN = (Status.QUEUED.value, Status.RUNNING.value)


@dataclass(frozen=True, slots=True)
class Unstarted:
    """A generation that the job engine should know of."""

    id: str
    account_id: str


def op_key(generation_id: str) -> str:
    """Return the name under which the ledger holds the credits of a generation."""
    return f"{OP}{generation_id}"


async def runs_by_key(session: AsyncSession, account_id: str, submit_keys: Sequence[str]) -> list[str]:
    """Return the runs that this press of Create has made already, in the order of their keys."""
    query = select(RunRow.submit_key, RunRow.id).where(
        RunRow.account_id == account_id, col(RunRow.submit_key).in_(submit_keys)
    )
    known = dict((await session.exec(query)).all())
    return [known[key] for key in submit_keys if key in known]


async def count_open(session: AsyncSession, account_id: str) -> int:
    """Count the account's pictures under way."""
    query = select(func.count()).select_from(GenerationRow)
    return (await session.exec(query.where(GenerationRow.account_id == account_id, text(IS_OPEN)))).one()


async def has_folder(session: AsyncSession, account_id: str, folder_id: str) -> bool:
    """Tell whether the account has this folder."""
    query = select(FolderRow.id).where(FolderRow.id == folder_id, FolderRow.account_id == account_id)
    return (await session.exec(query)).first() is not None


async def view_run(session: AsyncSession, run_id: str, *, now: datetime) -> RunView:
    """Return the run as the stage shows it."""
    run = (await session.exec(select(RunRow).where(RunRow.id == run_id))).one()
    return (await _views(session, [run], now=now))[0]


async def recent_runs(session: AsyncSession, account_id: str, *, limit: int, now: datetime) -> list[RunView]:
    """Return the account's newest runs, newest first."""
    query = select(RunRow).where(RunRow.account_id == account_id).order_by(col(RunRow.id).desc()).limit(limit)
    return await _views(session, list(await session.exec(query)), now=now)


async def owned(session: AsyncSession, account_id: str, generation_id: str) -> tuple[GenerationRow, RunRow] | None:
    """Return the account's generation with its run."""
    query = (
        select(GenerationRow, RunRow)
        .join(RunRow, col(RunRow.id) == GenerationRow.run_id)
        .where(GenerationRow.id == generation_id, GenerationRow.account_id == account_id)
    )
    return (await session.exec(query)).first()


async def with_run(session: AsyncSession, generation_id: str) -> tuple[GenerationRow, RunRow] | None:
    """Return the generation with its run, whoever owns it."""
    query = (
        select(GenerationRow, RunRow)
        .join(RunRow, col(RunRow.id) == GenerationRow.run_id)
        .where(GenerationRow.id == generation_id)
    )
    return (await session.exec(query)).first()


async def of_run(session: AsyncSession, account_id: str, run_id: str) -> list[tuple[GenerationRow, RunRow]]:
    """Return the generations of the account's run, in their order."""
    query = (
        select(GenerationRow, RunRow)
        .join(RunRow, col(RunRow.id) == GenerationRow.run_id)
        .where(GenerationRow.run_id == run_id, GenerationRow.account_id == account_id)
        .order_by(col(GenerationRow.position))
    )
    return list(await session.exec(query))


async def open_of(session: AsyncSession, account_id: str) -> list[tuple[GenerationRow, RunRow]]:
    """Return everything of the account that is under way, oldest first."""
    query = (
        select(GenerationRow, RunRow)
        .join(RunRow, col(RunRow.id) == GenerationRow.run_id)
        .where(GenerationRow.account_id == account_id, text(IS_OPEN))
        .order_by(col(GenerationRow.created_at), col(GenerationRow.id))
    )
    return list(await session.exec(query))


async def begin(session: AsyncSession, generation_id: str, *, limit: int, now: datetime) -> int:
    """Start the next attempt and return its number; 0 when the generation is final or ``limit`` is used up."""
    result = await session.exec(
        update(GenerationRow)
        .where(
            col(GenerationRow.id) == generation_id,
            col(GenerationRow.status).in_(OPEN),
            col(GenerationRow.attempts) < limit,
        )
        .values(
            status=Status.RUNNING.value,
            attempts=GenerationRow.attempts + 1,
            started_at=func.coalesce(GenerationRow.started_at, now),
        )
    )
    if result.rowcount == 0:
        return 0
    return (await session.exec(select(GenerationRow.attempts).where(GenerationRow.id == generation_id))).one()


async def show_preview(session: AsyncSession, generation_id: str, *, attempt: int, number: int) -> bool:
    """Let the page show preview ``number``; False when this attempt has been stopped."""
    result = await session.exec(
        update(GenerationRow)
        .where(*_running(generation_id, attempt), col(GenerationRow.preview_count) < number)
        .values(preview_count=number)
    )
    return result.rowcount == 1


async def note_delivery(session: AsyncSession, generation_id: str, drawing: Drawing) -> None:
    """Put what the provider says about its picture into the books."""
    values: dict[str, object] = {
        "request_id": drawing.request_id,
        "actual_size": drawing.actual_size,
        "actual_quality": drawing.actual_quality,
        "actual_background": drawing.actual_background,
        "actual_format": drawing.actual_format,
        "actual_prompt": drawing.actual_prompt,
        "price_table_version": PRICE_TABLE_VERSION,
    }
    if drawing.usage is not None:
        tokens = {
            "text_tokens": drawing.usage.text_tokens,
            "image_tokens": drawing.usage.image_tokens,
            "output_tokens": drawing.usage.output_tokens,
        }
        values |= tokens | {"reported_micro_usd": reported_micro_usd(**tokens)}
    await session.exec(update(GenerationRow).where(col(GenerationRow.id) == generation_id).values(**values))


async def note_cut_out(session: AsyncSession, generation_id: str) -> None:
    """Remember that the studio took the background out, and not the model."""
    values = {"actual_background": CUT_OUT, "actual_format": "png"}
    await session.exec(update(GenerationRow).where(col(GenerationRow.id) == generation_id).values(**values))


async def finish(session: AsyncSession, generation_id: str, *, attempt: int, now: datetime) -> bool:
    """Mark the generation done; False when this attempt has been stopped."""
    result = await session.exec(
        update(GenerationRow).where(*_running(generation_id, attempt)).values(status=Status.DONE.value, finished_at=now)
    )
    return result.rowcount == 1


async def fail(
    session: AsyncSession, generation_id: str, *, failure: Failure, attempt: int | None, now: datetime
) -> bool:
    """Mark the generation failed; False when it was final before, or ``attempt`` is not the latest any more."""
    statement = update(GenerationRow).where(*_open(generation_id))
    if attempt is not None:
        statement = statement.where(col(GenerationRow.attempts) == attempt)
    result = await session.exec(statement.values(status=Status.FAILED.value, failure=failure.value, finished_at=now))
    return result.rowcount == 1


async def cancel(session: AsyncSession, generation_id: str, *, kept: int, now: datetime) -> bool:
    """Mark the generation cancelled, ``kept`` credits paid; False when it was final before."""
    result = await session.exec(
        update(GenerationRow)
        .where(*_open(generation_id))
        .values(status=Status.CANCELLED.value, kept=kept, finished_at=now)
    )
    return result.rowcount == 1


async def still_running(session: AsyncSession, attempts: Sequence[tuple[str, int]]) -> set[tuple[str, int]]:
    """Return those (generation, attempt) pairs that nobody has stopped."""
    query = select(GenerationRow.id, GenerationRow.attempts).where(
        col(GenerationRow.id).in_([id_ for id_, _ in attempts]), GenerationRow.status == Status.RUNNING.value
    )
    return {(id_, attempt) for id_, attempt in await session.exec(query)} & set(attempts)


async def unstarted(session: AsyncSession, *, before: datetime, limit: int) -> list[Unstarted]:
    """Return queued generations from before a moment that the job engine has not been told of."""
    query = (
        select(GenerationRow.id, GenerationRow.account_id)
        .where(text(IS_UNSTARTED), col(GenerationRow.created_at) < before)
        .order_by(col(GenerationRow.created_at))
        .limit(limit)
    )
    return [Unstarted(id_, account_id) for id_, account_id in await session.exec(query)]


async def mark_enqueued(session: AsyncSession, generation_ids: Sequence[str], *, now: datetime) -> None:
    """Remember that the job engine has been told."""
    await session.exec(
        update(GenerationRow)
        .where(col(GenerationRow.id).in_(generation_ids), col(GenerationRow.enqueued_at).is_(None))
        .values(enqueued_at=now)
    )


async def open_before(session: AsyncSession, *, before: datetime, limit: int) -> list[Unstarted]:
    """Return the oldest generations under way that were made before a moment."""
    query = (
        select(GenerationRow.id, GenerationRow.account_id)
        .where(text(IS_OPEN), col(GenerationRow.created_at) < before)
        .order_by(col(GenerationRow.created_at))
        .limit(limit)
    )
    return [Unstarted(id_, account_id) for id_, account_id in await session.exec(query)]


async def statuses(session: AsyncSession, generation_ids: Sequence[str]) -> dict[str, Status]:
    """Return where each of these generations stands; unknown ones are left out."""
    query = select(GenerationRow.id, GenerationRow.status).where(col(GenerationRow.id).in_(generation_ids))
    return {id_: Status(status) for id_, status in await session.exec(query)}


def _open(generation_id: str) -> tuple[ColumnElement[bool], ...]:
    return (col(GenerationRow.id) == generation_id, col(GenerationRow.status).in_(OPEN))


def _running(generation_id: str, attempt: int) -> tuple[ColumnElement[bool], ...]:
    """Hold for one attempt only: a worker that was thought dead must not speak for its successor."""
    return (
        col(GenerationRow.id) == generation_id,
        col(GenerationRow.status) == Status.RUNNING.value,
        col(GenerationRow.attempts) == attempt,
    )


async def _views(session: AsyncSession, runs: Sequence[RunRow], *, now: datetime) -> list[RunView]:
    """Put generations and sources into their runs; two statements, however many runs."""
    query = (
        select(GenerationRow, ImageRow.deleted_at, ImageRow.trashed_at)
        .outerjoin(ImageRow, col(ImageRow.generation_id) == GenerationRow.id)
        .where(col(GenerationRow.run_id).in_([run.id for run in runs]))
        .order_by(col(GenerationRow.position))
        .execution_options(populate_existing=True)  # rows change by UPDATE, behind the session's back
    )
    tiles: dict[str, list[GenerationView]] = {run.id: [] for run in runs}
    prices = {run.id: run.credits_each for run in runs}
    for row, deleted_at, trashed_at in await session.exec(query):
        gone = "Deleted." if deleted_at else "In the trash." if trashed_at else ""
        tiles[row.run_id].append(_tile(row, prices[row.run_id], gone=gone))
    sources = await made_from(session, [run.id for run in runs], now=now)
    return [_run_view(run, tuple(tiles[run.id]), sources.get(run.id, ())) for run in runs]


def _tile(row: GenerationRow, price: int, *, gone: str) -> GenerationView:
    status = Status(row.status)
    words = gone or outcome_words(status, failure=row.failure, kept=row.kept)
    return GenerationView(
        id=row.id,
        run_id=row.run_id,
        status=status,
        preview=0 if status.is_final else row.preview_count,
        words=words,
        image_id=row.id if status is Status.DONE and not gone else "",
        credits=price,
    )


def _run_view(run: RunRow, generations: tuple[GenerationView, ...], sources: tuple[MadeFrom, ...]) -> RunView:
    return RunView(
        id=run.id,
        prompt=run.prompt,
        model=run.model,
        width=run.width,
        height=run.height,
        quality=run.quality,
        style=run.style,
        background=run.background,
        output_format=run.output_format,
        credits=run.credits_each * run.count,
        created_at=run.created_at,
        generations=generations,
        made_from=sources,
        mask_id=run.mask_id,
        edit=run.edit,
        folder_id=run.folder_id or "",
    )
