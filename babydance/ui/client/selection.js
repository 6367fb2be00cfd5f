import { useSyncExternalStore } from "react";

/** What is marked in the gallery. It lives in the browser alone and goes to the server only with an act: as ids, or
 *  as "all that match" with the ids of exceptions, so that thousands fit into a short message. */
const MOST = 2000; // ids in one message
const EMPTY = { isAll: false, ids: new Set(), from: "", view: "", cards: [], isLast: false, total: 0 };

let now = EMPTY;
const listeners = new Set();
const handlers = {};
const sent = new Map();
let number = 0;

function become(change) {
  now = { ...now, ...change };
  listeners.forEach((listener) => listener());
}

function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Follow the selection and the cards of the grid. */
export function useGallery() {
  return useSyncExternalStore(subscribe, () => now, () => EMPTY);
}

export const gallery = {
  get now() {
    return now;
  },
  get handlers() {
    return handlers;
  },
  show(change) {
    if (change.view !== undefined && change.view !== now.view) become({ isAll: false, ids: new Set(), from: "" });
    become(change);
  },
  isMarked: (id) => now.isAll !== now.ids.has(id),
  get marked() {
    return now.isAll ? Math.max(0, now.total - now.ids.size) : now.ids.size;
  },
  clear: () => become({ isAll: false, ids: new Set(), from: "" }),
  markAll: () => become({ isAll: true, ids: new Set() }),
  toggle(id) {
    const ids = new Set(now.ids);
    if (!ids.delete(id) && ids.size < MOST) ids.add(id);
    become({ ids, from: id });
  },
  /** Mark or unmark exactly `chosen` beside what was marked `before`. */
  set(chosen, isMarked, before = now.ids) {
    const ids = new Set(before);
    for (const id of chosen) {
      if (isMarked === now.isAll) ids.delete(id);
      else if (ids.size < MOST) ids.add(id);
    }
    become({ ids });
  },
  /** Mark everything from the card that was marked last up to this one. */
  reach(id) {
    gallery.set(between(now.from || id, id), true);
    if (!now.from) become({ from: id });
  },
  /** Go on marking with Shift and the arrow keys. */
  spread(from, to) {
    if (!now.from) become({ from });
    gallery.set(between(now.from, to), true);
  },
  between: (from, to) => between(from, to),
  /** Let the grid put the focus on a card, whoever asks for it. */
  onFocus(focus) {
    gallery.focus = focus;
    return () => {
      if (gallery.focus === focus) gallery.focus = null;
    };
  },
  focus: null,
};

function between(from, to) {
  const ids = now.cards.map((card) => card.id);
  const [one, other] = [ids.indexOf(from), ids.indexOf(to)];
  return one < 0 || other < 0 ? [to] : ids.slice(Math.min(one, other), Math.max(one, other) + 1);
}

/** Do something with what is marked, or with `only` these pictures; the answer is matched by its number. */
export function act(name, more = [], only = null) {
  const handler = handlers[name];
  if (!handler || !(only?.length || gallery.marked)) return;
  const { isAll, ids, view } = only ? { isAll: false, ids: new Set(only), view: now.view } : now;
  number += 1;
  sent.set(number, { isMeant: (id) => isAll !== ids.has(id), isOnly: Boolean(only) });
  handler({ ids: [...ids], is_all: isAll, view, number }, ...more);
}

/** Return whom an answered act was about, once, and end the selection that it was for. */
export function answered(answer) {
  const asked = sent.get(answer.number);
  sent.delete(answer.number);
  if (asked && !asked.isOnly && !answer.keeps) gallery.clear();
  return asked?.isMeant;
}

/** Hand over what acts are sent with. */
export function register(given) {
  Object.assign(handlers, given);
}
