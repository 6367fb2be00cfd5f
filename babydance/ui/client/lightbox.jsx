import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useLocation, useNavigate } from "react-router";
import { act, gallery, useGallery } from "./selection.js";
import { useZoom } from "./zoom.js";

const STEP = 0.12; // of the window, by an arrow key over a picture that is zoomed in

/** One picture over the whole window, or two of them side by side. The address names them: `?picture=` and `?beside=`. */
export function Lightbox({ media, shown, width, height, alt, missing, edit, onOpen, children }) {
  const { pathname, search, state } = useLocation();
  const navigate = useNavigate();
  const asked = new URLSearchParams(search);
  const id = asked.get("picture") ?? "";
  const beside = asked.get("beside") ?? "";
  const [current, setCurrent] = useState(id);
  const [isHere, setHere] = useState(false); // the page as it was built has no address with a picture
  useEffect(() => setHere(true), []);
  const wasOpen = useRef("");
  useLayoutEffect(() => setCurrent(id), [id]);

  const close = () => {
    asked.delete("picture");
    asked.delete("beside");
    if (state?.isOverGrid) navigate(-1);
    else navigate(asked.size ? `${pathname}?${asked}` : pathname, { preventScrollReset: true, replace: true });
  };
  useEffect(() => {
    if (id && missing === id) close();
  }, [missing, id]);
  useEffect(() => {
    if (!id && wasOpen.current) gallery.focus?.(wasOpen.current);
    wasOpen.current = id && current;
  }, [id, current]);

  if (!isHere || !id || missing === id) return null;
  const turn = (to) => {
    asked.set("picture", to);
    history.replaceState(history.state, "", `${pathname}?${asked}`); // no new step for Back at every neighbour
    setCurrent(to);
    onOpen(to);
  };
  const leave = () => navigate(`${edit}${current || id}`);
  const told = { media, shown, width, height, alt, edit, leave, beside, close, turn, id: current || id };
  return createPortal(<Open {...told}>{children}</Open>, document.body);
}

function Open({ id, beside, media, shown, width, height, alt, edit, leave, close, turn, children }) {
  const { cards } = useGallery();
  const [tools, details] = children;
  const [isTold, setTold] = useState(() => wantsDetails());
  const box = useRef(null);
  const stage = useRef(null);
  const at = cards.findIndex((card) => card.id === id);
  const [before, after] = [at > 0 ? cards[at - 1].id : "", at >= 0 ? (cards[at + 1]?.id ?? "") : ""];
  const step = (by) => {
    const to = by < 0 ? before : after;
    if (to && !beside) turn(to);
  };
  const { zoom, pan, fit, isZoomed } = useZoom(stage, `${id} ${beside}`, step);
  useTrap(box, id);
  usePreloaded(media, beside ? [] : [after, before]);
  useLeaving(id, cards, turn, close);

  const does = {
    close,
    turn,
    previous: () => step(-1),
    next: () => step(1),
    in: () => zoom(1.5),
    out: () => zoom(1 / 1.5),
    fit,
    info: () => setTold((keepWish(!isTold), !isTold)),
    favourite: () => act("onFavourite", [!cards[at]?.is_favourite], [id]),
    trash: () => act("onTrash", [], [id]),
  };
  const press = (event) => {
    const button = event.target.closest("[data-do]");
    if (!button || event.ctrlKey || event.metaKey) return;
    if (button.tagName === "A") event.preventDefault();
    does[button.dataset.do]?.(button.dataset.to);
  };
  const key = (event) => {
    if (event.target.closest("dialog") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select")) {
      if (event.key !== "Escape") return;
      event.target.blur(); // or what was typed would not be kept
    }
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const name = KEYS[event.key.toLowerCase()];
    if (arrow && isZoomed()) pan(-arrow[0] * STEP, -arrow[1] * STEP);
    else if (arrow && arrow[0]) step(arrow[0]);
    else if (name) does[name]();
    else if (event.key.toLowerCase() === "e" && edit) leave();
    else if (!"/?".includes(event.key)) return; // what these do would happen out of sight
    event.preventDefault();
    event.stopPropagation();
  };
  useEffect(() => {
    const set = (name, value, attribute) => box.current.querySelectorAll(`[data-do=${name}]`).forEach((button) => button.setAttribute(attribute, value));
    set("info", isTold, "aria-pressed");
    set("favourite", Boolean(cards[at]?.is_favourite), "aria-pressed");
    box.current.querySelectorAll("a[data-download]").forEach((link) => link.setAttribute("href", `${media}/original/${id}?download`));
  });
  const told = (one) => cards.find((card) => card.id === one) ?? (one === shown ? { id: one, width, height, alt } : { id: one });
  return (
    <div
      ref={box}
      role="dialog"
      aria-label="Picture"
      tabIndex={-1}
      className="lightbox"
      data-told={(isTold && !beside) || undefined}
      data-stale={shown !== id || undefined}
      onKeyDown={key}
      onClick={press}
    >
      <div className="lightbox-tools" data-beside={beside || undefined}>{tools}</div>
      <div ref={stage} className="lightbox-stage" data-beside={beside || undefined}>
        <Pane card={told(id)} media={media} />
        {beside && <Pane card={told(beside)} media={media} />}
        {!beside && before && <Turn name="previous" label="Previous picture" d="M14.5 6 8.5 12 14.5 18" />}
        {!beside && after && <Turn name="next" label="Next picture" d="M9.5 6 15.5 12 9.5 18" />}
      </div>
      {!beside && (
        <div className="lightbox-details" aria-busy={shown !== id}>
          {details}
        </div>
      )}
    </div>
  );
}

const KEYS = { escape: "close", i: "info", "+": "in", "=": "in", "-": "out", 0: "fit", f: "favourite", delete: "trash", backspace: "trash" };

function Pane({ card, media }) {
  const [isSharp, setSharp] = useState("");
  if (!card.width) return <div className="lightbox-pane" data-pane="" />; // nobody has said yet that there is such a picture
  const size = { width: card.width, height: card.height };
  return (
    <div className="lightbox-pane" data-pane="">
      <div className="lightbox-picture" data-zoom="">
        <img src={`${media}/thumbnail/${card.id}/720`} alt="" aria-hidden="true" draggable={false} {...size} hidden={isSharp === card.id} />
        <img
          key={card.id}
          src={`${media}/original/${card.id}`}
          alt={card.alt ?? ""}
          draggable={false}
          {...size}
          data-sharp={isSharp === card.id || undefined}
          onLoad={() => setSharp(card.id)}
        />
      </div>
    </div>
  );
}

function Turn({ name, label, d }) {
  return (
    <button type="button" data-do={name} aria-label={label} title={label} className={`lightbox-turn lightbox-${name}`}>
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" className="icon">
        <path d={d} />
      </svg>
    </button>
  );
}

/** Keep the keyboard inside, notices apart: they stay in reach, for they may offer to undo. */
function useTrap(box) {
  useEffect(() => {
    const outside = [...document.querySelectorAll(".frame > *:not(.notices)")].filter((part) => !part.inert);
    outside.forEach((part) => (part.inert = true));
    document.documentElement.classList.add("is-under");
    box.current.focus();
    return () => {
      outside.forEach((part) => (part.inert = false));
      document.documentElement.classList.remove("is-under");
    };
  }, []);
}

function usePreloaded(media, ids) {
  const key = ids.join(" ");
  useEffect(() => {
    for (const id of ids.filter(Boolean)) new Image().src = `${media}/original/${id}`;
  }, [key]);
}

/** Go on to the neighbour when the picture leaves the view, or close. */
function useLeaving(id, cards, turn, close) {
  const before = useRef({ id: "", cards: [] });
  useEffect(() => {
    const known = before.current;
    before.current = { id, cards };
    if (known.id !== id || cards.some((card) => card.id === id)) return;
    const at = known.cards.findIndex((card) => card.id === id);
    if (at < 0 || !cards.length && known.cards.length > 1) return;
    const stays = new Set(cards.map((card) => card.id));
    const next = known.cards.slice(at).find((card) => stays.has(card.id)) ?? known.cards.slice(0, at).findLast((card) => stays.has(card.id));
    if (next) turn(next.id);
    else close();
  }, [id, cards]);
}

const WISH = "lightbox-details";

function wantsDetails() {
  try {
    return (localStorage.getItem(WISH) ?? "yes") === "yes";
  } catch {
    return true;
  }
}

function keepWish(isTold) {
  try {
    localStorage.setItem(WISH, isTold ? "yes" : "no");
  } catch {
    // Then it is forgotten with the page.
  }
}
