"""A whole studio for tests of the web layers: real services on one SQLite database, scripted vendors, no engine."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from babydance.adapters.media_store import ObstoreMedia
from babydance.adapters.pillow_pictures import PillowPictures
from babydance.domain.accounts import NewSession, SignedIn
from babydance.domain.ids import new_id
from babydance.domain.models import ModelTable
from babydance.domain.site import Site
from babydance.services.changes import Changes
from babydance.services.credits import CreditService
from babydance.store.database import Database
from babydance.wiring import Studio
from tests.foreign_files import a_photo, encoded
from tests.services.people import EMAIL, PASSWORD, People
from tests.studio import Studio as DrawingStudio
from tests.studio import now

ORIGIN = "http://localhost:3000"


def a_site(**changes: object) -> Site:
    origin = str(changes.get("origin", ORIGIN))
    usual = Site(
        origin=origin,
        page_origin="",
        allowed_origins=frozenset({origin}),
        is_https=origin.startswith("https"),
        is_production=False,
        is_on_loopback=True,
        proxy_hops=0,
        connections_per_address=3,
        draws_in_sandbox=True,
        mails_to_outbox=True,
        session_seconds=1_209_600,
    )
    return replace(usual, **changes)


@dataclass
class House:
    """The services of a studio, and the people and the drawing behind them."""

    database: Database
    folder: Path
    pictures: PillowPictures
    site: Site = field(default_factory=a_site)

    def __post_init__(self) -> None:
        self.people = People(self.database, self.folder)
        self.drawing = DrawingStudio(
            self.database, ObstoreMedia.in_folder(self.folder / "media"), pictures=self.pictures
        )
        self.changes = Changes(self.database, every=0.02)
        self.studio = Studio(
            site=self.site,
            models=ModelTable(),
            accounts=self.people.accounts,
            credits=CreditService(self.database, now),
            generation=self.drawing.generation,
            gallery=self.drawing.gallery,
            shares=self.drawing.shares,
            prompts=self.drawing.prompts,
            recipes=self.drawing.recipes,
            selections=self.drawing.selections,
            folders=self.drawing.folders,
            uploads=self.drawing.uploads,
            masks=self.drawing.masks,
            tools=self.drawing.tools,
            downloads=self.drawing.downloads,
            changes=self.changes,
            outbox=self.people.outbox,
            clock=now,
            database=self.database,
            media=self.drawing.media,
        )

    async def member(self, email: str = EMAIL) -> tuple[NewSession, SignedIn]:
        """Return somebody new with 20 credits who is signed in."""
        await self.people.sign_up(email)
        await self.people.verify()
        return await self.enter(email)

    async def enter(self, email: str = EMAIL) -> tuple[NewSession, SignedIn]:
        """Return another session of somebody who has an account."""
        session = await self.people.enter(await self.people.ticket(email, PASSWORD))
        who = await self.people.accounts.who(session.token)
        assert who
        return session, who

    async def picture(self, account_id: str) -> str:
        """Draw a picture and return its id."""
        made = await self.drawing.make(account_id)
        assert made.image_id, made.words
        return made.image_id

    async def upload(self, account_id: str, *, shows_people: bool = False, data: bytes = b"", name: str = "") -> str:
        """Upload a picture and return its id."""
        view = await self.drawing.uploads.add(
            account_id,
            data or encoded(a_photo()),
            name=name or "garden.jpg",
            shows_people=shows_people,
            has_consent=shows_people,
        )
        return view.id


def nobodys_id() -> str:
    """Return an id that nothing has."""
    return new_id()
