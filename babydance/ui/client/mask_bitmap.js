import { beyond, blurColumns, blurRows, Capsule, pack, pointsOf, unpack } from "./mask_pixels.js";

const TILE = 256; // pixels along a side of what is remembered as one piece
const STEPS = 50; // that can be undone
const ALL = [-Infinity, Infinity];
const SHADES = 1024; // of the soft edge, by squared distance

/** A painted mask: one byte a pixel, 0 stays and 255 changes. A step is undone by putting back the tiles it touched. */
export class MaskBitmap {
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.bytes = new Uint8Array(width * height);
    this.columns = Math.ceil(width / TILE);
    this.sums = new Float64Array(this.columns * Math.ceil(height / TILE)); // how much is painted in each tile
    this.before = new Map(); // the tiles that the step under way has touched, as they were
    this.past = [];
    this.future = [];
    this.settled = []; // what was done so long ago that it can't be undone
    this.brush = { radius: -1, hardness: -1 };
  }

  /** How much of the picture will change, 0 to 1. */
  get share() {
    return this.sums.reduce((all, sum) => all + sum, 0) / (255 * this.bytes.length);
  }

  /** Everything that was done, in order, small enough to be kept elsewhere and done again. */
  get deeds() {
    return [...this.settled, ...this.past.map((step) => step.deed)];
  }

  /** Paint or erase a line with round ends; return the rectangle that may look different now.
   *  A line that `goesOn` where another of the same radius ended leaves out what that one has done around its end. */
  line(from, to, hardness, erases, goesOn = false) {
    const radius = (from.radius + to.radius) / 2;
    this.#choose(radius, hardness);
    const box = this.#box(
      Math.min(from.x, to.x) - radius,
      Math.min(from.y, to.y) - radius,
      Math.max(from.x, to.x) + radius,
      Math.max(from.y, to.y) + radius,
    );
    this.#remember(box);
    const skips = goesOn && from.radius === to.radius;
    const outer = new Capsule(from, to, radius);
    const inner = new Capsule(from, to, this.brush.inner);
    for (let y = box.top; y < box.bottom; y += 1) {
      if (!outer.meets(y + 0.5)) continue;
      const ahead = skips ? beyond(from, to, y + 0.5) : ALL;
      const left = Math.max(box.left, ahead[0], Math.ceil(outer.left - 0.5));
      const right = Math.min(box.right, ahead[1], Math.floor(outer.right - 0.5) + 1);
      this.#row(y, left, right, inner, erases);
    }
    return box;
  }

  /** End a step: from now on it can be undone. */
  commit(deed) {
    if (!this.before.size) return;
    const tiles = new Map();
    for (const [tile, bytes] of this.before) {
      tiles.set(tile, pack(bytes));
      this.#count(tile);
    }
    this.before.clear();
    this.#push({ deed, tiles });
  }

  /** Take back the step that is under way. */
  rollback() {
    for (const [tile, bytes] of this.before) this.#put(tile, bytes);
    this.before.clear();
  }

  undo() {
    const step = this.past.pop();
    if (step) this.future.push(this.#exchanged(step));
    return Boolean(step);
  }

  redo() {
    const step = this.future.pop();
    if (step) this.past.push(this.#exchanged(step));
    return Boolean(step);
  }

  invert() {
    this.#flip();
    this.#push({ deed: { kind: "invert" }, tiles: null });
  }

  clear() {
    this.#remember(this.#painted(0));
    for (const tile of this.before.keys()) this.#put(tile, 0);
    this.commit({ kind: "clear" });
  }

  /** Soften every edge over about `radius` pixels to each side: two box blurs make a ramp without corners. */
  feather(radius) {
    const box = this.#painted(2 * radius);
    this.#remember(box);
    for (let pass = 0; pass < 2; pass += 1) {
      blurRows(this.bytes, this.width, box, radius);
      blurColumns(this.bytes, this.width, box, radius);
    }
    this.commit({ kind: "feather", radius });
  }

  /** Do again what was kept; coordinates come in quarters of a pixel. */
  replay(deeds) {
    for (const deed of deeds) {
      if (deed.kind === "invert") this.invert();
      else if (deed.kind === "clear") this.clear();
      else if (deed.kind === "feather") this.feather(deed.radius);
      else {
        const points = pointsOf(deed.points);
        points.forEach((point, n) => this.line(points[Math.max(0, n - 1)], point, deed.hardness, deed.kind === "erase", n > 1));
        this.commit(deed);
      }
    }
  }

  #push(step) {
    this.past.push(step);
    this.future = [];
    if (this.past.length > STEPS) this.settled.push(this.past.shift().deed);
  }

  #choose(radius, hardness) {
    if (this.brush.radius === radius && this.brush.hardness === hardness) return;
    const inner = Math.max(0, Math.min(radius * hardness, radius - 1)); // the hardest edge is one pixel wide
    const shades = new Uint8Array(SHADES + 1);
    const step = (radius * radius - inner * inner) / SHADES;
    for (let n = 0; n < SHADES; n += 1) {
      const t = (radius - Math.sqrt(inner * inner + n * step)) / (radius - inner);
      shades[n] = Math.round(255 * t * t * (3 - 2 * t));
    }
    this.brush = { radius, hardness, inner, shades, step };
  }

  /** Fill what lies inside for good, and shade what lies between there and the ends of the row. */
  #row(y, left, right, inner, erases) {
    let fullLeft = right;
    let fullRight = right;
    if (this.brush.inner && inner.meets(y + 0.5)) {
      fullLeft = Math.min(right, Math.max(left, Math.ceil(inner.left - 0.5)));
      fullRight = Math.max(fullLeft, Math.min(right, Math.floor(inner.right - 0.5) + 1));
      this.bytes.fill(erases ? 0 : 255, y * this.width + fullLeft, y * this.width + fullRight);
    }
    this.#edge(y, left, fullLeft, inner, erases);
    this.#edge(y, fullRight, right, inner, erases);
  }

  /** Shade the pixels of one row by their distance from the line. */
  #edge(y, left, right, { from, to }, erases) {
    const { inner, shades, step } = this.brush;
    const bytes = this.bytes;
    const dx = to.x - from.x;
    const dy = to.y - from.y;
    const along = dx * dx + dy * dy;
    const per = along ? 1 / along : 0;
    const fine = 1 / step;
    const py = y + 0.5 - from.y;
    const least = inner * inner;
    const done = erases ? 0 : 255;
    const start = y * this.width;
    for (let x = left; x < right; x += 1) {
      const at = start + x;
      if (bytes[at] === done) continue;
      const px = x + 0.5 - from.x;
      let t = (px * dx + py * dy) * per;
      t = t < 0 ? 0 : t > 1 ? 1 : t;
      const ex = px - t * dx;
      const ey = py - t * dy;
      const n = ((ex * ex + ey * ey - least) * fine) | 0;
      const shade = n < 0 ? 255 : n >= SHADES ? 0 : shades[n];
      if (erases) {
        if (bytes[at] > 255 - shade) bytes[at] = 255 - shade;
      } else if (bytes[at] < shade) bytes[at] = shade;
    }
  }

  #box(left, top, right, bottom) {
    return {
      left: Math.max(0, Math.floor(left)),
      top: Math.max(0, Math.floor(top)),
      right: Math.min(this.width, Math.ceil(right)),
      bottom: Math.min(this.height, Math.ceil(bottom)),
    };
  }

  /** The rectangle of all tiles that have paint on them, and `margin` pixels around. */
  #painted(margin) {
    const found = { left: Infinity, top: Infinity, right: 0, bottom: 0 };
    this.sums.forEach((sum, tile) => {
      if (!sum) return;
      const place = this.#place(tile);
      found.left = Math.min(found.left, place.left);
      found.top = Math.min(found.top, place.top);
      found.right = Math.max(found.right, place.right);
      found.bottom = Math.max(found.bottom, place.bottom);
    });
    if (found.left === Infinity) return { left: 0, top: 0, right: 0, bottom: 0 };
    return this.#box(found.left - margin, found.top - margin, found.right + margin, found.bottom + margin);
  }

  #place(tile) {
    const left = (tile % this.columns) * TILE;
    const top = Math.floor(tile / this.columns) * TILE;
    return { left, top, right: Math.min(this.width, left + TILE), bottom: Math.min(this.height, top + TILE) };
  }

  #remember(box) {
    if (box.right <= box.left || box.bottom <= box.top) return;
    const last = Math.floor((box.right - 1) / TILE);
    for (let row = Math.floor(box.top / TILE); row <= Math.floor((box.bottom - 1) / TILE); row += 1)
      for (let column = Math.floor(box.left / TILE); column <= last; column += 1) {
        const tile = row * this.columns + column;
        if (!this.before.has(tile)) this.before.set(tile, this.#take(tile));
      }
  }

  #take(tile) {
    const { left, top, right, bottom } = this.#place(tile);
    const wide = right - left;
    const bytes = new Uint8Array(wide * (bottom - top));
    for (let y = top; y < bottom; y += 1)
      bytes.set(this.bytes.subarray(y * this.width + left, y * this.width + right), (y - top) * wide);
    return bytes;
  }

  #put(tile, bytes) {
    const { left, top, right, bottom } = this.#place(tile);
    const wide = right - left;
    for (let y = top; y < bottom; y += 1) {
      const start = y * this.width + left;
      if (typeof bytes === "number") this.bytes.fill(bytes, start, start + wide);
      else this.bytes.set(bytes.subarray((y - top) * wide, (y - top + 1) * wide), start);
    }
  }

  #count(tile) {
    const { left, top, right, bottom } = this.#place(tile);
    let sum = 0;
    for (let y = top; y < bottom; y += 1)
      for (let at = y * this.width + left; at < y * this.width + right; at += 1) sum += this.bytes[at];
    this.sums[tile] = sum;
  }

  /** Put a step's tiles in place and return the step that leads back. */
  #exchanged({ deed, tiles }) {
    if (!tiles) {
      this.#flip();
      return { deed, tiles };
    }
    const back = new Map();
    for (const [tile, packed] of tiles) {
      back.set(tile, pack(this.#take(tile)));
      this.#put(tile, unpack(packed));
      this.#count(tile);
    }
    return { deed, tiles: back };
  }

  #flip() {
    const words = new Uint32Array(this.bytes.buffer, 0, this.bytes.length >> 2);
    for (let n = 0; n < words.length; n += 1) words[n] = ~words[n];
    for (let at = words.length * 4; at < this.bytes.length; at += 1) this.bytes[at] = 255 - this.bytes[at];
    this.sums.forEach((sum, tile) => {
      const { left, top, right, bottom } = this.#place(tile);
      this.sums[tile] = 255 * (right - left) * (bottom - top) - sum;
    });
  }
}
