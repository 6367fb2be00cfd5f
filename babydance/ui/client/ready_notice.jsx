import { useEffect, useRef, useState } from "react";

const BADGE = /^\(\d+\) /;
const isOpen = (status) => status === "queued" || status === "running";

function permission() {
  return "Notification" in window ? Notification.permission : "denied";
}

function notify(count) {
  try {
    const notice = new Notification(count === 1 ? "Your picture is ready" : `${count} pictures are ready`, {
      body: "AI Baby Dance",
      icon: "/icon-192.png",
      tag: "pictures-ready",
    });
    notice.onclick = () => {
      window.focus();
      notice.close();
    };
  } catch {
    // Some phones allow notifications to service workers only; the title still tells.
  }
}

/** While the page is hidden: count finished pictures in the title, and notify when nothing is under way any more. */
export function ReadyNotice({ status }) {
  const before = useRef(status);
  const ready = useRef(0);
  const [allowed, setAllowed] = useState("denied");
  useEffect(() => setAllowed(permission()), []);
  useEffect(() => {
    const seen = () => {
      if (document.hidden) return;
      ready.current = 0;
      document.title = document.title.replace(BADGE, "");
    };
    document.addEventListener("visibilitychange", seen);
    return () => {
      document.removeEventListener("visibilitychange", seen);
      document.title = document.title.replace(BADGE, "");
    };
  }, []);
  useEffect(() => {
    const done = Object.keys(status).filter((id) => status[id] === "done" && isOpen(before.current[id]));
    before.current = status;
    if (!done.length || !document.hidden) return;
    ready.current += done.length;
    document.title = `(${ready.current}) ${document.title.replace(BADGE, "")}`;
    if (permission() === "granted" && !Object.values(status).some(isOpen)) notify(ready.current);
  }, [status]);
  if (allowed === "granted") return <p className="queue-notify">You are told when they are ready.</p>;
  if (allowed !== "default") return null;
  return (
    <button
      type="button"
      className="button button-quiet queue-notify"
      onClick={() => Notification.requestPermission().then(setAllowed)}
    >
      Tell me when pictures are ready
    </button>
  );
}
