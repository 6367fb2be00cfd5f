import { useEffect, useState } from "react";

/** Before and after in one place, with a line between them that can be dragged. */
export function Compare({ before, after, alt, space }) {
  const [at, setAt] = useState(50);
  const [made, setMade] = useState("");
  useEffect(() => {
    if (!after) return undefined;
    const url = URL.createObjectURL(after);
    setMade(url);
    return () => URL.revokeObjectURL(url);
  }, [after]);
  return (
    <div className="compare" style={{ width: space.width, height: space.height }}>
      <img src={before} alt={`Before: ${alt}`} draggable={false} />
      {made && <img src={made} alt={`After: ${alt}`} draggable={false} className="compare-after" style={{ clipPath: `inset(0 0 0 ${at}%)` }} />}
      <span className="compare-line" aria-hidden="true" style={{ insetInlineStart: `${at}%` }} />
      <span className="compare-word compare-before" aria-hidden="true">Before</span>
      <span className="compare-word compare-then" aria-hidden="true">After</span>
      <input
        type="range"
        min={0}
        max={100}
        value={at}
        aria-label="Where before ends and after begins"
        aria-valuetext={`${at} % before`}
        onChange={(event) => setAt(Number(event.target.value))}
      />
    </div>
  );
}
