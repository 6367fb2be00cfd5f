/** Points as they are kept: x, y and radius after each other, in quarters of a pixel. */
export function pointsOf(numbers) {
  const points = [];
  for (let n = 0; n + 2 < numbers.length; n += 3)
    points.push({ x: numbers[n] / 4, y: numbers[n + 1] / 4, radius: numbers[n + 2] / 4 });
  return points;
}

/** Where the row at height `y` enters and leaves a line with round ends; null where it misses it. */
export function span(from, to, radius, y) {
  let left = Infinity;
  let right = -Infinity;
  for (const end of [from, to]) {
    const rest = radius * radius - (y - end.y) * (y - end.y);
    if (rest < 0) continue;
    left = Math.min(left, end.x - Math.sqrt(rest));
    right = Math.max(right, end.x + Math.sqrt(rest));
  }
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = Math.hypot(dx, dy);
  if (length) {
    const nx = (-dy / length) * radius;
    const ny = (dx / length) * radius;
    const corners = [
      [from.x + nx, from.y + ny],
      [to.x + nx, to.y + ny],
      [to.x - nx, to.y - ny],
      [from.x - nx, from.y - ny],
    ];
    for (let n = 0; n < 4; n += 1) {
      const [ax, ay] = corners[n];
      const [bx, by] = corners[(n + 1) % 4];
      if (ay > y === by > y) continue;
      const x = ax + ((y - ay) / (by - ay)) * (bx - ax);
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
  }
  return left <= right ? [left, right] : null;
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
