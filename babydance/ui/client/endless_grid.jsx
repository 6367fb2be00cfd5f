import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";

const GAP = 8; // pixels between pictures
const AHEAD = 1600; // pixels that are drawn above and below what is seen

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
    rows.push({ top, tall, cards: row });
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

/** Join what was known with what came; the server alone knows the order. */
export function joined(known, batch) {
  if (!batch.is_first) {
    if (known.cards.at(-1)?.id !== batch.before) return known; // asked for a list that has begun anew since
    return { cards: [...known.cards, ...batch.cards], isLast: batch.is_last };
  }
  // Nobody loses the place that they scrolled to: what goes on where the first page ends is kept.
  const end = known.cards.findIndex((card) => card.id === batch.cards.at(-1)?.id);
  const kept = end < 0 || batch.is_last ? [] : known.cards.slice(end + 1).filter((card) => card.id !== batch.removed);
  return { cards: [...batch.cards, ...kept], isLast: kept.length ? known.isLast : batch.is_last };
}

/** Every picture of the account: keeps the cards that the server sent, draws only those near the window. */
export function EndlessGrid({ batch, media, onMore, onOpen, label, className }) {
  const [{ cards, isLast }, setKnown] = useState({ cards: [], isLast: false });
  const [width, setWidth] = useState(0);
  const [view, setView] = useState({ from: 0, to: 2000 });
  const frame = useRef(null);
  const asked = useRef("");

  useLayoutEffect(() => {
    if (!batch) return;
    if (batch.is_first) asked.current = "";
    setKnown((known) => joined(known, batch));
  }, [batch]);

  useLayoutEffect(() => {
    const measure = () => setWidth(frame.current?.clientWidth ?? 0);
    const watcher = new ResizeObserver(measure);
    watcher.observe(frame.current);
    measure();
    return () => watcher.disconnect();
  }, []);

  const height = width < 600 ? 150 : 230;
  const { rows, total } = useMemo(() => (width ? justify(cards, width, height, isLast) : { rows: [], total: 0 }), [cards, width, height, isLast]);

  useEffect(() => {
    let waiting = 0;
    const look = () => {
      waiting = 0;
      const offset = frame.current ? -frame.current.getBoundingClientRect().top : 0;
      setView({ from: offset - AHEAD, to: offset + window.innerHeight + AHEAD });
    };
    const soon = () => (waiting ||= requestAnimationFrame(look));
    look();
    window.addEventListener("scroll", soon, { passive: true });
    window.addEventListener("resize", soon);
    return () => {
      cancelAnimationFrame(waiting);
      window.removeEventListener("scroll", soon);
      window.removeEventListener("resize", soon);
    };
  }, [total]);

  useEffect(() => {
    const oldest = cards[cards.length - 1]?.id;
    if (!oldest || isLast || view.to < total || asked.current === oldest) return;
    asked.current = oldest;
    onMore(oldest);
  }, [cards, isLast, view, total, onMore]);

  const shown = rows.filter((row) => row.top + row.tall >= view.from && row.top <= view.to);
  return (
    <ul ref={frame} className={className} aria-label={label} style={{ height: total, position: "relative" }} data-count={cards.length}>
      {shown.map((row) => {
        let left = 0;
        return row.cards.map((card) => {
          const wide = (row.tall * card.width) / card.height;
          const place = { top: row.top, left, width: wide, height: row.tall, position: "absolute" };
          left += wide + GAP;
          return (
            <li key={card.id} style={place}>
              <button type="button" className="grid-card" style={{ backgroundColor: card.colour }} onClick={() => onOpen(card.id)}>
                <img
                  src={`${media}/thumbnail/${card.id}/320`}
                  srcSet={`${media}/thumbnail/${card.id}/320 320w, ${media}/thumbnail/${card.id}/720 720w`}
                  sizes={`${Math.ceil(wide)}px`}
                  alt={card.alt}
                  width={card.width}
                  height={card.height}
                  loading="lazy"
                  decoding="async"
                  className="grid-picture"
                />
              </button>
            </li>
          );
        });
      })}
    </ul>
  );
}
