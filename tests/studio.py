"""A small studio for tests of the drawing: scripted models, a forgetful store, and ways to look inside."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from PIL import Image

from babydance.adapters.limits_rates import LimitsRates
from babydance.adapters.pillow_copies import PillowCopies
from babydance.adapters.pillow_pictures import PillowPictures
from babydance.adapters.pillow_tools import PillowTools
from babydance.adapters.pillow_uploads import PillowUploads
from babydance.domain.credits import Balance, LotKind
from babydance.domain.errors import StorageError
from babydance.domain.ids import new_id
from babydance.domain.images import (
    Drawing,
    DrawingError,
    DrawingJob,
    GenerationView,
    PictureRequest,
    Preview,
    Status,
    Usage,
    Verdict,
)
from babydance.domain.media import mask_key, upload_key
from babydance.domain.models import IMAGE_MODELS, ModelTable
from babydance.domain.ports import Jobs, MediaStore
from babydance.domain.prompts import PromptHelpError
from babydance.domain.sources import Source, SourceKind
from babydance.services.downloads import DownloadService
from babydance.services.drawing import DrawingService
from babydance.services.folders import FolderService
from babydance.services.gallery import GalleryService
from babydance.services.generation import GenerationService
from babydance.services.masks import MaskService
from babydance.services.prompts import PromptService
from babydance.services.recipes import RecipeService
from babydance.services.selections import SelectionService
from babydance.services.shares import ShareService
from babydance.services.tools import ToolService
from babydance.services.uploads import UploadService
from babydance.store import credits, generations
from babydance.store.database import Database
from babydance.store.folders import FolderRow
from babydance.store.images import GenerationRow
from babydance.store.uploads import MaskRow, UploadRow
from tests.ledger_checks import check_ledger

ALLOWED = Verdict(is_allowed=True)
REFUSED = Verdict(is_allowed=False, categories=("violence",))
TOOLS = PillowTools(threads=1)
SECRET = "a secret of at least thirty-two characters"
COPIES = PillowCopies()
USAGE = Usage(text_tokens=12, image_tokens=0, output_tokens=500)


def now() -> datetime:
    return datetime.now(UTC)


def a_request(prompt: str = "a baby that dances", *, count: int = 1, **changes: object) -> PictureRequest:
    wishes = {"model": IMAGE_MODELS[0], "width": 1024, "height": 1024, "quality": "low", "count": count}
    return PictureRequest(prompt=prompt, **(wishes | changes))


@cache
def a_picture(width: int = 96, height: int = 64, kind: str = "JPEG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "#88aacc").save(buffer, kind)
    return buffer.getvalue()


def a_drawing(data: bytes | None = None) -> Drawing:
    return Drawing(
        data=a_picture() if data is None else data,
        request_id="req_1",
        actual_size="1024x1024",
        actual_quality="low",
        actual_background="opaque",
        actual_format="jpeg",
        usage=USAGE,
    )


Step = Preview | Drawing | Exception | float | Callable[[], object]
"""What a scripted model does next: yield, raise, sleep (seconds), or call (and await) something of the test."""


class ScriptedModel:
    """Follows one script a call; the last one is repeated."""

    def __init__(self, *scripts: Sequence[Step]) -> None:
        self.scripts = list(scripts) or [[Preview(0, a_picture()), a_drawing()]]
        self.jobs: list[DrawingJob] = []
        self.cancelled = 0

    async def draw(self, job: DrawingJob) -> AsyncGenerator[Preview | Drawing, None]:
        self.jobs.append(job)
        script = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
        try:
            for step in script:
                if isinstance(step, Preview | Drawing):
                    yield step
                elif isinstance(step, Exception):
                    raise step
                elif callable(step):
                    made = step()
                    if asyncio.iscoroutine(made):
                        await made
                else:
                    await asyncio.sleep(step)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise


@dataclass
class ScriptedModeration:
    """Allows everything, unless told otherwise; an exception in ``failures`` is raised once."""

    text: Verdict = ALLOWED
    picture: Verdict = ALLOWED
    failures: list[DrawingError] = field(default_factory=list)
    picture_failures: list[DrawingError] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)

    async def check_text(self, text: str) -> Verdict:
        if self.failures:
            raise self.failures.pop(0)
        return self.text

    async def check_picture(self, data: bytes, media_type: str) -> Verdict:
        self.pictures.append(data)
        if self.picture_failures:
            raise self.picture_failures.pop(0)
        return self.picture


@dataclass
class ScriptedWriter:
    """Answers with ``words``, or raises; remembers what it was asked and for whom."""

    words: str | PromptHelpError = "a cheerful baby that dances in the rain"
    asked: list[tuple[str, str]] = field(default_factory=list)

    async def improve(self, prompt: str, *, safety_identifier: str) -> str:
        self.asked.append((prompt, safety_identifier))
        if isinstance(self.words, PromptHelpError):
            raise self.words
        return self.words


class LeakyMedia:
    """A real store that has no room for keys that begin with one of ``refused``, as often as it says."""

    def __init__(self, store: MediaStore) -> None:
        self._store = store
        self.refused: dict[str, int] = {}
        self.vanishing = ""  # keys that begin with it are there until they are read

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    async def stream(self, key: str, start: int, end: int) -> AsyncGenerator[bytes, None]:
        if self.vanishing and key.startswith(self.vanishing):
            raise StorageError("This file is gone.")
        async for chunk in self._store.stream(key, start, end):
            yield chunk

    async def put(self, key: str, data: bytes) -> None:
        self._refuse(key)
        await self._store.put(key, data)

    async def move(self, source: str, target: str) -> None:
        self._refuse(target)
        await self._store.move(source, target)

    def _refuse(self, key: str) -> None:
        for prefix, times in self.refused.items():
            if key.startswith(prefix) and times > 0:
                self.refused[prefix] -= 1
                raise StorageError("There is no room left.")


@dataclass
class RecordedJobs:
    """Remembers what it was asked to start, passes it on to an engine if there is one, or cannot be reached."""

    started: list[str] = field(default_factory=list)
    is_down: bool = False
    engine: Jobs | None = None

    async def start_generations(self, generation_ids: Sequence[str], *, account_id: str) -> None:
        if self.is_down:
            raise ConnectionError("the job engine is away")
        self.started += generation_ids
        if self.engine is not None:
            await self.engine.start_generations(generation_ids, account_id=account_id)

    async def start_mails(self, mail_ids: Sequence[str]) -> None: ...


@cache
def a_cleaner() -> PillowUploads:
    """One for all tests: its threads wait for work until the end."""
    return PillowUploads(threads=1)


class Studio:
    """The services around one database, with everything a test may want to turn."""

    def __init__(self, database: Database, media: MediaStore, *, pictures: PillowPictures, **limits: int) -> None:
        self.database = database
        self.media = LeakyMedia(media)
        self.model = ScriptedModel()
        self.moderation = ScriptedModeration()
        self.jobs = RecordedJobs()
        self.generation = GenerationService(
            database,
            self.media,
            self.jobs,
            clock=now,
            models=ModelTable(hidden=frozenset({"gpt-image-2"})),
            previews=limits.get("previews", 2),
            micro_usd_per_credit=15_000,
            queued_per_account=limits.get("queued_per_account", 24),
            account_slots=4,
            is_sandbox=True,
        )
        self.drawing = DrawingService(
            database,
            self,  # the model may be swapped in the middle of a test
            self.moderation,
            self.media,
            pictures,
            clock=now,
            secret_key=SECRET,
            backoff_seconds=0.01,
        )
        self.gallery = GalleryService(database, self.media, clock=now, trash_life=timedelta(days=30))
        self.selections = SelectionService(database, clock=now)
        self.folders = FolderService(database, clock=now)
        self.downloads = DownloadService(database, self.media, COPIES, clock=now)
        self.shares = ShareService(database, self.media, COPIES, clock=now, secret_key=SECRET)
        self.writer = ScriptedWriter()
        self.prompts = PromptService(
            database, self.writer, self.moderation, rates=LimitsRates(), clock=now, secret_key=SECRET
        )
        self.recipes = RecipeService(
            database,
            self.media,
            COPIES,
            rates=LimitsRates(),
            models=ModelTable(hidden=frozenset({"gpt-image-2"})),
            clock=now,
        )
        self.uploads = UploadService(
            database,
            self.media,
            a_cleaner(),
            pictures,
            self.moderation,
            rates=LimitsRates(),
            clock=self._now,
            hours=24,
            is_open=True,
        )
        self.masks = MaskService(database, self.media, TOOLS, rates=LimitsRates(), clock=now)
        self.tools = ToolService(database, self.media, pictures, TOOLS, rates=LimitsRates(), clock=now)
        self.later = timedelta()

    def _now(self) -> datetime:
        return now() + self.later

    def draw(self, job: DrawingJob) -> AsyncGenerator[Preview | Drawing, None]:
        return self.model.draw(job)

    async def account(self, amount: int = 20) -> str:
        account_id = new_id()
        async with self.database.transaction() as session:
            await credits.lock(session, account_id)
            if amount:
                await credits.grant(
                    session,
                    account_id,
                    amount,
                    kind=LotKind.PROMO,
                    source_key=f"test:{account_id}",
                    expires_at=None,
                    now=now(),
                )
        return account_id

    async def upload(self, account_id: str, *, data: bytes | None = None, **changes: object) -> Source:
        """Put an uploaded picture there, as the door would have."""
        data = a_picture() if data is None else data
        facts = {"width": 96, "height": 64, "format": "jpeg", "byte_size": len(data), "shows_people": False} | changes
        told = {"name": "me.jpg", "sha256": "5" * 64, "colour": "#88aacc", "created_at": now()} | facts
        upload_id = new_id()
        await self.media.put(upload_key(upload_id), data)
        async with self.database.transaction() as session:
            session.add(UploadRow(id=upload_id, account_id=account_id, **told))
        return Source(SourceKind.UPLOAD, upload_id)

    async def mask(self, account_id: str, width: int = 96, height: int = 64) -> str:
        mask_id = new_id()
        await self.media.put(mask_key(mask_id), b"a mask")
        async with self.database.transaction() as session:
            session.add(
                MaskRow(
                    id=mask_id, account_id=account_id, width=width, height=height, sha256="6" * 64, created_at=now()
                )
            )
        return mask_id

    async def folder(self, account_id: str) -> str:
        folder_id = new_id()
        async with self.database.transaction() as session:
            session.add(FolderRow(id=folder_id, account_id=account_id, name="Birthdays", created_at=now()))
        return folder_id

    async def balance(self, account_id: str) -> Balance:
        async with self.database.reading() as session:
            return await credits.balance(session, account_id)

    async def queue(self, account_id: str, request: PictureRequest | None = None) -> str:
        """Submit one picture and return the id of its generation."""
        run = await self.generation.submit(account_id, request or a_request(), submit_key=new_id())
        return run.generations[0].id

    async def work(self, generation_id: str) -> None:
        """Do what the workflow does."""
        work = await self.drawing.begin(generation_id)
        if work is not None and await self.drawing.draw(work):
            await self.drawing.finish(work)

    async def make(self, account_id: str, request: PictureRequest | None = None) -> GenerationView:
        """Submit one picture, draw it, and return how it ended."""
        generation_id = await self.queue(account_id, request)
        await self.work(generation_id)
        return await self.generation.generation(account_id, generation_id)

    async def until(self, account_id: str, generation_id: str, status: Status) -> GenerationView:
        for _ in range(500):
            view = await self.generation.generation(account_id, generation_id)
            if view.status is status:
                return view
            await asyncio.sleep(0.02)
        raise AssertionError(f"{generation_id} is {view.status}, not {status}")

    async def until_preview(self, account_id: str, generation_id: str, number: int = 1) -> None:
        for _ in range(500):
            if (await self.generation.generation(account_id, generation_id)).preview >= number:
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"{generation_id} shows no preview {number}")

    async def row(self, generation_id: str) -> GenerationRow:
        async with self.database.reading() as session:
            found = await generations.with_run(session, generation_id)
        assert found is not None
        return found[0]

    async def assert_refunded(self, account_id: str, *, before: int = 20) -> None:
        """All credits are back, no file is left, and the book is in order."""
        balance = await self.balance(account_id)
        assert (balance.available, balance.held) == (before, 0)
        assert await self.files() == []
        await self.assert_books()

    async def assert_books(self) -> None:
        async with self.database.reading() as session:
            await check_ledger(session)

    async def files(self) -> list[str]:
        return [key for prefix in ("image", "preview", "quarantine") for key in await self.media.keys(prefix)]

    async def sources(self) -> list[str]:
        """Return the files of uploads and masks."""
        return [key for prefix in ("upload", "mask") for key in await self.media.keys(prefix)]


async def eventually(is_so: Callable[[], bool], *, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)
