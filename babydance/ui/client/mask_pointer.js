const SECOND_FINGER = 250; // milliseconds in which a second finger means that the first did not want to paint
const ERASER = 32; // the button at the end of a pen

/** Follow mouse, fingers and pen on the stage until the answer is called: one paints, two zoom and pan; so do the
 *  wheel and a held space bar. */
export function followPointers(element, easel) {
  const hand = new Hand(element, easel);
  const listeners = {
    pointerenter: () => (hand.box = null),
    pointerdown: (event) => hand.down(event),
    pointermove: (event) => hand.move(event),
    pointerup: (event) => hand.up(event),
    pointercancel: (event) => hand.up(event),
    pointerleave: () => easel.hover(null),
    mousedown: (event) => event.button === 1 && event.preventDefault(), // or the browser scrolls by itself
    wheel: (event) => hand.wheel(event),
  };
  for (const [name, listener] of Object.entries(listeners)) element.addEventListener(name, listener, { passive: false });
  const forget = () => (hand.box = null);
  const sizes = new ResizeObserver(forget);
  for (const part of [element, document.body]) sizes.observe(part); // what stands above may push the stage down
  window.addEventListener("scroll", forget, { passive: true, capture: true });
  return () => {
    sizes.disconnect();
    window.removeEventListener("scroll", forget, { capture: true });
    for (const [name, listener] of Object.entries(listeners)) element.removeEventListener(name, listener);
  };
}

class Hand {
  constructor(element, easel) {
    this.element = element;
    this.easel = easel;
    this.fingers = new Map();
    this.does = ""; // paints, pans or pinches
    this.begunAt = 0;
    this.box = null;
  }

  down(event) {
    if (event.button === 2) return;
    if (!this.fingers.size) this.box = null;
    this.element.setPointerCapture(event.pointerId);
    if (event.pointerType === "pen") this.easel.meetPen();
    this.fingers.set(event.pointerId, this.point(event));
    if (this.fingers.size === 2) this.pinch(event);
    else if (this.fingers.size === 1) this.start(event);
  }

  move(event) {
    const { easel } = this;
    const before = this.fingers.get(event.pointerId);
    easel.hover(event.pointerType === "touch" ? null : this.point(event));
    if (!before) return;
    const point = this.point(event);
    if (this.does === "paints") {
      const steps = event.getCoalescedEvents?.() ?? [];
      easel.extend((steps.length ? steps : [event]).map((step) => this.inPicture(step)));
    } else if (this.does === "pans") {
      easel.pan(point.x - before.x, point.y - before.y);
    } else if (this.does === "pinches") this.spread(event.pointerId, point);
    this.fingers.set(event.pointerId, point);
  }

  up(event) {
    if (!this.fingers.delete(event.pointerId)) return;
    if (this.does === "paints") this.easel.end();
    this.does = this.fingers.size === 1 && this.does === "pinches" ? "pans" : "";
  }

  wheel(event) {
    event.preventDefault();
    if (event.shiftKey) this.easel.pan(-(event.deltaX || event.deltaY), 0);
    else this.easel.zoom(Math.exp(-event.deltaY * wheelSpeed(event)), this.point(event));
  }

  start(event) {
    const { easel } = this;
    const isPalm = easel.hasPen && event.pointerType === "touch";
    this.begunAt = event.timeStamp;
    this.does = easel.isPanning || event.button === 1 || isPalm ? "pans" : "paints";
    if (this.does === "paints") easel.begin(this.inPicture(event), { erases: Boolean(event.buttons & ERASER) });
  }

  pinch(event) {
    if (this.does === "paints") {
      if (event.timeStamp - this.begunAt < SECOND_FINGER) this.easel.abandon();
      else this.easel.end();
    }
    this.does = "pinches";
  }

  spread(moved, point) {
    const other = [...this.fingers].find(([id]) => id !== moved)?.[1];
    const before = this.fingers.get(moved);
    if (!other) return;
    const factor = distance(point, other) / Math.max(1, distance(before, other));
    this.easel.pan((point.x - before.x) / 2, (point.y - before.y) / 2);
    this.easel.zoom(factor, { x: (point.x + other.x) / 2, y: (point.y + other.y) / 2 });
  }

  /** Where on the stage; asking the page for its layout at every event would cost more than painting. */
  point(event) {
    this.box ??= this.element.getBoundingClientRect();
    return { x: event.clientX - this.box.left, y: event.clientY - this.box.top };
  }

  inPicture(event) {
    const { view } = this.easel;
    const { x, y } = this.point(event);
    const pressure = event.pointerType === "pen" ? event.pressure : 1;
    return { x: (x - view.x) / view.scale, y: (y - view.y) / view.scale, pressure };
  }
}

/** A pinch on a touchpad comes as small turns of a wheel with Ctrl; some mice count in lines. */
function wheelSpeed(event) {
  if (event.ctrlKey) return 0.01;
  return event.deltaMode ? 0.05 : 0.0015;
}

function distance(one, other) {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
