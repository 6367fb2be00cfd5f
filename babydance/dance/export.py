"""Makes any file that can be taken home of a dance; every one says inside that AI made it, where its format can."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from babydance.dance.animated_gif import animated_gif
from babydance.dance.animated_png import animated_png
from babydance.dance.animated_webp import animated_webp
from babydance.dance.beat import beat, wav
from babydance.dance.choreograph import Stage
from babydance.dance.film import film
from babydance.dance.keepsakes import archive, flip_book, poster, sticker_sheet
from babydance.dance.poses import Check, Pixels, PoseSet, never
from babydance.domain.dance_exports import STICKER_BYTES, STICKER_MS, STICKER_SIDE, ExportKind
from babydance.domain.dance_timeline import loop_ticks, moment
from babydance.domain.dances import Background, Choreography
from babydance.domain.errors import InvalidInputError

SIDE = 720  # pixels
_FILM_PAPER = "#fff4e0"  # a film can't be transparent
_QUALITIES = (75, 60, 45, 30, 15)
_BITS = (8, 6, 5, 4, 3)


def export(
    kind: ExportKind,
    poses: PoseSet,
    dance: Choreography,
    *,
    side: int = SIDE,
    backdrop: Pixels | None = None,
    is_marked: bool = False,
    check: Check = never,
) -> bytes:
    """Return the file; the same arguments give the same bytes.

    ``side`` is the width in pixels of loops and films, even, 64 to 2048, and at most 1152 for a tall film. ``backdrop``
    is the picture of the background if the dance has one. ``is_marked`` puts the word sandbox on loops and films.
    ``check`` is called between frames and may raise to stop. Raises ``InvalidInputError`` when the dance asks for a
    pose that isn't there or doesn't fit into a sticker.
    """
    return _MAKERS[kind](_Order(poses, dance, side, backdrop, is_marked, check))


@dataclass(frozen=True, slots=True)
class _Order:
    """What ``export`` was asked for."""

    poses: PoseSet
    dance: Choreography
    side: int
    backdrop: Pixels | None
    is_marked: bool
    check: Check

    def stage(self, *, height: int = 0, paper: str = "") -> Stage:
        """Return the stage of a loop or a film, square if no height is given."""
        size = (self.side, height or self.side)
        return Stage(self.poses, self.dance, size, backdrop=self.backdrop, paper=paper, is_marked=self.is_marked)

    def sticker_stage(self) -> Stage:
        """Return the stage of a sticker, always without a background."""
        dance = replace(self.dance, background=Background())
        return Stage(self.poses, dance, (STICKER_SIDE, STICKER_SIDE), is_marked=self.is_marked)


def _film(order: _Order, shape: Fraction) -> bytes:
    height = round(order.side * shape / 2) * 2  # even, as H.264 wants it
    return film(order.stage(height=height, paper=_FILM_PAPER), beat(order.dance), check=order.check)


def _sticker(order: _Order) -> bytes:
    _check_sticker(order.dance)
    stage = order.sticker_stage()
    return _fitting(_QUALITIES, lambda quality: animated_webp(stage, quality=quality, check=order.check))


def _sticker_png(order: _Order) -> bytes:
    _check_sticker(order.dance)
    stage = order.sticker_stage()
    return _fitting(_BITS, lambda bits: animated_png(stage, bits=bits, check=order.check))


def _check_sticker(dance: Choreography) -> None:
    length = moment(loop_ticks(dance), dance.bpm, 1000)
    if length > STICKER_MS:
        raise InvalidInputError(
            f"A sticker moves for at most {STICKER_MS // 1000} seconds; this dance takes {length / 1000:.1f}. "
            "Raise the tempo or take steps away.",
            field="export",
        )


def _fitting(ways: Iterable[int], make: Callable[[int], bytes]) -> bytes:
    """Return the best that a messenger takes."""
    for way in ways:
        made = make(way)
        if len(made) <= STICKER_BYTES:
            return made
    raise InvalidInputError("This dance is too large for a sticker. Take some steps away.", field="export")


_MAKERS: dict[ExportKind, Callable[[_Order], bytes]] = {
    ExportKind.WEBP: lambda order: animated_webp(order.stage(), check=order.check),
    ExportKind.APNG: lambda order: animated_png(order.stage(), check=order.check),
    ExportKind.GIF: lambda order: animated_gif(order.stage(), check=order.check),
    ExportKind.FILM_SQUARE: lambda order: _film(order, Fraction(1)),
    ExportKind.FILM_TALL: lambda order: _film(order, Fraction(16, 9)),
    ExportKind.MUSIC: lambda order: wav(beat(order.dance)),
    ExportKind.STICKER: _sticker,
    ExportKind.STICKER_PNG: _sticker_png,
    ExportKind.FLIP_BOOK: lambda order: flip_book(order.poses, order.dance, backdrop=order.backdrop, check=order.check),
    ExportKind.POSTER: lambda order: poster(order.poses, order.dance, backdrop=order.backdrop, check=order.check),
    ExportKind.STICKER_SHEET: lambda order: sticker_sheet(order.poses, check=order.check),
    ExportKind.ARCHIVE: lambda order: archive(order.poses, order.dance, check=order.check),
}
