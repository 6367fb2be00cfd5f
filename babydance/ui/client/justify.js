export const GAP = 8; // pixels between pictures

/** Lay pictures out in rows that fill the width, aspect ratios kept; the very last row stays loose.
 *  While more are to come, cards that do not fill a row yet wait for them: what is seen never moves. */
export function justify(cards, width, height, isLast) {
  const rows = [];
  let row = [];
  let ratio = 0;
  let top = 0;
  const close = (isFull) => {
    const gaps = GAP * (row.length - 1);
    const tall = isFull ? (width - gaps) / ratio : height;
    rows.push({ top, tall, boxes: boxes(row, tall) });
    top += tall + GAP;
    row = [];
    ratio = 0;
  };
  for (const card of cards) {
    row.push(card);
    ratio += card.width / card.height;
    if (ratio * height + GAP * (row.length - 1) >= width) close(true);
  }
  if (row.length && (isLast || !rows.length)) close(ratio * height > width);
  return { rows, total: Math.max(0, top - GAP) };
}

function boxes(cards, tall) {
  let left = 0;
  return cards.map((card) => {
    const wide = (tall * card.width) / card.height;
    const box = { card, left, wide };
    left += wide + GAP;
    return box;
  });
}

/** Find the row in which a card hangs, or -1. */
export function rowOf(rows, id) {
  return rows.findIndex((row) => row.boxes.some((box) => box.card.id === id));
}

/** Name the card that an arrow key leads to: along the line, or to what hangs nearest in the row above or below. */
export function neighbour(rows, id, key) {
  const cards = rows.flatMap((row) => row.boxes.map((box) => box.card.id));
  const at = cards.indexOf(id);
  if (key === "Home") return cards[0];
  if (key === "End") return cards.at(-1);
  if (key === "ArrowLeft") return cards[Math.max(0, at - 1)];
  if (key === "ArrowRight") return cards[Math.min(cards.length - 1, at + 1)];
  const here = rows[rowOf(rows, id)]?.boxes.find((box) => box.card.id === id);
  const next = rows[rowOf(rows, id) + (key === "ArrowDown" ? 1 : -1)];
  if (!here || !next) return id;
  const middle = here.left + here.wide / 2;
  const away = (box) => Math.abs(box.left + box.wide / 2 - middle);
  return next.boxes.reduce((best, box) => (away(box) < away(best) ? box : best)).card.id;
}

/** Name the cards that a rectangle touches; its sides are measured from the corner of the grid. */
export function touched(rows, { left, top, right, bottom }) {
  return rows
    .filter((row) => row.top < bottom && row.top + row.tall > top)
    .flatMap((row) => row.boxes.filter((box) => box.left < right && box.left + box.wide > left).map((box) => box.card.id));
}
