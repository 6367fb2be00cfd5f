const CLOSEST = 16; // screen pixels for one of the picture
const DOTS = 1_500_000; // of the overlay at most: beyond that nobody sees a finer one

/** The view that shows the whole picture. */
export function fitted(frame, picture) {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height, 4);
  return placed({ scale, x: 0, y: 0 }, frame, picture);
}

/** Make larger or smaller, keeping the point of the frame where it is. */
export function zoomed(view, factor, point, frame, picture) {
  const least = Math.min(1, fitted(frame, picture).scale);
  const scale = Math.max(least, Math.min(CLOSEST, view.scale * factor));
  const by = scale / view.scale;
  const moved = { scale, x: point.x - (point.x - view.x) * by, y: point.y - (point.y - view.y) * by };
  return placed(moved, frame, picture);
}

export function panned(view, dx, dy, frame, picture) {
  return placed({ ...view, x: view.x + dx, y: view.y + dy }, frame, picture);
}

/** Move just as far as it takes to bring a point of the picture into the frame. */
export function showing(view, point, frame, picture) {
  const x = view.x + point.x * view.scale;
  const y = view.y + point.y * view.scale;
  const dx = x - Math.max(24, Math.min(frame.width - 24, x));
  const dy = y - Math.max(24, Math.min(frame.height - 24, y));
  return panned(view, -dx, -dy, frame, picture);
}

/** Centre what is smaller than the frame; let every edge of what is larger come to its middle, and no further. */
function placed(view, frame, picture) {
  const place = (at, room, length) => (length <= room ? (room - length) / 2 : Math.max(room / 2 - length, Math.min(room / 2, at)));
  return {
    scale: view.scale,
    x: place(view.x, frame.width, picture.width * view.scale),
    y: place(view.y, frame.height, picture.height * view.scale),
  };
}

/** How many dots of the overlay there are to a screen pixel. */
export function densityFor(frame) {
  return Math.min(window.devicePixelRatio || 1, Math.sqrt(DOTS / Math.max(1, frame.width * frame.height)));
}

/** The part of the overlay that shows a rectangle of the picture. */
export function dotsOf(box, view, density, canvas) {
  const to = (at, offset) => (at * view.scale + offset) * density;
  return {
    left: Math.max(0, Math.floor(to(box.left, view.x)) - 1),
    top: Math.max(0, Math.floor(to(box.top, view.y)) - 1),
    right: Math.min(canvas.width, Math.ceil(to(box.right, view.x)) + 1),
    bottom: Math.min(canvas.height, Math.ceil(to(box.bottom, view.y)) + 1),
  };
}

/** Draw the mask as it is seen: `shades` has two rows of 256 colours, which take turns in stripes or squares. */
export function drawOverlay(context, bitmap, view, density, dots, shades, squares) {
  const wide = dots.right - dots.left;
  const tall = dots.bottom - dots.top;
  if (wide <= 0 || tall <= 0) return;
  const image = context.createImageData(wide, tall);
  const colours = new Uint32Array(image.data.buffer);
  const places = new Int32Array(wide);
  for (let n = 0; n < wide; n += 1) {
    const x = Math.floor(((dots.left + n + 0.5) / density - view.x) / view.scale);
    places[n] = x >= 0 && x < bitmap.width ? x : -1;
  }
  const bits = density > 1.4 ? 4 : 3;
  for (let row = 0; row < tall; row += 1) {
    const y = Math.floor(((dots.top + row + 0.5) / density - view.y) / view.scale);
    if (y < 0 || y >= bitmap.height) continue;
    const start = y * bitmap.width;
    const down = dots.top + row;
    for (let n = 0; n < wide; n += 1) {
      if (places[n] < 0) continue;
      const value = bitmap.bytes[start + places[n]];
      if (!value) continue;
      const across = dots.left + n;
      const turn = squares ? (across >> bits) ^ (down >> bits) : (across + down) >> bits;
      colours[row * wide + n] = shades[((turn & 1) << 8) | value];
    }
  }
  context.putImageData(image, dots.left, dots.top);
}

/** Mix the colours of a look from the colours of the page. */
export function shadesOf(look, accent) {
  const shades = new Uint32Array(512);
  const [red, green, blue] = accent;
  const pairs = {
    tint: [[red, green, blue, 0.55], [red, green, blue, 0.55]],
    stripes: [[red, green, blue, 0.85], [255, 255, 255, 0.45]],
    cut: [[236, 236, 236, 1], [200, 200, 200, 1]],
    off: [[0, 0, 0, 0], [0, 0, 0, 0]],
  };
  pairs[look].forEach(([r, g, b, share], half) => {
    for (let value = 0; value < 256; value += 1)
      shades[half * 256 + value] = ((Math.round(value * share) << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
  return shades;
}

/** Read the colour of an element as three numbers. */
export function colourOf(element) {
  const context = document.createElement("canvas").getContext("2d");
  context.fillStyle = getComputedStyle(element).color;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}
