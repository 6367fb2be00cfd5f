import { touched } from "./justify.js";
import { act, gallery } from "./selection.js";

const FAR = 6; // pixels that a press may tremble
const LONG = 400; // milliseconds that make a press a long one
const EDGE = 70; // pixels from the edge of the window where it scrolls by itself
const PRESSABLE = "a, button, input, select, textarea, label, summary, dialog";

/** Listen to the mouse and to fingers on a grid: a frame drawn over pictures, pictures carried to a folder, a long
 *  press that goes on over the neighbours. */
export function listen(grid, rows) {
  const main = grid.closest("main") ?? grid;
  const press = (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    const card = event.target.closest?.("[data-card]");
    if (card) follow(event, carrying(card.dataset.card));
    else if (!event.target.closest?.(PRESSABLE)) follow(event, drawing(grid, rows, event));
  };
  let going = null; // the long press under way
  const touch = (event) => {
    going?.end();
    going = longPress(event);
  };
  const slide = (event) => going?.move(event);
  const lift = (event) => {
    going?.end(event);
    going = null;
  };
  const menu = (event) => event.pointerType === "touch" && event.target.closest("[data-card]") && event.preventDefault();
  main.addEventListener("pointerdown", press);
  grid.addEventListener("touchstart", touch, { passive: true });
  grid.addEventListener("touchmove", slide, { passive: false }); // from the start, or Safari scrolls all the same
  grid.addEventListener("touchend", lift, { passive: false });
  grid.addEventListener("touchcancel", lift);
  grid.addEventListener("contextmenu", menu);
  return () => {
    main.removeEventListener("pointerdown", press);
    grid.removeEventListener("touchstart", touch);
    grid.removeEventListener("touchmove", slide);
    grid.removeEventListener("touchend", lift);
    grid.removeEventListener("touchcancel", lift);
    grid.removeEventListener("contextmenu", menu);
  };
}

/** Follow the mouse from a press on; it becomes a drag once it has gone far enough. Escape lets go. */
function follow(start, drag) {
  let isDragging = false;
  const move = (event) => {
    if (!isDragging && Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < FAR) return;
    if (!isDragging) getSelection()?.removeAllRanges();
    isDragging = true;
    event.preventDefault();
    drag.move(event);
  };
  const end = (event) => {
    if (isDragging) {
      drag.end(event.type === "pointerup" ? event : null);
      window.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 0);
    }
    window.removeEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel", "blur"]) window.removeEventListener(name, end);
    window.removeEventListener("keydown", escape, { capture: true });
  };
  const escape = (event) => {
    if (event.key !== "Escape" || !isDragging) return;
    event.stopPropagation();
    end(event);
  };
  window.addEventListener("pointermove", move);
  for (const name of ["pointerup", "pointercancel", "blur"]) window.addEventListener(name, end);
  window.addEventListener("keydown", escape, { capture: true });
}

const swallow = (event) => {
  event.stopPropagation();
  event.preventDefault();
};

/** Carry what is marked, or the one picture at hand, to a folder. */
function carrying(id) {
  const only = gallery.isMarked(id) ? null : [id];
  const count = only ? 1 : gallery.marked;
  const parcel = document.createElement("div");
  parcel.className = "carried";
  parcel.textContent = count === 1 ? "1 picture" : `${count.toLocaleString("en")} pictures`;
  let over = null;
  const above = (place) => {
    if (over === place) return;
    over?.removeAttribute("data-over");
    place?.setAttribute("data-over", "");
    over = place;
  };
  return {
    move(event) {
      if (!parcel.isConnected) document.body.append(parcel);
      parcel.style.translate = `${event.clientX + 12}px ${event.clientY + 12}px`;
      above(document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-drop]") ?? null);
    },
    end(event) {
      parcel.remove();
      const place = over?.dataset.drop;
      above(null);
      if (!event || place === undefined) return;
      if (place === "trash") act("onTrash", [], only);
      else if (place === "favourites") act("onFavourite", [true], only);
      else act("onMove", [place], only);
    },
  };
}

/** Draw a frame; what it touches is marked, beside what was marked before when Shift, Ctrl or Cmd is held. */
function drawing(grid, rows, start) {
  const isAdding = start.shiftKey || start.ctrlKey || start.metaKey;
  const before = isAdding ? gallery.now.ids : new Set();
  const from = { x: start.clientX + window.scrollX, y: start.clientY + window.scrollY };
  const frame = document.createElement("div");
  frame.className = "marquee";
  let last = start;
  const draw = () => {
    const to = { x: last.clientX + window.scrollX, y: last.clientY + window.scrollY };
    const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
    const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
    Object.assign(frame.style, { left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${bottom - top}px` });
    const box = grid.getBoundingClientRect();
    const corner = { x: box.left + window.scrollX, y: box.top + window.scrollY };
    const inside = { left: left - corner.x, right: right - corner.x, top: top - corner.y, bottom: bottom - corner.y };
    gallery.set(touched(rows(), inside), true, before);
  };
  let stop = () => {};
  return {
    move(event) {
      if (!frame.isConnected) {
        document.body.append(frame);
        stop = scrollAtEdges(() => last.clientY, draw);
        if (!isAdding) gallery.clear();
      }
      last = event;
      draw();
    },
    end(event) {
      stop();
      frame.remove();
      if (!event) gallery.set([], true, before);
    },
  };
}

/** Begin to mark with a long press, and go on over the neighbours with the finger. */
function longPress(start) {
  const id = start.target.closest?.("[data-card]")?.dataset.card;
  if (!id || start.touches.length > 1) return null;
  const from = start.touches[0];
  let point = { x: from.clientX, y: from.clientY };
  let before = null; // what was marked, once the press is a long one
  let isMarking = true;
  let stop = () => {};
  const reach = () => {
    const cell = document.elementFromPoint(point.x, point.y)?.closest(".grid-cell");
    const to = cell?.querySelector("[data-card]").dataset.card;
    if (to) gallery.set(gallery.between(id, to), isMarking, before);
  };
  const timer = setTimeout(() => {
    before = gallery.now.ids;
    isMarking = !gallery.isMarked(id);
    navigator.vibrate?.(10);
    stop = scrollAtEdges(() => point.y, reach);
    reach();
  }, LONG);
  return {
    move(event) {
      point = { x: event.touches[0].clientX, y: event.touches[0].clientY };
      if (before) {
        event.preventDefault();
        reach();
      } else if (Math.hypot(point.x - from.clientX, point.y - from.clientY) > 2 * FAR) clearTimeout(timer);
    },
    end(event) {
      clearTimeout(timer);
      stop();
      if (before) event?.preventDefault(); // no click follows
    },
  };
}

/** Scroll while the pointer is near the upper or lower edge; return what ends it. */
function scrollAtEdges(where, then) {
  let frame = 0;
  const step = () => {
    const y = where();
    const by = y < EDGE ? y - EDGE : Math.max(0, y - window.innerHeight + EDGE);
    if (by) {
      window.scrollBy({ top: by / 5, behavior: "instant" });
      then();
    }
    frame = requestAnimationFrame(step);
  };
  frame = requestAnimationFrame(step);
  return () => cancelAnimationFrame(frame);
}
