import { useLocation, useNavigate } from "react-router";
import { act, gallery, useGallery } from "./selection.js";

/** Pass on what is pressed inside: data-act names what to do with the marked pictures, data-to with what. */
export function Acts({ children, className, only }) {
  const press = (event) => {
    const button = event.target.closest("[data-act]");
    if (!button || button.form || button.tagName === "FORM") return;
    run(button, [], only);
  };
  const submit = (event) => {
    const form = event.target.closest("form[data-act]");
    if (!form) return;
    event.preventDefault();
    const words = form.querySelector("input")?.value.trim();
    if (words) run(form, [words], only);
    form.reset();
  };
  return (
    <div className={className} onClick={press} onSubmitCapture={submit}>
      {children}
    </div>
  );
}

function run(element, words, only) {
  const { act: name, to, on } = element.dataset;
  if (name === "clear") gallery.clear();
  else if (name === "all") gallery.markAll();
  else if (on === "toggle") act(name, [!gallery.now.cards.filter((card) => gallery.isMarked(card.id)).every((card) => card.is_favourite)]);
  else act(name, [...(to === undefined ? [] : [to]), ...words, ...(on === undefined ? [] : [on === "true"])], only ? [only] : null);
  element.closest("dialog")?.close();
}

/** Stand where the toolbar stood, as long as something is marked. */
export function SelectionBar({ children, className, only }) {
  const { isAll, ids, total, cards, isLast } = useGallery();
  const count = isAll ? Math.max(0, total - ids.size) : ids.size;
  const isMore = !isAll && total > count && count > 0;
  return (
    <div role="toolbar" aria-label="Selected pictures" className={className} hidden={!isAll && !ids.size} data-two={count === 2 && !isAll || undefined}>
      <Acts className="selection-acts">
        <p role="status" className="selection-count">
          {count.toLocaleString("en")} <span className="max-sm:sr-only">selected</span>
        </p>
        {children}
      </Acts>
      {isMore && (
        <button type="button" className="button button-quiet selection-all" onClick={gallery.markAll}>
          Select all {total.toLocaleString("en")}
        </button>
      )}
    </div>
  );
}

/** Show the tools of the view as long as nothing is marked. */
export function WhileUnmarked({ children, className }) {
  const { isAll, ids } = useGallery();
  return (
    <div className={className} hidden={isAll || ids.size > 0}>
      {children}
    </div>
  );
}

/** A form that the browser itself posts; what is marked goes along as it stands at that moment. */
export function SelectionForm({ action, children, className }) {
  const { isAll, ids, view } = useGallery();
  return (
    <form action={action} method="post" className={className}>
      <input type="hidden" name="selection" value={JSON.stringify({ ids: [...ids], is_all: isAll, view })} />
      {children}
    </form>
  );
}

/** Open the two marked pictures side by side. */
export function CompareButton({ children, className }) {
  const { isAll, ids } = useGallery();
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  if (isAll || ids.size !== 2) return null;
  const compare = () => {
    const asked = new URLSearchParams(search);
    const [one, other] = ids;
    asked.set("picture", one);
    asked.set("beside", other);
    navigate(`${pathname}?${asked}`, { preventScrollReset: true, state: { isOverGrid: true } });
  };
  return (
    <button type="button" className={className} onClick={compare}>
      {children}
    </button>
  );
}
