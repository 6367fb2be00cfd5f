from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from babydance.dance.key import find_backdrop, has_shadow, lift, tint

FIGURE = (230, 120, 90)


def painted(key: tuple[int, int, int], *, figure: tuple[int, int, int] = FIGURE, noise: float = 2.0) -> np.ndarray:
    """A soft-edged disc of radius 60 before a colour."""
    large = Image.new("RGB", (800, 800), key)
    ImageDraw.Draw(large).ellipse([160, 160, 640, 640], figure)
    small = np.asarray(large.reduce(4)).astype(float)
    return np.clip(small + np.random.default_rng(1).normal(0, noise, small.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("key", [(12, 238, 20), (241, 14, 229), (30, 40, 236), (128, 130, 127), (250, 250, 250)])
def test_the_painted_colour_is_found_and_taken_out(key: tuple[int, int, int]) -> None:
    picture = painted(key)
    backdrop = find_backdrop(picture)
    assert backdrop.colour == pytest.approx(key, abs=3)
    lifted = lift(picture, backdrop)
    assert lifted[..., 3].sum() / 255 == pytest.approx(np.pi * 60**2, rel=0.01)
    assert not lifted[:20].any()
    edge = (lifted[..., 3] > 40) & (lifted[..., 3] < 215)
    assert np.abs(lifted[edge, :3].astype(float).mean(axis=0) - FIGURE).max() < 25
    assert tint(lifted, backdrop)[lifted[..., 3] > 0].max() < 0.15


def test_jpeg_leaves_no_tint() -> None:
    held = io.BytesIO()
    Image.fromarray(painted((10, 240, 20))).save(held, "JPEG", quality=82)
    picture = np.asarray(Image.open(held))
    backdrop = find_backdrop(picture)
    lifted = lift(picture, backdrop)
    assert (tint(lifted, backdrop)[lifted[..., 3] > 127] > 0.1).mean() < 0.002


def test_native_transparency_is_kept_as_it_is() -> None:
    picture = np.zeros((50, 50, 4), dtype=np.uint8)
    picture[10:40, 20:30] = (10, 250, 10, 200)
    backdrop = find_backdrop(picture)
    assert backdrop.colour is None
    assert (lift(picture, backdrop) == picture).all()


def test_an_opaque_alpha_channel_is_no_transparency() -> None:
    picture = np.dstack([painted((10, 240, 20)), np.full((200, 200), 255, dtype=np.uint8)])
    assert find_backdrop(picture).colour is not None


def test_a_photo_has_no_plain_background() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (60, 60, 3), dtype=np.uint8)
    assert not find_backdrop(noise).is_plain


def test_a_shadow_on_a_coloured_background_goes_with_it() -> None:
    large = Image.new("RGB", (800, 800), (10, 240, 20))
    draw = ImageDraw.Draw(large)
    draw.ellipse([200, 560, 600, 680], (7, 168, 14))
    draw.ellipse([280, 200, 520, 620], FIGURE)
    picture = np.asarray(large.reduce(4))
    backdrop = find_backdrop(picture)
    assert has_shadow(picture, backdrop)
    lifted = lift(picture, backdrop, with_shadow=True)
    assert (lifted[158:, :, 3] > 127).sum() < 20
    assert (lifted[70:135, 90:110, 3] == 255).all()
