import { useEffect, useRef } from "react";

const NOT_TYPED_INTO = new Set(["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"]);

function isTyping(element) {
  if (!(element instanceof HTMLElement)) return false;
  if (element instanceof HTMLInputElement) return !NOT_TYPED_INTO.has(element.type);
  return element.isContentEditable || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;
}

function act(id) {
  const element = document.getElementById(id);
  if (!element) return false;
  if (isTyping(element)) element.focus();
  else element.click();
  return true;
}

/** The keys of a page: "?" lists them; one with a target focuses that field, or presses that button. */
export function Keys({ entries, label }) {
  const dialog = useRef(null);
  useEffect(() => {
    const onKey = (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector("dialog[open]")) return;
      if (event.key === "?") dialog.current.showModal();
      else if (!entries.some((entry) => entry.target && entry.keys === event.key && act(entry.target))) return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [entries]);
  return (
    <>
      <button
        type="button"
        className="button button-quiet button-icon keys-button"
        aria-label={label}
        title={`${label} (?)`}
        onClick={() => dialog.current.showModal()}
      >
        <span aria-hidden="true">?</span>
      </button>
      <dialog
        ref={dialog}
        className="sheet"
        aria-label={label}
        onPointerDown={(event) => {
          if (event.target === dialog.current) dialog.current.close();
        }}
      >
        <div className="sheet-head">
          <h2 className="text-xl">{label}</h2>
          <button type="button" className="button button-quiet" onClick={() => dialog.current.close()}>
            Close
          </button>
        </div>
        <dl className="sheet-body keys">
          {entries.map((entry) => (
            <div key={entry.keys}>
              <dt>
                {entry.keys.split(" ").map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{entry.words}</dd>
            </div>
          ))}
        </dl>
      </dialog>
    </>
  );
}
