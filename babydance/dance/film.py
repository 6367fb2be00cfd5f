"""MP4 with H.264 and AAC: the loop with its music, as often as a film of some seconds takes.

The frame rate follows the tempo, so that every tick falls on a frame: picture and sound have the same length, and the
film can be looped as it is.
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream

from babydance.dance.beat import RATE, Samples
from babydance.dance.choreograph import Stage
from babydance.dance.poses import Check, never
from babydance.domain.dance_timeline import Frame, Look
from babydance.domain.provenance import MADE_BY_AI

SECONDS = 12
_LEAST_RATE = 24  # frames a second
_SAMPLES = 1024  # of one AAC frame
_INDEX_HEAD, _INDEX_ENTRY = 8192, 40  # bytes that the index takes, and for a frame, at most
_KEPT = 32  # looks whose pixels stay in memory
# A loop mostly stands still: looking ahead and back costs a third of the time, and saves little.
_X264 = {"preset": "veryfast", "crf": "20", "x264-params": "bframes=0:ref=1:rc-lookahead=0:mbtree=0:weightp=0"}
_BT709 = 1
# Source: XMP Specification, part 3, 2020: where MPEG-4 files carry the packet.
_XMP_BOX = uuid.UUID("be7acfcb-97a9-42e8-9c71-999491e3afac")


def film(stage: Stage, sound: Samples, *, seconds: int = SECONDS, check: Check = never) -> bytes:
    """Return an MP4 of whole loops, as near to ``seconds`` as they come, one at least.

    ``stage`` is opaque and its sides are even. ``sound`` is one loop of ``beat``; silence is left out of the file.
    """
    if not stage.is_opaque or any(side % 2 for side in stage.size):
        raise ValueError("a film needs opaque frames with even sides")
    loops = max(1, round(seconds * RATE / len(sound)))
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4", options={"moov_size": str(_index_room(stage, sound, loops))}) as container:
        picture = _video_stream(container, stage)
        music = container.add_stream("aac", rate=RATE, layout="mono", bit_rate=128_000) if sound.any() else None
        for frame in _video_frames(stage, loops, check):
            container.mux(picture.encode(frame))
        container.mux(picture.encode(None))
        if music is not None:
            _write_music(container, music, np.tile(sound, loops), check)
    packet = MADE_BY_AI.encode()
    return buffer.getvalue() + (24 + len(packet)).to_bytes(4, "big") + b"uuid" + _XMP_BOX.bytes + packet


def frames_a_tick(bpm: int) -> int:
    """Return how many frames a tick lasts: the fewest that make a rate of at least 24 a second."""
    return -(-_LEAST_RATE * 15 // (2 * bpm))


def frame_rate(bpm: int) -> Fraction:
    """Return the frames a second."""
    return Fraction(2 * bpm, 15) * frames_a_tick(bpm)


def _index_room(stage: Stage, sound: Samples, loops: int) -> int:
    """Return how many bytes to leave in front for the index: players then begin before the end has come."""
    frames = stage.frames[-1].ends * frames_a_tick(stage.bpm) * loops
    return _INDEX_HEAD + _INDEX_ENTRY * (frames + len(sound) * loops // _SAMPLES)


def _video_stream(container: OutputContainer, stage: Stage) -> VideoStream:
    stream = container.add_stream("libx264", rate=frame_rate(stage.bpm), options=_X264)
    stream.width, stream.height = stage.size
    stream.pix_fmt = "yuv420p"
    context = stream.codec_context
    context.colorspace = context.color_primaries = context.color_trc = _BT709
    context.color_range = ColorRange.MPEG
    return stream


def _video_frames(stage: Stage, loops: int, check: Check) -> Iterator[VideoFrame]:
    @lru_cache(maxsize=_KEPT)
    def drawn(look: Look) -> VideoFrame:
        frame = VideoFrame.from_image(stage.picture(look))
        return frame.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG)

    number = 0
    for frame in stage.frames * loops:
        for _ in range(_length(frame, stage.bpm)):
            check()
            picture = drawn(frame.look)
            picture.pts, picture.time_base = number, 1 / frame_rate(stage.bpm)
            yield picture
            number += 1


def _length(frame: Frame, bpm: int) -> int:
    return (frame.ends - frame.begins) * frames_a_tick(bpm)


def _write_music(container: OutputContainer, stream: AudioStream, sound: Samples, check: Check) -> None:
    for start in range(0, len(sound), _SAMPLES):
        check()
        frame = AudioFrame.from_ndarray(sound[None, start : start + _SAMPLES], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))
