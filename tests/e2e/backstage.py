"""Backstage: accounts, pictures and figures straight from the database of a running studio."""

from __future__ import annotations

import asyncio
import io
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from PIL import Image
from sqlmodel import col, func, select, update

from babydance.adapters.bcrypt_passwords import BcryptPasswords
from babydance.adapters.media_store import ObstoreMedia
from babydance.domain.credits import Balance, CreditLine, LotKind
from babydance.domain.folding import fold
from babydance.domain.ids import new_id
from babydance.domain.images import THUMBNAIL_WIDTHS, PictureRequest
from babydance.domain.media import original_key, thumbnail_key
from babydance.domain.models import ModelTable
from babydance.domain.tokens import new_token, token_hash
from babydance.services.generation import GenerationService
from babydance.store import accounts, credits, generations
from babydance.store.database import AsyncSession, Database
from babydance.store.images import GenerationRow, ImageRow, RunRow

PASSWORD = "purple giraffe sings 42"
SHAPES = ((1024, 1024), (1024, 1536), (1536, 1024), (1008, 1792), (1792, 1008))
_TINY = 16  # a seeded picture's files are so many times smaller than they say

T = TypeVar("T")


@dataclass(frozen=True)
class Member:
    """Somebody with an account; ``cookie`` is the token of an open session."""

    id: str
    name: str
    email: str
    cookie: str


class Backstage:
    """Works on the database and the media of the studio whose data is in ``data_dir``."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._passwords = BcryptPasswords(4, (data_dir / "secret.key").read_text().strip().encode())

    def member(self, *, credits_given: int = 20, name: str = "Ada", is_verified: bool = True) -> Member:
        """Open an account with a session, as signing up and in would."""
        member = Member(new_id(), name, f"{name.lower()}.{secrets.token_hex(4)}@example.com", new_token())

        async def work(database: Database) -> None:
            hashed = await self._passwords.hash(PASSWORD)
            async with database.transaction() as session:
                await _add_account(session, member, hashed, is_verified=is_verified)
                await credits.lock(session, member.id)
                if is_verified and credits_given:
                    await credits.grant_sign_up(session, member.id, now=_now(), amount=credits_given)

        self._do(work)
        return member

    def seed(self, member: Member, count: int, *, pace: int = 1) -> list[str]:
        """Hang ``count`` tiny pictures of many shapes into the gallery; return their ids, newest first.

        With another ``pace`` than 1 they were finished in another order than they were asked for.
        """

        async def work(database: Database) -> list[str]:
            media = ObstoreMedia.in_folder(self._data_dir / "media")
            start = round(_now().timestamp() * 1000) - 60_000 - 1000 * count
            ids = [new_id(start + 1000 * number) for number in range(count)]
            for number, picture_id in enumerate(ids):
                for key, data in _files(picture_id, number):
                    await media.put(key, data)
            async with database.transaction() as session:
                await credits.lock(session, member.id)
                await credits.grant(
                    session,
                    member.id,
                    count,
                    kind=LotKind.PACK,
                    source_key=f"seed:{ids[0]}",
                    expires_at=None,
                    now=_now(),
                )
                for number, picture_id in enumerate(ids):
                    await _hang(session, member, picture_id, number, done=number * pace % count)
            return ids[::-1]

        return self._do(work)

    def queue(self, member: Member, requests: Sequence[PictureRequest]) -> None:
        """Ask for pictures as the page would; the studio's sweep finds and draws them."""

        async def work(database: Database) -> None:
            service = GenerationService(
                database,
                ObstoreMedia.in_folder(self._data_dir / "media"),
                _NoJobs(),
                clock=_now,
                models=ModelTable(),
                previews=2,
                micro_usd_per_credit=15_000,
                queued_per_account=500,
                account_slots=4,
                is_sandbox=True,
            )
            for request in requests:
                await service.submit(member.id, request, submit_key=new_id())

        self._do(work)

    def balance(self, member: Member) -> Balance:
        """Return what the member has."""

        async def work(database: Database) -> Balance:
            async with database.reading() as session:
                return await credits.balance(session, member.id)

        return self._do(work)

    def lines(self, member: Member) -> list[CreditLine]:
        """Return every movement of the member's credits, newest first."""

        async def work(database: Database) -> list[CreditLine]:
            async with database.reading() as session:
                return list(await credits.lines(session, member.id, limit=1000))

        return self._do(work)

    def runs(self, member: Member) -> int:
        """Count the presses of Create that were taken."""

        async def work(database: Database) -> int:
            async with database.reading() as session:
                query = select(func.count()).select_from(RunRow).where(RunRow.account_id == member.id)
                return (await session.exec(query)).one()

        return self._do(work)

    def statuses(self, member: Member) -> list[str]:
        """Return where each picture of the member stands, oldest first."""

        async def work(database: Database) -> list[str]:
            async with database.reading() as session:
                query = select(GenerationRow.status).where(GenerationRow.account_id == member.id)
                return list(await session.exec(query.order_by(col(GenerationRow.id))))

        return self._do(work)

    def end_session(self, member: Member) -> None:
        """End the member's session, as signing out elsewhere would."""

        async def work(database: Database) -> None:
            async with database.transaction() as session:
                await accounts.end_session(session, token_hash(member.cookie))
                await credits.lock(session, member.id)

        self._do(work)

    def age_links(self, email: str) -> None:
        """Make every link that was mailed to an address too old."""

        async def work(database: Database) -> None:
            async with database.transaction() as session:
                account = await accounts.by_email(session, email.casefold())
                assert account
                await session.exec(
                    update(accounts.AccountLinkRow)
                    .where(col(accounts.AccountLinkRow.account_id) == account.id)
                    .values(expires_at=_now() - timedelta(minutes=1))
                )

        self._do(work)

    def paint(self, picture_id: str, width: int, height: int) -> None:
        """Give a seeded picture a file of its full size."""

        async def work(database: Database) -> None:
            buffer = io.BytesIO()
            Image.linear_gradient("L").resize((width, height)).convert("RGB").save(buffer, "WEBP")
            await ObstoreMedia.in_folder(self._data_dir / "media").put(original_key(picture_id), buffer.getvalue())
            async with database.transaction() as session:
                await session.exec(
                    update(ImageRow).where(col(ImageRow.id) == picture_id).values(width=width, height=height)
                )

        self._do(work)

    def original(self, picture_id: str) -> bytes:
        """Return the bytes of a picture as they are stored."""
        return (self._data_dir / "media" / original_key(picture_id)).read_bytes()

    def files(self, picture_id: str) -> list[str]:
        """Return which files of a picture there are."""
        folder = self._data_dir / "media"
        places = (folder / kind / picture_id for kind in ("image", "preview"))
        return sorted(str(f.relative_to(folder)) for place in places for f in place.glob("*"))

    def _do(self, work: Callable[[Database], Awaitable[T]]) -> T:
        """Run ``work`` on a loop of another thread; Playwright has one of its own running in this one."""

        async def alone() -> T:
            database = Database(f"sqlite+aiosqlite:///{self._data_dir / 'studio.db'}")
            try:
                return await work(database)
            finally:
                await database.close()

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(_ran, alone()).result()


class _NoJobs:
    """Starts nothing."""

    async def start_generations(self, generation_ids: Sequence[str], *, account_id: str) -> None: ...

    async def start_mails(self, mail_ids: Sequence[str]) -> None: ...


def _ran(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


def _now() -> datetime:
    return datetime.now(UTC)


async def _add_account(session: AsyncSession, member: Member, hashed: str, *, is_verified: bool) -> None:
    row = accounts.AccountRow(
        id=member.id,
        name=member.name,
        email=member.email,
        email_key=member.email,
        password_hash=hashed,
        created_at=_now(),
    )
    assert await accounts.add(session, row)
    if is_verified:
        await accounts.mark_verified(session, member.id, now=_now())
    await accounts.add_session(
        session,
        accounts.SessionRow(
            token_hash=token_hash(member.cookie),
            account_id=member.id,
            created_at=_now(),
            seen_at=_now(),
            expires_at=_now() + timedelta(days=1),
            agent="A browser",
            network="127.0.0.0",
        ),
    )


async def _hang(session: AsyncSession, member: Member, picture_id: str, number: int, *, done: int) -> None:
    width, height = SHAPES[number % len(SHAPES)]
    op_key = generations.op_key(picture_id)
    when = _now() - timedelta(hours=1) + timedelta(seconds=done)
    await credits.reserve(
        session, member.id, 1, op_key=op_key, now=when, expires_at=when + timedelta(days=1), reason="Picture"
    )
    await credits.settle(session, member.id, op_key=op_key, captured=1, now=when)
    session.add(
        RunRow(
            id=picture_id,
            account_id=member.id,
            submit_key=picture_id,
            prompt=f"Seeded baby number {number}",
            style="",
            fragment="",
            model="gpt-image-2.5-flare",
            width=width,
            height=height,
            quality="low",
            background="auto",
            output_format="webp",
            count=1,
            credits_each=1,
            expected_micro_usd_each=1,
            micro_usd_per_credit=15_000,
            previews=0,
            is_sandbox=True,
            created_at=when,
        )
    )
    await session.flush()
    owner = {"account_id": member.id, "run_id": picture_id, "created_at": when}
    session.add(GenerationRow(id=picture_id, position=0, status="done", **owner))
    await session.flush()
    session.add(
        ImageRow(
            id=picture_id,
            generation_id=picture_id,
            width=width,
            height=height,
            format="webp",
            byte_size=100,
            colour=_colour(number),
            words=fold(f"Seeded baby number {number}"),
            **owner,
        )
    )


def _files(picture_id: str, number: int) -> list[tuple[str, bytes]]:
    width, height = SHAPES[number % len(SHAPES)]
    buffer = io.BytesIO()
    Image.new("RGB", (width // _TINY, height // _TINY), _colour(number)).save(buffer, "WEBP")
    keys = [original_key(picture_id), *(thumbnail_key(picture_id, edge) for edge in THUMBNAIL_WIDTHS)]
    return [(key, buffer.getvalue()) for key in keys]


def _colour(number: int) -> str:
    return ("#f4978a", "#9bdcc0", "#f7e26b", "#9ccbee", "#cbaee0", "#f8b878", "#a3b899")[number % 7]
