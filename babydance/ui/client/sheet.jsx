import { useEffect, useRef } from "react";

/** A native <dialog>: it traps focus, closes on Escape and gives focus back; the page says whether it is open. */
export function Sheet({ open, onClose, closesOutside = true, children, ...rest }) {
  const dialog = useRef(null);
  useEffect(() => {
    const element = dialog.current;
    if (open && !element.open) element.showModal();
    if (!open && element.open) element.close();
  }, [open]);
  return (
    <dialog
      {...rest}
      ref={dialog}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      onPointerDown={(event) => {
        if (closesOutside && event.target === dialog.current) onClose?.();
      }}
    >
      {children}
    </dialog>
  );
}
