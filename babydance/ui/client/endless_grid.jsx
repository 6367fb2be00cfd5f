import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useLocation, useNavigate, useNavigationType } from "react-router";
import { GridCard } from "./grid_card.jsx";
import { listen } from "./gestures.js";
import { justify, neighbour, rowOf } from "./justify.js";
import { hearted, joined, NOTHING, remember, remembered, without } from "./known.js";
import { act, answered, gallery, register, useGallery } from "./selection.js";

const AHEAD = 1600; // pixels that are drawn above and below what is seen
const REST = 120; // milliseconds without scrolling until a place is remembered
const PATIENCE = 5000; // milliseconds until a batch that did not come is asked for again
const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];

/** All pictures of a view: keeps the cards that the server sent, draws only those near the window, and knows
 *  which are marked. */
export function EndlessGrid({ batch, answer, total: matches, media, label, edit, className, onMore, ...acts }) {
  const frame = useRef(null);
  const [known, goal, place] = useKnown(batch, answer, matches);
  const [width, height] = useWidth(frame);
  const { rows, total } = useMemo(
    () => (width ? justify(known.cards, width, height, known.isLast) : { rows: [], total: 0 }),
    [known.cards, width, height, known.isLast],
  );
  const tall = known.next && goal.current ? Math.max(total, goal.current.total) : total;
  useReturn(frame, rows, goal, known);
  const view = useWindow(frame, rows, tall, known, place);
  useMore(known, view, total, onMore);
  const { ids, isAll, from } = useGallery();
  const keys = useKeys(frame, rows, edit);
  register(acts);

  const latest = useRef(rows);
  latest.current = rows;
  useEffect(() => listen(frame.current, () => latest.current), []);

  const shown = rows.filter((row) => row.top + row.tall >= view.from && row.top <= view.to);
  const first = shown.some((row) => row.boxes.some((box) => box.card.id === keys.active)) ? keys.active : shown[0]?.boxes[0].card.id;
  const isMarking = isAll || ids.size > 0;
  return (
    <ul
      ref={frame}
      className={className}
      aria-label={label}
      style={{ height: tall, position: "relative" }}
      data-count={known.cards.length}
      data-marking={isMarking || undefined}
      onKeyDown={keys.onKeyDown}
    >
      {shown.map((row) =>
        row.boxes.map(({ card, left, wide }) => (
          <li key={card.id} style={{ top: row.top, left, width: wide, height: row.tall, position: "absolute" }}>
            <GridCard
              card={card}
              wide={wide}
              media={media}
              isMarked={isAll !== ids.has(card.id)}
              isReached={card.id === first}
              onOpen={(event) => keys.onOpen(event, card.id)}
              onFocus={() => keys.setActive(card.id)}
            />
          </li>
        )),
      )}
    </ul>
  );
}

/** Keep the cards that came, and the place to which the person goes back while they are gathered. */
function useKnown(batch, answer, matches) {
  const [known, setKnown] = useState(NOTHING);
  const list = useRef(NOTHING);
  const goal = useRef(null);
  const place = useRef(null);
  const isBack = useNavigationType() === "POP";
  const become = (next) => setKnown((list.current = next));

  useLayoutEffect(() => {
    if (!batch) return;
    if (list.current.view !== batch.view) goal.current = isBack ? remembered(batch.view) : null;
    else if (batch.is_first) goal.current ??= place.current;
    become(joined(list.current, batch, goal.current));
  }, [batch]);

  useLayoutEffect(() => {
    const isMeant = answer?.number && answered(answer);
    if (!isMeant) return;
    if (answer.leaves) {
      goal.current ??= place.current;
      become(without(list.current, isMeant));
    } else if (answer.heart) become(hearted(list.current, isMeant, answer.heart === "on"));
  }, [answer]);

  useLayoutEffect(() => {
    if (known.view !== null) gallery.show({ view: known.view, cards: known.cards, isLast: known.isLast, total: matches });
  }, [known, matches]);
  useEffect(() => () => gallery.show({ view: "", cards: [], isLast: false, total: 0 }), []);
  return [known, goal, place];
}

function useWidth(frame) {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setWidth(frame.current?.clientWidth ?? 0);
    const watcher = new ResizeObserver(measure);
    watcher.observe(frame.current);
    measure();
    return () => watcher.disconnect();
  }, []);
  return [width, width < 600 ? 150 : 230];
}

/** Go back to the card that was at the top, once it is there again. */
function useReturn(frame, rows, goal, known) {
  useLayoutEffect(() => {
    if (!goal.current || known.next || !rows.length) return;
    const { ids, tops } = goal.current;
    goal.current = null;
    const found = ids.findIndex((id) => rowOf(rows, id) >= 0);
    if (found < 0) return;
    const now = frame.current.getBoundingClientRect().top + rows[rowOf(rows, ids[found])].top;
    if (Math.abs(now - tops[found]) > 1) window.scrollBy({ top: now - tops[found], behavior: "instant" });
  }, [rows, known.next]);
}

/** Follow which part of the grid is near the window, and remember the place. */
function useWindow(frame, rows, tall, known, place) {
  const [view, setView] = useState({ from: 0, to: 2000 });
  useEffect(() => {
    let waiting = 0;
    let resting = 0;
    const look = () => {
      waiting = 0;
      if (!frame.current) return;
      const top = frame.current.getBoundingClientRect().top;
      setView({ from: -top - AHEAD, to: -top + window.innerHeight + AHEAD });
      if (known.next || !rows.length) return;
      place.current = window.scrollY > 40 ? placeAt(rows, top, tall, known.cards) : null;
      clearTimeout(resting); // who leaves is scrolled up by the router, and that is not a place to remember
      resting = setTimeout(() => remember(known.view, place.current), REST);
    };
    const soon = () => (waiting ||= requestAnimationFrame(look));
    look();
    window.addEventListener("scroll", soon, { passive: true });
    window.addEventListener("resize", soon);
    return () => {
      cancelAnimationFrame(waiting);
      clearTimeout(resting);
      window.removeEventListener("scroll", soon);
      window.removeEventListener("resize", soon);
    };
  }, [rows, tall, known]);
  return view;
}

function placeAt(rows, top, total, cards) {
  const seen = rows.filter((row) => top + row.top + row.tall > 0).slice(0, 4);
  const boxes = seen.flatMap((row) => row.boxes.map((box) => [box.card.id, Math.round(top + row.top)])).slice(0, 12);
  if (!boxes.length) return null;
  return { ids: boxes.map(([id]) => id), tops: boxes.map(([, at]) => at), total, count: cards.findIndex((card) => card.id === boxes[0][0]) };
}

/** Ask for more when the end comes near; an answer that got lost is asked for again. */
function useMore(known, view, total, onMore) {
  const asked = useRef({ before: "", at: 0 });
  const [again, setAgain] = useState(0);
  useEffect(() => {
    const list = known.next ?? known;
    const before = list.cards.at(-1)?.id;
    if (!before || list.isLast || (!known.next && view.to < total)) return;
    const key = `${known.view} ${known.epoch} ${before}`;
    const rest = asked.current.before === key ? asked.current.at + PATIENCE - Date.now() : 0;
    if (rest <= 0) {
      asked.current = { before: key, at: Date.now() };
      onMore(before, Boolean(known.next));
    }
    const timer = setTimeout(() => setAgain((count) => count + 1), Math.max(rest, 0) || PATIENCE);
    return () => clearTimeout(timer);
  }, [known, view, total, again, onMore]);
}

/** The keyboard in the grid: one card at a time can be reached with Tab, arrows lead on from there. */
function useKeys(frame, rows, edit) {
  const [active, setActive] = useState("");
  const wanted = useRef("");
  const navigate = useNavigate();
  const { pathname, search } = useLocation();

  const focus = (id) => {
    wanted.current = id;
    const row = rows[rowOf(rows, id)];
    if (!row) return;
    const top = frame.current.getBoundingClientRect().top + row.top;
    if (top < 80 || top + row.tall > window.innerHeight - 80) {
      window.scrollBy({ top: top - (top < 80 ? 120 : window.innerHeight - row.tall - 100), behavior: "instant" });
    }
    setActive(id);
    give();
  };
  const give = () => {
    const card = wanted.current && frame.current.querySelector(`[data-card="${wanted.current}"]`);
    if (!card) return; // it is drawn in a moment
    wanted.current = "";
    card.focus({ preventScroll: true });
  };
  useEffect(give);
  useEffect(() => gallery.onFocus(focus), [rows]);

  const open = (id) => {
    const asked = new URLSearchParams(search);
    asked.set("picture", id);
    navigate(`${pathname}?${asked}`, { preventScrollReset: true, state: { isOverGrid: true } });
  };
  const onOpen = (event, id) => {
    if (event.shiftKey) gallery.reach(id);
    else if (event.ctrlKey || event.metaKey || gallery.marked) gallery.toggle(id);
    else open(id);
  };
  const onKeyDown = (event) => {
    const id = event.target.closest("[data-card]")?.dataset.card;
    const isCommand = event.ctrlKey || event.metaKey;
    if (event.key === "Escape") return gallery.clear();
    if (isCommand && event.key === "a") gallery.markAll();
    else if (!id || event.altKey || (isCommand && event.key !== " ")) return;
    else if (ARROWS.includes(event.key)) {
      const next = neighbour(rows, id, event.key);
      if (event.shiftKey) gallery.spread(id, next);
      focus(next);
    } else if (event.key.toLowerCase() === "x" || (event.key === " " && (isCommand || event.shiftKey))) gallery.toggle(id);
    else if (event.key === "Enter" || event.key === " ") open(id);
    else if (event.key.toLowerCase() === "f") act("onFavourite", [!gallery.now.cards.find((card) => card.id === id)?.is_favourite], gallery.marked ? null : [id]);
    else if (event.key === "Delete" || event.key === "Backspace") remove(rows, id, focus);
    else if (event.key.toLowerCase() === "e" && edit) navigate(`${edit}${id}`);
    else return;
    event.preventDefault();
  };
  return { active, setActive, onOpen, onKeyDown };
}

/** Put what is marked into the trash, or the card at hand; the focus goes on to a card that stays. */
function remove(rows, id, focus) {
  const isOne = !gallery.marked;
  const cards = gallery.now.cards.map((card) => card.id);
  const stays = (card) => (isOne ? card !== id : !gallery.isMarked(card));
  const at = cards.indexOf(id);
  const next = cards.slice(at).find(stays) ?? cards.slice(0, at).findLast(stays);
  act("onTrash", [], isOne ? [id] : null);
  if (next) focus(next);
}
