import { useEffect, useRef } from "react";
import { useLocation, useNavigate } from "react-router";

const CALM = 250; // milliseconds without a letter before a search begins

/** Fields that stand in the address of the page: what is chosen goes there, and what stands there is shown. So each
 *  view can be bookmarked, and Back leads to the one before. */
export function ViewForm({ children, className, role }) {
  const form = useRef(null);
  const timer = useRef(0);
  const navigate = useNavigate();
  const location = useLocation();

  useEffect(() => {
    const show = () => {
      const asked = new URLSearchParams(location.search);
      for (const field of form.current.querySelectorAll("input[name], select[name]")) {
        if (field === document.activeElement && field.type === "search" && location.state?.isTyped) continue;
        const value = asked.get(field.name) ?? "";
        if (field.type === "radio") field.checked = value === field.value;
        else field.value = value;
      }
    };
    show();
    const watcher = new MutationObserver(show); // options may come later than the address
    watcher.observe(form.current, { childList: true, subtree: true });
    return () => watcher.disconnect();
  }, [location]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const go = (field) => {
    clearTimeout(timer.current);
    const isTyped = field.type === "search";
    const asked = new URLSearchParams(location.search);
    const value = field.value.trim();
    if (value) asked.set(field.name, value);
    else asked.delete(field.name);
    asked.delete("picture");
    asked.delete("beside");
    const query = asked.toString();
    if (query === location.search.slice(1)) return;
    navigate(query ? `${location.pathname}?${query}` : location.pathname, {
      replace: isTyped && Boolean(location.state?.isTyped), // one step back for a whole word
      state: { isTyped },
    });
  };
  const latest = useRef(go);
  latest.current = go;
  const type = ({ target }) => {
    if (target.type !== "search") return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(target), CALM);
  };
  const enter = ({ key, target }) => key === "Enter" && target.type === "search" && go(target);
  return (
    <div
      ref={form}
      className={className}
      role={role}
      onInput={type}
      onKeyDown={enter}
      onChange={({ target }) => target.type !== "search" && target.name && go(target)}
    >
      {children}
    </div>
  );
}
