"""The development outbox: mail that nobody receives, kept as files for the team to read."""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from babydance.domain.ids import is_id, new_id
from babydance.domain.mail import Message

KEPT = 200


@dataclass(frozen=True, slots=True)
class OutboxMail:
    """One mail that was written into the outbox."""

    id: str
    written_at: datetime
    message: Message


class OutboxMailer:
    """Writes each mail into ``folder`` and keeps the newest ``kept``."""

    def __init__(self, folder: Path, *, kept: int = KEPT) -> None:
        self._folder = folder
        self._kept = kept

    async def send(self, message: Message) -> None:
        """Write the mail whole or not at all; raise ``OSError`` when the folder can't be written."""
        await asyncio.to_thread(self._write, message)

    async def list(self) -> list[OutboxMail]:
        """Return the mails that are kept, the newest first."""
        return await asyncio.to_thread(self._read_all)

    async def read(self, mail_id: str) -> OutboxMail | None:
        """Return one mail, or None."""
        return await asyncio.to_thread(self._read, mail_id)

    def _write(self, message: Message) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        mail_id = new_id()
        written = {"written_at": datetime.now(UTC).isoformat(), "message": asdict(message)}
        unfinished = self._folder / f"{mail_id}.part"
        unfinished.write_text(json.dumps(written, ensure_ascii=False, indent=1), encoding="utf-8")
        unfinished.replace(self._path(mail_id))
        for old in self._ids()[self._kept :]:
            self._path(old).unlink(missing_ok=True)

    def _read_all(self) -> list[OutboxMail]:
        mails = (self._read(mail_id) for mail_id in self._ids())
        return [mail for mail in mails if mail is not None]

    def _read(self, mail_id: str) -> OutboxMail | None:
        if not is_id(mail_id):
            return None
        with contextlib.suppress(FileNotFoundError):  # another process may have tidied up
            written = json.loads(self._path(mail_id).read_text(encoding="utf-8"))
            return OutboxMail(mail_id, datetime.fromisoformat(written["written_at"]), Message(**written["message"]))
        return None

    def _ids(self) -> list[str]:  # ids sort by time
        return sorted((path.stem for path in self._folder.glob("*.json") if is_id(path.stem)), reverse=True)

    def _path(self, mail_id: str) -> Path:
        return self._folder / f"{mail_id}.json"
