/** The cards that came, in the order of the server; it alone knows the order. */
export const NOTHING = { view: null, epoch: -1, cards: [], isLast: false, next: null };

/** Join what was known with the batch that came. A list that begins anew is gathered beside the one that is
 *  shown, in `next`, until it is long enough for the place where the person is: nobody loses it. */
export function joined(known, batch, place) {
  if (!batch.is_first) return continued(known, batch, place);
  const fresh = { cards: batch.cards, isLast: batch.is_last };
  if (known.view !== batch.view) return settle({ ...NOTHING, view: batch.view, epoch: batch.epoch, ...fresh }, fresh, place);
  if (known.epoch !== batch.epoch) return settle({ ...known, epoch: batch.epoch }, fresh, place);
  const end = known.cards.findIndex((card) => card.id === batch.cards.at(-1)?.id);
  const kept = end < 0 || batch.is_last ? [] : known.cards.slice(end + 1);
  return { ...known, cards: [...batch.cards, ...kept], isLast: kept.length ? known.isLast : batch.is_last };
}

function continued(known, batch, place) {
  if (known.view !== batch.view) return known;
  const list = known.next ?? known;
  if (list.cards.at(-1)?.id !== batch.before) return known; // asked for a list that has begun anew since
  const more = { cards: [...list.cards, ...batch.cards], isLast: batch.is_last };
  return known.next ? settle(known, more, place) : { ...known, ...more };
}

function settle(known, list, place) {
  return reaches(list, place) ? { ...known, ...list, next: null } : { ...known, next: list };
}

const WINDOW = 60; // cards that may be seen at once

/** Tell whether a list fills the window at the place that a person was at. */
function reaches(list, place) {
  if (!place || list.isLast || list.cards.length > place.count + 4 * WINDOW) return true;
  const at = list.cards.findIndex((card) => place.ids.includes(card.id));
  return at >= 0 && list.cards.length >= at + WINDOW;
}

/** Take cards away that have left the view. */
export function without(known, leaves) {
  return { ...known, cards: known.cards.filter((card) => !leaves(card.id)) };
}

/** Show on cards whether they are favourites. */
export function hearted(known, isMeant, isFavourite) {
  return { ...known, cards: known.cards.map((card) => (isMeant(card.id) ? { ...card, is_favourite: isFavourite } : card)) };
}

const KEY = "gallery-place:";

/** Remember in this tab where somebody is in a view: which cards are at the top, and how far down they begin. */
export function remember(view, place) {
  try {
    if (place) sessionStorage.setItem(KEY + view, JSON.stringify(place));
    else sessionStorage.removeItem(KEY + view);
  } catch {
    // A browser that keeps nothing shows the top.
  }
}

export function remembered(view) {
  try {
    return JSON.parse(sessionStorage.getItem(KEY + view));
  } catch {
    return null;
  }
}
