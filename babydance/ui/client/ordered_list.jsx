import { useRef, useState } from "react";

/** A list whose items (with data-item) can be dragged to another place; buttons in them serve keyboards and touch. */
export function OrderedList({ onMove, children, ...rest }) {
  const dragged = useRef("");
  const [target, setTarget] = useState("");
  const item = (event) => event.target.closest?.("[data-item]")?.dataset.item ?? "";
  const end = () => {
    dragged.current = "";
    setTarget("");
  };
  return (
    <ol
      {...rest}
      data-target={target || undefined}
      onDragStart={(event) => {
        dragged.current = item(event);
        event.dataTransfer.effectAllowed = "move";
      }}
      onDragOver={(event) => {
        if (!dragged.current) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "move";
        setTarget(item(event));
      }}
      onDrop={(event) => {
        const [moved, place] = [dragged.current, item(event)];
        end();
        if (!moved) return;
        event.preventDefault();
        if (place && place !== moved) onMove(moved, place);
      }}
      onDragEnd={end}
    >
      {children}
    </ol>
  );
}
