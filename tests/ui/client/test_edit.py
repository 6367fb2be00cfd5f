"""The code behind the edit page that needs no browser: the mask as bytes, and boxes that are pulled."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CLIENT = Path(__file__).resolve().parents[3] / "babydance" / "ui" / "client"

_TOOLS = """
import assert from "node:assert";
import { MaskBitmap } from "CLIENT/mask_bitmap.js";
import { largest, pulled, turned } from "CLIENT/crop_box.js";
import { fitted, panned, zoomed } from "CLIENT/mask_view.js";

let seed = 7;
const dice = (below) => (seed = (seed * 16807) % 2147483647) % below;
const at = (x, y, radius) => ({ x, y, radius });
const distance = (x, y, from, to) => {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const along = dx * dx + dy * dy;
  const t = along ? Math.max(0, Math.min(1, ((x - from.x) * dx + (y - from.y) * dy) / along)) : 0;
  return Math.hypot(x - from.x - t * dx, y - from.y - t * dy);
};
/** Paint a random zigzag and end the step with a deed that can be done again. */
const scribble = (bitmap) => {
  const kind = dice(3) ? "paint" : "erase";
  const hardness = dice(11) / 10;
  const points = Array.from({ length: 6 }, () => at(dice(bitmap.width), dice(bitmap.height), 4 + dice(60)));
  points.forEach((point, n) => bitmap.line(points[Math.max(0, n - 1)], point, hardness, kind === "erase", n > 1));
  bitmap.commit({ kind, hardness, points: points.flatMap((p) => [4 * p.x, 4 * p.y, 4 * p.radius]) });
};
"""


def told(code: str) -> None:
    """Run some JavaScript; what it asserts must hold."""
    node = Path(sys.executable).parent / "node"
    script = (_TOOLS + code).replace("CLIENT", CLIENT.as_uri())
    done = subprocess.run(
        [node, "--input-type=module", "--no-warnings", "--eval", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_hard_line_is_full_inside_and_empty_outside() -> None:
    told("""
    const [from, to] = [at(40.25, 50.75, 25), at(250, 140, 25)];
    const bitmap = new MaskBitmap(300, 200);
    bitmap.line(from, to, 1, false);
    for (let y = 0; y < 200; y += 1) for (let x = 0; x < 300; x += 1) {
      const far = distance(x + 0.5, y + 0.5, from, to);
      if (far < 23.9) assert.equal(bitmap.bytes[y * 300 + x], 255);
      if (far > 25.1) assert.equal(bitmap.bytes[y * 300 + x], 0);
    }
    """)


def test_a_soft_line_fades_and_never_grows_darker_where_it_crosses_itself() -> None:
    told("""
    const bitmap = new MaskBitmap(200, 100);
    const [from, to] = [at(50, 50, 40), at(150, 50, 40)];
    bitmap.line(from, to, 0.25, false);
    const row = Array.from({ length: 40 }, (_, n) => bitmap.bytes[(50 + n) * 200 + 100]);
    assert.deepEqual(row, [...row].sort((one, other) => other - one));
    assert.ok(row[0] === 255 && row[25] > 0 && row[25] < 255);
    const before = bitmap.bytes.slice();
    bitmap.line(to, from, 0.25, false);
    assert.deepEqual(bitmap.bytes, before);
    """)


def test_undoing_and_redoing_leads_through_the_same_masks() -> None:
    told("""
    const bitmap = new MaskBitmap(700, 530);
    const seen = [bitmap.bytes.slice()];
    for (let n = 0; n < 12; n += 1) {
      if (n === 4) bitmap.invert();
      else if (n === 7) bitmap.feather(9);
      else if (n === 9) bitmap.clear();
      else scribble(bitmap);
      seen.push(bitmap.bytes.slice());
    }
    const shares = seen.map((bytes) => bytes.reduce((all, value) => all + value, 0) / (255 * bytes.length));
    for (let n = 11; n >= 0; n -= 1) {
      assert.ok(bitmap.undo());
      assert.deepEqual(bitmap.bytes, seen[n]);
      assert.ok(Math.abs(bitmap.share - shares[n]) < 1e-9);
    }
    assert.ok(!bitmap.undo());
    for (let n = 1; n <= 12; n += 1) {
      bitmap.redo();
      assert.deepEqual(bitmap.bytes, seen[n]);
    }
    assert.ok(!bitmap.redo());
    """)


def test_fifty_steps_go_back_and_what_is_older_stays() -> None:
    told("""
    const bitmap = new MaskBitmap(300, 300);
    for (let n = 0; n < 60; n += 1) scribble(bitmap);
    let steps = 0;
    while (bitmap.undo()) steps += 1;
    assert.equal(steps, 50);
    assert.equal(bitmap.deeds.length, 10);
    """)


def test_what_was_kept_in_the_tab_makes_the_same_mask_again() -> None:
    told("""
    const bitmap = new MaskBitmap(640, 400);
    for (let n = 0; n < 55; n += 1) scribble(bitmap);
    bitmap.invert();
    bitmap.feather(5);
    bitmap.undo();
    scribble(bitmap);
    const again = new MaskBitmap(640, 400);
    again.replay(JSON.parse(JSON.stringify(bitmap.deeds)));
    assert.deepEqual(again.bytes, bitmap.bytes);
    assert.equal(again.share, bitmap.share);
    """)


def test_a_stroke_that_turned_out_to_be_a_pinch_leaves_nothing() -> None:
    told("""
    const bitmap = new MaskBitmap(600, 600);
    scribble(bitmap);
    const before = bitmap.bytes.slice();
    bitmap.line(at(300, 300, 80), at(500, 100, 80), 0.5, false);
    bitmap.rollback();
    assert.deepEqual(bitmap.bytes, before);
    assert.equal(bitmap.past.length, 1);
    """)


@pytest.mark.parametrize("ratio", [0, 1, 0.8, 1.5, 16 / 9, 9 / 16])
def test_a_crop_that_is_pulled_anyhow_stays_inside_and_keeps_its_proportions(ratio: float) -> None:
    told(f"""
    const ratio = {ratio};
    for (const room of [{{ width: 1024, height: 1536 }}, {{ width: 333, height: 200 }}]) {{
      let box = largest(room, ratio);
      for (let n = 0; n < 2000; n += 1) {{
        const handle = ["n", "ne", "e", "se", "s", "sw", "w", "nw", "move"][dice(9)];
        box = pulled(box, handle, dice(600) - 300, dice(600) - 300, room, ratio);
        assert.ok(Object.values(box).every(Number.isInteger), JSON.stringify(box));
        assert.ok(box.left >= 0 && box.top >= 0 && box.width >= 16 && box.height >= 16, JSON.stringify(box));
        assert.ok(box.left + box.width <= room.width && box.top + box.height <= room.height, JSON.stringify(box));
        if (ratio) assert.ok(Math.abs(box.width - box.height * ratio) <= 1 + ratio, JSON.stringify(box));
      }}
    }}
    """)


def test_a_box_comes_back_after_four_quarter_turns() -> None:
    told("""
    let [box, room] = [{ left: 10, top: 20, width: 300, height: 200 }, { width: 800, height: 600 }];
    for (let n = 0; n < 4; n += 1) [box, room] = [turned(box, room), { width: room.height, height: room.width }];
    assert.deepEqual(box, { left: 10, top: 20, width: 300, height: 200 });
    """)


def test_the_view_never_loses_the_picture() -> None:
    told("""
    const [frame, picture] = [{ width: 500, height: 400 }, { width: 4096, height: 3000 }];
    let view = fitted(frame, picture);
    for (let n = 0; n < 3000; n += 1) {
      const point = { x: dice(500), y: dice(400) };
      const [across, down] = [dice(4000) - 2000, dice(4000) - 2000];
      if (dice(2)) view = zoomed(view, 0.5 + dice(200) / 100, point, frame, picture);
      else view = panned(view, across, down, frame, picture);
      assert.ok(view.scale >= fitted(frame, picture).scale - 1e-9 && view.scale <= 16);
      assert.ok(view.x <= 250.001 && view.x + view.scale * 4096 >= 249.999, JSON.stringify(view));
      assert.ok(view.y <= 200.001 && view.y + view.scale * 3000 >= 199.999, JSON.stringify(view));
    }
    """)
