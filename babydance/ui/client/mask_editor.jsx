import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Easel } from "./mask_easel.js";
import { keepDeeds, maskFile, sendMask, whyNot } from "./mask_file.js";
import { followPointers } from "./mask_pointer.js";
import { AboutKeys, Action, Choices, Slider } from "./edit_controls.jsx";

const LOOKS = [["tint", "Tint"], ["stripes", "Stripes"], ["cut", "Cut out"], ["off", "Off"]];
const TOOLS = [["brush", "Brush", "brush"], ["eraser", "Eraser", "eraser"]];
const SMALLEST = 4; // pixels across

/** Paint over the part of a picture that should change, and send it as a mask. */
export function MaskEditor({ picture, src, target, icons, onUsed, className }) {
  const parts = { stage: useRef(null), image: useRef(null), overlay: useRef(null), ring: useRef(null) };
  const easel = useRef(null);
  const largest = Math.max(16, Math.round(Math.max(picture.width, picture.height) / 6));
  const [tool, setTool] = useState("brush");
  const [size, setSize] = useState(Math.max(SMALLEST, Math.round(Math.min(picture.width, picture.height) / 12)));
  const [hardness, setHardness] = useState(80);
  const [feather, setFeather] = useState(12);
  const [look, setLook] = useState("tint");
  const [usesPressure, setUsesPressure] = useState(false);
  const [, setChanges] = useState(0);
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState("");
  const [isBusy, setIsBusy] = useState(false);

  useLayoutEffect(() => {
    const elements = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.current]));
    const made = new Easel(elements, picture, `mask:${picture.id}`, () => setChanges((count) => count + 1));
    easel.current = made;
    const measure = () => made.resize(elements.stage.clientWidth, elements.stage.clientHeight);
    const sizes = new ResizeObserver(measure);
    sizes.observe(elements.stage);
    measure();
    made.fit();
    const colours = new MutationObserver(() => made.setLook(made.look));
    colours.observe(document.documentElement, { attributeFilter: ["class"] });
    const stop = followPointers(elements.stage, made);
    setChanges((count) => count + 1);
    return () => {
      stop();
      sizes.disconnect();
      colours.disconnect();
      made.close();
    };
  }, [picture.id]);

  useEffect(() => {
    easel.current.setBrush({ size, hardness: hardness / 100, erases: tool === "eraser", usesPressure });
  }, [size, hardness, tool, usesPressure]);

  useEffect(() => easel.current.setLook(look), [look]);

  useEffect(() => {
    const warn = (event) => {
      easel.current.save();
      if (!easel.current.isKept) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, []);

  const bitmap = easel.current?.bitmap;
  const zoom = Math.round((easel.current?.view.scale ?? 1) * 100);
  const scaleSize = (by) => setSize((now) => Math.max(SMALLEST, Math.min(largest, Math.round(by > 1 ? now * by + 1 : now * by))));
  const act = (deed, ...given) => {
    setProblem("");
    easel.current.act(deed, ...given);
  };

  const use = async () => {
    easel.current.lift();
    const why = whyNot(bitmap);
    setProblem(why);
    if (why || isBusy) return;
    setIsBusy(true);
    try {
      const id = await sendMask(target, await maskFile(bitmap));
      keepDeeds(`mask:${picture.id}`, []);
      easel.current.forget();
      onUsed(id);
    } catch (error) {
      setProblem(`${error.message} What you painted is still here.`);
    }
    setIsBusy(false);
  };

  const onKeyDown = (event) => {
    const key = keyOf(event);
    const onStage = event.target === parts.stage.current;
    const deed = keys(onStage)[key];
    if (!deed || (!onStage && event.target.matches("input, select, textarea, summary") && !key.startsWith("ctrl+"))) return;
    event.preventDefault();
    deed(event);
  };

  const keys = (onStage) => ({
    "ctrl+z": () => act("undo"),
    "ctrl+shift+z": () => act("redo"),
    "ctrl+y": () => act("redo"),
    b: () => setTool("brush"),
    e: () => setTool("eraser"),
    i: () => act("invert"),
    m: () => setLook((now) => (now === "off" ? "tint" : "off")),
    "[": () => scaleSize(0.87),
    "]": () => scaleSize(1.15),
    "+": () => easel.current.zoom(1.25),
    "=": () => easel.current.zoom(1.25),
    "-": () => easel.current.zoom(0.8),
    0: () => easel.current.fit(),
    ...(onStage && {
      delete: () => act("clear"),
      enter: () => setSaid(easel.current.press() ? "Brush down. Arrow keys paint, Enter lifts it." : "Brush lifted."),
      " ": () => (easel.current.isPanning = true),
      ...Object.fromEntries(
        Object.entries({ arrowleft: [-1, 0], arrowright: [1, 0], arrowup: [0, -1], arrowdown: [0, 1] }).flatMap(([name, [x, y]]) => [
          [name, () => easel.current.step(x, y)],
          [`shift+${name}`, () => easel.current.pan(-64 * x, -64 * y)],
        ]),
      ),
    }),
  });

  return (
    <section className={className} aria-label="Mask" onKeyDown={onKeyDown} onKeyUp={(event) => event.key === " " && (easel.current.isPanning = false)}>
      <div className="easel-frame">
        <div
          ref={parts.stage}
          className="easel-stage"
          role="application"
          tabIndex={0}
          aria-label={`Paint over the part of the picture that should change: ${picture.alt}`}
          aria-describedby="easel-share easel-keys"
          data-tool={tool}
          onFocus={(event) => event.target.matches(":focus-visible") && easel.current?.pointToCursor()}
          onBlur={() => {
            easel.current.lift();
            easel.current.isPanning = false;
            easel.current.hover(null);
          }}
        >
          <img ref={parts.image} src={src} alt="" width={picture.width} height={picture.height} draggable={false} decoding="async" style={{ backgroundColor: picture.colour }} />
          <canvas ref={parts.overlay} aria-hidden="true" />
          <div ref={parts.ring} className="easel-ring" hidden />
        </div>
        <div className="easel-strip">
          <p id="easel-share" role="status">{shareWords(bitmap?.share ?? 0)}</p>
          <div className="easel-zoom" role="group" aria-label="Zoom">
            <Action icon={icons.minus} label="Zoom out" onClick={() => easel.current.zoom(0.8)} />
            <output aria-live="off">{zoom} %</output>
            <Action icon={icons.plus} label="Zoom in" onClick={() => easel.current.zoom(1.25)} />
            <Action icon={icons.fit} label="Show the whole picture" onClick={() => easel.current.fit()} />
          </div>
        </div>
      </div>
      <div className="easel-tools">
        <div className="easel-row">
          <Choices name="easel-tool" label="Tool" options={TOOLS} icons={icons} value={tool} onChoose={setTool} />
          <Action icon={icons.undo} label="Undo" onClick={() => act("undo")} isOff={!bitmap?.past.length} />
          <Action icon={icons.redo} label="Redo" onClick={() => act("redo")} isOff={!bitmap?.future.length} />
        </div>
        <Slider label="Size" unit="px" least={0} most={100} value={toSlider(size, largest)} shown={size} onChange={(at) => setSize(fromSlider(at, largest))} />
        <Slider label="Hardness" unit="%" least={0} most={100} value={hardness} shown={hardness} onChange={setHardness} />
        {easel.current?.hasPen && (
          <div className="check">
            <input id="easel-pressure" type="checkbox" checked={usesPressure} onChange={(event) => setUsesPressure(event.target.checked)} />
            <label htmlFor="easel-pressure">The pen’s pressure sets the size</label>
          </div>
        )}
        <div className="easel-row">
          <Action icon={icons.invert} label="Invert" isWide onClick={() => act("invert")} />
          <Action icon={icons.trash} label="Clear" isWide onClick={() => act("clear")} isOff={!bitmap?.share} />
        </div>
        <div className="easel-row easel-feather">
          <Slider label="Feather" unit="px" least={1} most={64} value={feather} shown={feather} onChange={setFeather} />
          <Action label="Soften the edges" isWide onClick={() => act("feather", feather)} isOff={!bitmap?.share} />
        </div>
        <Choices name="easel-look" label="Show what will change" isLabelShown options={LOOKS} icons={icons} value={look} onChoose={setLook} />
        <AboutKeys icon={icons["chevron-down"]} />
        <div className="easel-done">
          {problem && <p role="alert" className="field-error">{problem}</p>}
          <button type="button" className="button button-primary button-large" aria-busy={isBusy} disabled={isBusy} onClick={use}>
            <span className="busy-dots" aria-hidden="true"><i /><i /><i /></span>
            Use this mask
          </button>
        </div>
        <p role="status" className="sr-only">{said}</p>
      </div>
    </section>
  );
}

function shareWords(share) {
  if (!share) return "Nothing will change yet";
  if (share < 0.01) return "Less than 1 % of the picture will change";
  if (share > 0.99 && share < 1) return "More than 99 % of the picture will change";
  return `${Math.round(share * 100)} % of the picture will change`;
}

/** A slider that is fine where brushes are small. */
function toSlider(size, largest) {
  return Math.round((100 * Math.log(size / SMALLEST)) / Math.log(largest / SMALLEST));
}

function fromSlider(at, largest) {
  return Math.round(SMALLEST * (largest / SMALLEST) ** (at / 100));
}

function keyOf(event) {
  const held = [event.ctrlKey || event.metaKey ? "ctrl+" : "", event.shiftKey && event.key.length > 1 ? "shift+" : ""];
  const key = event.key.toLowerCase();
  return held.join("") + (event.ctrlKey || event.metaKey ? (event.shiftKey ? `shift+${key}` : key) : key);
}
