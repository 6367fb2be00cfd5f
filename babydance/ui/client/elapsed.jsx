import { useEffect, useState } from "react";

// How far the browser's clock is off, found out once for each message of the server.
let known = { clock: 0, off: 0 };

function offset(clock) {
  if (clock !== known.clock) known = { clock, off: Date.now() - clock };
  return known.off;
}

/** The seconds and minutes that have passed; it counts by itself, so the server need not send each second. */
export function Elapsed({ since, clock }) {
  const off = offset(clock);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.floor((now - off - since) / 1000));
  const words =
    seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
  return <span className="tabular-nums">{words}</span>;
}
