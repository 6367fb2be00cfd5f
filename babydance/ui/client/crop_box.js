export const LEAST = 16; // pixels of a side

/** The largest box of these proportions in the middle of `room`; without proportions the whole of it. */
export function largest(room, ratio) {
  if (!ratio) return { left: 0, top: 0, width: room.width, height: room.height };
  const width = Math.min(room.width, room.height * ratio);
  return whole({ left: (room.width - width) / 2, top: (room.height - width / ratio) / 2, width, height: width / ratio }, room);
}

/** Pull a box by one of its handles: n, ne, e, se, s, sw, w, nw, or move. */
export function pulled(box, handle, dx, dy, room, ratio) {
  if (handle === "move") {
    const left = Math.max(0, Math.min(room.width - box.width, box.left + dx));
    return whole({ ...box, left, top: Math.max(0, Math.min(room.height - box.height, box.top + dy)) }, room);
  }
  const across = side(box.left, box.width, dx, room.width, handle.includes("w"), handle.includes("e"));
  const down = side(box.top, box.height, dy, room.height, handle.includes("n"), handle.includes("s"));
  if (!ratio) return whole({ left: across.at(across.length), top: down.at(down.length), width: across.length, height: down.length }, room);
  const wanted = handle.length === 2 ? Math.max(across.length, down.length * ratio) : across.isPulled ? across.length : down.length * ratio;
  const least = Math.max(LEAST, LEAST * ratio);
  const width = Math.max(least, Math.min(wanted, across.most, down.most * ratio));
  return whole({ left: across.at(width), top: down.at(width / ratio), width, height: width / ratio }, room);
}

/** Take a box along when its picture is turned by a quarter, clockwise; `room` is that of before. */
export function turned(box, room) {
  return { left: room.height - box.top - box.height, top: box.left, width: box.height, height: box.width };
}

/** Take a box along when what is left of the picture has changed a little. */
export function moved(box, before, room) {
  const by = Math.min(room.width / before.width, room.height / before.height);
  return whole({ left: box.left * by, top: box.top * by, width: box.width * by, height: box.height * by }, room);
}

/** One direction of a box: the new length, the most it may have, and where a side of some length begins. */
function side(start, length, by, room, isFromStart, isFromEnd) {
  const end = start + length;
  if (isFromStart) {
    const now = Math.max(LEAST, Math.min(end, length - by));
    return { length: now, most: end, isPulled: true, at: (long) => end - long };
  }
  if (isFromEnd) {
    const now = Math.max(LEAST, Math.min(room - start, length + by));
    return { length: now, most: room - start, isPulled: true, at: () => start };
  }
  const middle = start + length / 2;
  return { length, most: 2 * Math.min(middle, room - middle), isPulled: false, at: (long) => middle - long / 2 };
}

function whole(box, room) {
  const width = Math.max(1, Math.min(room.width, Math.round(box.width)));
  const height = Math.max(1, Math.min(room.height, Math.round(box.height)));
  return {
    left: Math.max(0, Math.min(room.width - width, Math.round(box.left))),
    top: Math.max(0, Math.min(room.height - height, Math.round(box.top))),
    width,
    height,
  };
}
