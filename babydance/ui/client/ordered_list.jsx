import { useEffect, useRef, useState } from "react";

/**
 * A list whose items (with data-item) can be dragged to another place; buttons in them serve keyboards and touch.
 * When the item that holds the focus goes, the focus moves on to the one that takes its place.
 */
export function OrderedList({ onMove, children, ...rest }) {
  const list = useRef(null);
  const focused = useRef(null); // which item holds the focus, its place and the place of the button in it
  const dragged = useRef("");
  const [target, setTarget] = useState("");
  const item = (event) => event.target.closest?.("[data-item]")?.dataset.item ?? "";
  useEffect(() => {
    const moveOn = () => {
      const last = focused.current;
      if (!last || last.item.isConnected || document.activeElement !== document.body) return;
      const items = list.current.querySelectorAll("[data-item]");
      const buttons = items[Math.min(last.place, items.length - 1)]?.querySelectorAll("button:not(:disabled)") ?? [];
      buttons[Math.min(last.button, buttons.length - 1)]?.focus();
    };
    const observer = new MutationObserver(moveOn); // the items draw themselves anew, without this list
    observer.observe(list.current, { childList: true });
    return () => observer.disconnect();
  }, []);
  const remember = ({ target }) => {
    const held = target.closest("[data-item]");
    focused.current = held && {
      item: held,
      place: [...list.current.querySelectorAll("[data-item]")].indexOf(held),
      button: [...held.querySelectorAll("button:not(:disabled)")].indexOf(target),
    };
  };
  const end = () => {
    dragged.current = "";
    setTarget("");
  };
  return (
    <ol
      {...rest}
      ref={list}
      onFocus={remember}
      onBlur={({ relatedTarget }) => {
        if (relatedTarget) focused.current = null;
      }}
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
