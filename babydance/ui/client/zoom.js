import { useLayoutEffect, useRef } from "react";

const MOST = 8; // times as large as what fits
const DOUBLE = 2.5; // what a double click makes of it
const SWIPE = 60; // pixels

/** Zoom and move what is inside a stage: wheel, two fingers, double click, drag. Every [data-zoom] in it moves alike, so
 *  that two pictures can be compared. A swipe without zoom leads to a neighbour. Returns what keys and buttons do. */
export function useZoom(stage, id, onSwipe) {
  const at = useRef({ scale: 1, x: 0, y: 0 }); // x and y in parts of the pane, so that panes of any size go together
  const swipe = useRef(onSwipe);
  swipe.current = onSwipe;

  const show = () => {
    const { scale, x, y } = at.current;
    for (const picture of stage.current?.querySelectorAll("[data-zoom]") ?? []) {
      const pane = picture.parentElement.getBoundingClientRect();
      picture.style.transform = scale === 1 ? "" : `translate(${x * pane.width}px, ${y * pane.height}px) scale(${scale})`;
    }
    stage.current?.toggleAttribute("data-zoomed", scale > 1);
  };
  const become = (scale, x, y) => {
    const kept = Math.min(MOST, Math.max(1, scale));
    const most = (kept - 1) / 2;
    at.current = { scale: kept, x: Math.min(most, Math.max(-most, x)), y: Math.min(most, Math.max(-most, y)) };
    show();
  };
  /** Zoom so that the point of the pane under the pointer stays where it is. */
  const zoom = (times, point = { x: 0, y: 0 }) => {
    const { scale, x, y } = at.current;
    const next = Math.min(MOST, Math.max(1, scale * times));
    become(next, point.x - ((point.x - x) * next) / scale, point.y - ((point.y - y) * next) / scale);
  };
  const pan = (byX, byY) => become(at.current.scale, at.current.x + byX, at.current.y + byY);
  const fit = () => become(1, 0, 0);

  useLayoutEffect(fit, [id]);
  useLayoutEffect(() => listen(stage.current, { at, zoom, pan, fit, swipe }), []);
  return { zoom, pan, fit, isZoomed: () => at.current.scale > 1 };
}

function listen(stage, { at, zoom, pan, fit, swipe }) {
  const fingers = new Map();
  let began = null;
  const place = (event) => {
    const pane = (event.target.closest?.("[data-pane]") ?? stage).getBoundingClientRect();
    return {
      x: (event.clientX - pane.left) / pane.width - 0.5,
      y: (event.clientY - pane.top) / pane.height - 0.5,
      wide: pane.width,
      high: pane.height,
    };
  };
  const wheel = (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / (event.ctrlKey ? 100 : 400)), place(event));
  };
  const double = (event) => (at.current.scale > 1 ? fit() : zoom(DOUBLE, place(event)));
  const down = (event) => {
    if (event.target.closest?.("button")) return;
    stage.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { ...place(event), clientX: event.clientX, clientY: event.clientY });
    began = fingers.size === 1 ? { x: event.clientX, y: event.clientY, isTouch: event.pointerType !== "mouse" } : null;
  };
  const move = (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = { ...before, clientX: event.clientX, clientY: event.clientY };
    const others = [...fingers].filter(([id]) => id !== event.pointerId);
    if (others.length) {
      const other = others[0][1];
      const apart = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
      zoom(apart(now) / apart(before), { x: (before.x + other.x) / 2, y: (before.y + other.y) / 2 });
    }
    if (at.current.scale > 1) {
      const share = others.length ? 2 : 1;
      pan((now.clientX - before.clientX) / before.wide / share, (now.clientY - before.clientY) / before.high / share);
    }
    fingers.set(event.pointerId, now);
  };
  const up = (event) => {
    if (began?.isTouch && fingers.size === 1 && at.current.scale === 1) {
      const [x, y] = [event.clientX - began.x, event.clientY - began.y];
      if (Math.abs(x) > SWIPE && Math.abs(x) > 1.5 * Math.abs(y)) swipe.current(x < 0 ? 1 : -1);
    }
    fingers.delete(event.pointerId);
    began = null;
  };
  const given = { wheel, dblclick: double, pointerdown: down, pointermove: move, pointerup: up, pointercancel: up };
  for (const [name, listener] of Object.entries(given)) stage.addEventListener(name, listener, { passive: false });
  return () => {
    for (const [name, listener] of Object.entries(given)) stage.removeEventListener(name, listener);
  };
}
