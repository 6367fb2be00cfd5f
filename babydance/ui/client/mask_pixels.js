/** Points as they are kept: x, y and radius after each other, in quarters of a pixel. */
export function pointsOf(numbers) {
  const points = [];
  for (let n = 0; n + 2 < numbers.length; n += 3)
    points.push({ x: numbers[n] / 4, y: numbers[n + 1] / 4, radius: numbers[n + 2] / 4 });
  return points;
}

/** A line with round ends, asked row by row where it begins and ends; nothing is made anew for a row. */
export class Capsule {
  constructor(from, to, radius) {
    this.from = from;
    this.to = to;
    this.squared = radius * radius;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const nx = length ? (-(to.y - from.y) / length) * radius : 0;
    const ny = length ? ((to.x - from.x) / length) * radius : 0;
    this.xs = [from.x + nx, to.x + nx, to.x - nx, from.x - nx]; // the corners of its straight part
    this.ys = [from.y + ny, to.y + ny, to.y - ny, from.y - ny];
    this.left = 0;
    this.right = 0;
  }

  /** Find `left` and `right` at the height `y`; tell whether the row is met at all. */
  meets(y) {
    this.left = Infinity;
    this.right = -Infinity;
    this.#round(this.from, y);
    this.#round(this.to, y);
    for (let n = 0; n < 4; n += 1) {
      const next = (n + 1) & 3;
      if (this.ys[n] > y === this.ys[next] > y) continue;
      const x = this.xs[n] + ((y - this.ys[n]) / (this.ys[next] - this.ys[n])) * (this.xs[next] - this.xs[n]);
      if (x < this.left) this.left = x;
      if (x > this.right) this.right = x;
    }
    return this.left <= this.right;
  }

  #round(end, y) {
    const rest = this.squared - (y - end.y) * (y - end.y);
    if (rest < 0) return;
    const half = Math.sqrt(rest);
    if (end.x - half < this.left) this.left = end.x - half;
    if (end.x + half > this.right) this.right = end.x + half;
  }
}

/** The pixels of a row, first and one past the last, that lie ahead of the line's beginning. */
export function beyond(from, to, y) {
  const dx = to.x - from.x;
  const sideways = (y - from.y) * (to.y - from.y);
  if (!dx) return sideways > 0 ? [-Infinity, Infinity] : [0, 0];
  const x = from.x - sideways / dx - 0.5;
  return dx > 0 ? [Math.floor(x), Infinity] : [-Infinity, Math.ceil(x) + 1];
}

/** Make a tile small: a number when it is all the same, else runs of equal bytes if that helps. */
export function pack(bytes) {
  const runs = [];
  let at = 0;
  while (at < bytes.length) {
    const value = bytes[at];
    let end = at + 1;
    while (end < bytes.length && bytes[end] === value && end - at < 65_535) end += 1;
    runs.push(end - at, value);
    at = end;
    if (runs.length * 2 > bytes.length) return bytes;
  }
  if (runs.every((value, n) => n % 2 === 0 || value === runs[1])) return runs[1];
  return { runs: Uint16Array.from(runs), length: bytes.length };
}

/** Return the bytes of a small tile, or the number that they all are. */
export function unpack(packed) {
  if (!packed.runs) return packed;
  const bytes = new Uint8Array(packed.length);
  let at = 0;
  for (let n = 0; n < packed.runs.length; n += 2) {
    bytes.fill(packed.runs[n + 1], at, at + packed.runs[n]);
    at += packed.runs[n];
  }
  return bytes;
}

/** Blur a rectangle along its rows; what is beyond its sides counts as what is at them. */
export function blurRows(bytes, width, { left, top, right, bottom }, radius) {
  const line = new Uint8Array(right - left);
  const whole = 2 * radius + 1;
  const last = line.length - 1;
  for (let y = top; y < bottom; y += 1) {
    const start = y * width + left;
    line.set(bytes.subarray(start, start + line.length));
    let sum = line[0] * (radius + 1);
    for (let n = 1; n <= radius; n += 1) sum += line[Math.min(n, last)];
    for (let x = 0; x <= last; x += 1) {
      bytes[start + x] = (sum / whole + 0.5) | 0;
      sum += line[Math.min(x + radius + 1, last)] - line[Math.max(x - radius, 0)];
    }
  }
}

/** The same downwards, some columns at a time: going down one by one would miss the processor's cache each time. */
export function blurColumns(bytes, width, { left, top, right, bottom }, radius) {
  const last = bottom - top - 1;
  const whole = 2 * radius + 1;
  for (let from = left; from < right; from += 128) {
    const wide = Math.min(128, right - from);
    const strip = new Uint8Array(wide * (last + 1));
    for (let y = 0; y <= last; y += 1)
      strip.set(bytes.subarray((top + y) * width + from, (top + y) * width + from + wide), y * wide);
    const sums = new Int32Array(wide);
    for (let n = -radius; n <= radius; n += 1) {
      const row = Math.max(0, Math.min(n, last)) * wide;
      for (let x = 0; x < wide; x += 1) sums[x] += strip[row + x];
    }
    for (let y = 0; y <= last; y += 1) {
      const start = (top + y) * width + from;
      const coming = Math.min(y + radius + 1, last) * wide;
      const going = Math.max(y - radius, 0) * wide;
      for (let x = 0; x < wide; x += 1) {
        bytes[start + x] = (sums[x] / whole + 0.5) | 0;
        sums[x] += strip[coming + x] - strip[going + x];
      }
    }
  }
}
