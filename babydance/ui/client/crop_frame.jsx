import { useEffect, useRef } from "react";
import { pulled } from "./crop_box.js";
import { drawEdited, roomOf } from "./picture_canvas.js";

const HANDLES = {
  nw: "Upper left corner",
  n: "Upper edge",
  ne: "Upper right corner",
  e: "Right edge",
  se: "Lower right corner",
  s: "Lower edge",
  sw: "Lower left corner",
  w: "Left edge",
};
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 8; // pixels of the picture that an arrow key moves; one with Shift

/** The turned picture with a frame over it that can be moved and pulled, by pointer and by keys. */
export function CropFrame({ image, isReady, picture, changes, box, ratio, space, onBox }) {
  const canvas = useRef(null);
  const drag = useRef(null);
  const room = roomOf(picture, changes);
  const scale = Math.min(space.width / room.width, space.height / room.height, 2);
  const [wide, tall] = [Math.round(room.width * scale), Math.round(room.height * scale)];

  useEffect(() => {
    if (!isReady || wide < 2) return;
    const density = Math.min(window.devicePixelRatio || 1, 2);
    canvas.current.width = Math.round(wide * density);
    canvas.current.height = Math.round(tall * density);
    drawEdited(canvas.current, image, picture, changes, { left: 0, top: 0, ...room });
  }, [image, isReady, picture, changes, wide, tall]);

  const onPointerDown = (event) => {
    const handle = event.target.closest("[data-handle]")?.dataset.handle;
    if (!handle || event.button) return;
    event.preventDefault();
    event.target.closest("[data-handle]").focus({ preventScroll: true });
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { handle, box, x: event.clientX, y: event.clientY };
  };
  const onPointerMove = (event) => {
    const start = drag.current;
    if (!start) return;
    onBox(pulled(start.box, start.handle, (event.clientX - start.x) / scale, (event.clientY - start.y) / scale, room, ratio));
  };
  const onKeyDown = (event) => {
    const handle = event.target.dataset.handle;
    const arrow = ARROWS[event.key];
    if (!handle || !arrow) return;
    event.preventDefault();
    const by = event.shiftKey ? 1 : STEP;
    onBox(pulled(box, handle, arrow[0] * by, arrow[1] * by, room, ratio));
  };

  const place = { left: box.left * scale, top: box.top * scale, width: box.width * scale, height: box.height * scale };
  return (
    <div
      className="crop-picture"
      style={{ width: wide, height: tall }}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => (drag.current = null)}
      onPointerCancel={() => (drag.current = null)}
      onKeyDown={onKeyDown}
    >
      <canvas ref={canvas} role="img" aria-label={picture.alt} style={{ backgroundColor: isReady ? undefined : picture.colour }} />
      <div className="crop-shade" aria-hidden="true">
        <i style={place} />
      </div>
      <div className="crop-box" style={place} role="group" aria-label="Crop">
        <button type="button" className="crop-move" data-handle="move" aria-label="Move the crop" aria-describedby="crop-words" />
        {Object.entries(HANDLES).map(([handle, words]) => (
          <button key={handle} type="button" className={`crop-handle crop-${handle}`} data-handle={handle} aria-label={words} aria-describedby="crop-words" />
        ))}
      </div>
    </div>
  );
}
