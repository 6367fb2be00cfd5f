import { useId } from "react";

const KEYS = [
  ["Brush, eraser", "B, E"],
  ["Size", "[ and ]"],
  ["Undo, redo", "Ctrl or ⌘ + Z, with Shift"],
  ["Invert, clear", "I, Delete"],
  ["Show or hide", "M"],
  ["Zoom, whole picture", "+ and −, 0"],
  ["Pan", "Shift + arrows, or Space and drag"],
  ["Paint without a mouse", "Arrows move the brush, Enter puts it down and lifts it"],
];

/** One of our icons, given by its path. */
export function Icon({ path, size = 20 }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} className="icon" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

/** A button with an icon, or with words when it is wide; one that is off keeps the focus, so that keys go on working. */
export function Action({ icon, label, onClick, isWide = false, isOff = false, isPressed }) {
  return (
    <button
      type="button"
      className={isWide ? "button button-secondary" : "button button-quiet button-icon"}
      aria-label={isWide ? undefined : label}
      title={isWide ? undefined : label}
      aria-pressed={isPressed}
      aria-disabled={isOff}
      onClick={isOff ? undefined : onClick}
    >
      {icon && <Icon path={icon} />}
      {isWide && label}
    </button>
  );
}

/** One of a few, side by side. */
export function Choices({ name, label, options, icons, value, onChoose, isLabelShown = false }) {
  return (
    <fieldset className="field">
      <legend className={isLabelShown ? "field-label mb-1.5" : "sr-only"}>{label}</legend>
      <div className="segments">
        {options.map(([id, words, icon]) => (
          <label key={id} className="choice">
            <input type="radio" name={name} value={id} checked={value === id} onChange={() => onChoose(id)} />
            <span>
              {icon && <Icon path={icons[icon]} size={18} />}
              {words}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** A number to drag; `shown` is what it stands for. */
export function Slider({ label, unit, least, most, step = 1, value, shown, onChange }) {
  const id = useId();
  return (
    <div className="slider">
      <label htmlFor={id}>{label}</label>
      <output htmlFor={id} aria-live="off">{`${shown} ${unit}`}</output>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        step={step}
        value={value}
        aria-valuetext={`${shown} ${unit}`}
        onChange={(event) => onChange(Number(event.target.value))}
      />
    </div>
  );
}

/** What the keys do. */
export function AboutKeys({ icon }) {
  return (
    <details className="easel-about">
      <summary>
        Keys <Icon path={icon} size={18} />
      </summary>
      <dl id="easel-keys" className="fact-list">
        {KEYS.map(([what, how]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{how}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
