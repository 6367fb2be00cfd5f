import { useEffect, useRef, useState } from "react";

/** An address that can be copied: by the button, or by hand where the browser gives pages no clipboard. */
export function CopyLink({ href, label, children }) {
  const field = useRef(null);
  const [address, setAddress] = useState(href);
  const [state, setState] = useState("ready");
  useEffect(() => {
    setAddress(new URL(href, window.location.href).href);
    setState("ready");
  }, [href]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      setState("copied");
    } catch {
      field.current.focus();
      field.current.select();
      setState("by hand");
    }
  };
  return (
    <div className="copy-link">
      <input
        ref={field}
        className="control"
        value={address}
        aria-label={label}
        readOnly
        spellCheck={false}
        onFocus={(event) => event.currentTarget.select()}
      />
      <button type="button" className="button button-primary" onClick={copy}>
        {children}
        {state === "copied" ? "Copied" : "Copy"}
      </button>
      <p role="status" className={state === "by hand" ? "field-hint" : "sr-only"}>
        {{ ready: "", copied: "The link is copied.", "by hand": "The link is selected; copy it from here." }[state]}
      </p>
    </div>
  );
}
