import { MaskBitmap } from "./mask_bitmap.js";
import { keepDeeds, keptDeeds } from "./mask_file.js";
import { colourOf, densityFor, dotsOf, drawOverlay, fitted, panned, shadesOf, showing, zoomed } from "./mask_view.js";

const STRAIGHT = 0.05; // of the radius: how far a point may lie beside a line and still be left out
const CLOSE = 0.08; // of the radius: points that are nearer than that wait for the next

/** The picture, the mask over it and the brush above both; everything is drawn once a frame at most. */
export class Easel {
  /** `parts` are the elements stage, image, overlay and ring; `onChange` is called when the tools may look different. */
  constructor(parts, picture, name, onChange) {
    Object.assign(this, parts, { picture, name, onChange });
    this.bitmap = new MaskBitmap(picture.width, picture.height);
    this.brush = { size: 64, hardness: 0.8, erases: false, usesPressure: false };
    this.frame = { width: 1, height: 1 };
    this.view = { scale: 1, x: 0, y: 0 };
    this.look = "tint";
    this.squares = false;
    this.cursor = { x: picture.width / 2, y: picture.height / 2 };
    this.hasPen = false;
    this.isPanning = false;
    this.isDown = false; // the brush of the keyboard
    this.isKept = true;
    this.stroke = null;
    this.coming = [];
    this.pointer = null; // where the ring is
    this.dirty = null;
    this.wantsAll = true;
    this.waiting = 0;
    this.bitmap.replay(keptDeeds(name));
  }

  close() {
    cancelAnimationFrame(this.waiting);
    this.save();
  }

  /** Keep what was painted in the tab. */
  save() {
    clearTimeout(this.keeping);
    if (this.isForgotten) return;
    this.isKept = keepDeeds(this.name, this.bitmap.deeds);
  }

  /** Let go of what was painted: it has been used. */
  forget() {
    this.isForgotten = true;
  }

  resize(width, height) {
    const wasFitted = Math.abs(this.view.scale - fitted(this.frame, this.picture).scale) < 1e-6;
    this.frame = { width, height };
    this.density = densityFor(this.frame);
    this.overlay.width = Math.max(1, Math.round(width * this.density));
    this.overlay.height = Math.max(1, Math.round(height * this.density));
    if (wasFitted || this.frame.width < 2) this.fit();
    else this.pan(0, 0);
  }

  fit() {
    this.#show(fitted(this.frame, this.picture));
  }

  zoom(factor, point = { x: this.frame.width / 2, y: this.frame.height / 2 }) {
    this.#show(zoomed(this.view, factor, point, this.frame, this.picture));
  }

  pan(dx, dy) {
    this.#show(panned(this.view, dx, dy, this.frame, this.picture));
  }

  setBrush(brush) {
    Object.assign(this.brush, brush);
    this.#soon();
  }

  setLook(look) {
    this.look = look;
    this.shades = null;
    this.#all();
  }

  hover(point) {
    this.pointer = point;
    this.#soon();
  }

  meetPen() {
    if (this.hasPen) return;
    this.hasPen = true;
    this.onChange();
  }

  begin(point, { erases = false } = {}) {
    const start = this.#place(point);
    this.stroke = { erases: erases || this.brush.erases, hardness: this.brush.hardness, last: start, points: [] };
    this.#lineTo(start);
    this.#soon();
  }

  extend(points) {
    if (!this.stroke) return;
    this.coming.push(...points);
    this.#soon();
  }

  end() {
    if (!this.stroke) return;
    this.#paintComing(true);
    const { erases, hardness, points } = this.stroke;
    this.stroke = null;
    this.bitmap.commit({ kind: erases ? "erase" : "paint", hardness, points });
    this.#changed();
  }

  abandon() {
    this.stroke = null;
    this.coming = [];
    this.bitmap.rollback();
    this.#all();
  }

  /** Do one thing to the whole mask: undo, redo, invert, clear or feather. */
  act(deed, ...given) {
    this.lift();
    this.end();
    this.bitmap[deed](...given);
    this.#all();
    this.#changed();
  }

  /** Move the brush of the keyboard, in steps of its own size. */
  step(across, down) {
    const by = Math.max(1, this.brush.size / 4);
    const within = (at, length) => Math.max(0, Math.min(length, at));
    this.cursor = {
      x: within(this.cursor.x + across * by, this.picture.width),
      y: within(this.cursor.y + down * by, this.picture.height),
    };
    this.#show(showing(this.view, this.cursor, this.frame, this.picture));
    this.pointToCursor();
    if (this.isDown) this.extend([{ ...this.cursor, pressure: 1 }]);
  }

  /** Put the brush of the keyboard down, or lift it; tell whether it is down. */
  press() {
    this.isDown = !this.isDown;
    if (this.isDown) this.begin({ ...this.cursor, pressure: 1 });
    else this.end();
    this.pointToCursor();
    return this.isDown;
  }

  lift() {
    if (this.isDown) this.press();
  }

  pointToCursor() {
    const { scale, x, y } = this.view;
    this.hover({ x: this.cursor.x * scale + x, y: this.cursor.y * scale + y });
  }

  #changed() {
    this.onChange();
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.save(), 300);
  }

  #show(view) {
    const hasZoomed = view.scale !== this.view.scale;
    this.view = view;
    this.#all();
    if (hasZoomed) this.onChange();
  }

  #place({ x, y, pressure = 1 }) {
    const radius = (this.brush.size / 2) * (this.brush.usesPressure ? 0.25 + 0.75 * pressure : 1);
    const quarter = (number) => Math.round(number * 4) / 4;
    return { x: quarter(x), y: quarter(y), radius: Math.max(0.5, quarter(radius)) };
  }

  #all() {
    this.wantsAll = true;
    this.#soon();
  }

  #soon() {
    this.waiting ||= requestAnimationFrame(() => this.#draw());
  }

  /** Paint what has come since the last frame as few straight lines. */
  #paintComing(isLast = false) {
    const points = this.coming.map((point) => this.#place(point));
    const newest = this.coming.at(-1);
    this.coming = [];
    let passed = [];
    points.forEach((point, n) => {
      const { last } = this.stroke;
      const isEnd = n === points.length - 1;
      if (passed.some((between) => beside(between, last, point) > Math.max(0.5, point.radius * STRAIGHT))) {
        this.#lineTo(passed.at(-1));
        passed = [];
      }
      passed.push(point);
      if (!isEnd) return;
      if (isLast || distance(this.stroke.last, point) >= point.radius * CLOSE) this.#lineTo(point);
      else this.coming = [newest];
    });
  }

  #lineTo(point) {
    const { stroke } = this;
    const isFirst = !stroke.points.length;
    const goesOn = stroke.points.length > 3;
    if (!isFirst && distance(stroke.last, point) === 0) return;
    const box = this.bitmap.line(stroke.last, point, stroke.hardness, stroke.erases, goesOn);
    stroke.points.push(4 * point.x, 4 * point.y, 4 * point.radius);
    stroke.last = point;
    this.dirty = this.dirty ? joined(this.dirty, box) : box;
  }

  #draw() {
    this.waiting = 0;
    if (this.stroke && this.coming.length) this.#paintComing();
    const context = this.overlay.getContext("2d");
    this.shades ??= shadesOf(this.look, colourOf(this.overlay));
    const whole = { left: 0, top: 0, right: this.overlay.width, bottom: this.overlay.height };
    const dots = this.wantsAll ? whole : this.dirty && dotsOf(this.dirty, this.view, this.density, this.overlay);
    if (this.wantsAll) {
      const { scale, x, y } = this.view;
      this.image.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
      context.clearRect(0, 0, this.overlay.width, this.overlay.height);
      Object.assign(dots, dotsOf({ left: 0, top: 0, right: this.picture.width, bottom: this.picture.height }, this.view, this.density, this.overlay));
    }
    if (dots) drawOverlay(context, this.bitmap, this.view, this.density, dots, this.shades, this.look === "cut");
    this.wantsAll = false;
    this.dirty = null;
    this.#drawRing();
  }

  #drawRing() {
    const { ring, pointer } = this;
    if (ring.hidden === Boolean(pointer)) ring.hidden = !pointer;
    if (!pointer) return;
    const across = Math.max(4, this.brush.size * this.view.scale);
    if (across !== this.across) ring.style.width = ring.style.height = `${across}px`;
    this.across = across;
    ring.style.transform = `translate(${pointer.x - across / 2}px, ${pointer.y - across / 2}px)`;
  }
}

function joined(one, other) {
  return {
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  };
}

function distance(one, other) {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

/** How far a point lies from the line between two others. */
function beside(point, from, to) {
  const length = distance(from, to);
  if (!length) return distance(point, from);
  const t = ((point.x - from.x) * (to.x - from.x) + (point.y - from.y) * (to.y - from.y)) / length ** 2;
  const nearest = Math.max(0, Math.min(1, t));
  return Math.hypot(point.x - from.x - nearest * (to.x - from.x), point.y - from.y - nearest * (to.y - from.y));
}
