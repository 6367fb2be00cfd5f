import { useEffect, useMemo, useRef, useState } from "react";
import { Compare } from "./compare.jsx";
import { largest, moved, turned } from "./crop_box.js";
import { CropFrame } from "./crop_frame.jsx";
import { Action, Choices, Slider } from "./edit_controls.jsx";
import { roomOf, tried } from "./picture_canvas.js";

const RATIOS = [["free", "Free"], ["1:1", "1:1"], ["4:5", "4:5"], ["3:2", "3:2"], ["16:9", "16:9"], ["9:16", "9:16"]];
const FORMATS = [["jpeg", "JPEG"], ["png", "PNG"], ["webp", "WebP"]];
const UNCHANGED = { turns: 0, isFlippedAcross: false, isFlippedDown: false, degrees: 0 };
const GUESS_AFTER = 350; // milliseconds without a change

/** Crop, turn, flip, straighten, resize and save anew; the studio does it again with every pixel. */
export function PictureTools({ picture, src, icons, quality: usual, answer, problem, onSave, className }) {
  const stage = useRef(null);
  const [image, isReady] = useImage(src);
  const space = useRoom(stage);
  const [changes, setChanges] = useState(UNCHANGED);
  const [ratioName, setRatioName] = useState("free");
  const [box, setBox] = useState(() => largest(roomOf(picture, UNCHANGED), 0));
  const [size, setSize] = useState({ width: "", height: "", isLocked: true });
  const [file, setFile] = useState({ format: picture.file_format, quality: usual });
  const [isComparing, setIsComparing] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const room = roomOf(picture, changes);
  const ratio = ratioOf(ratioName);
  const target = { width: Number(size.width) || box.width, height: Number(size.height) || box.height };
  const guess = useGuess({ image, isReady, picture, changes, box, target, file });

  useEffect(() => setIsBusy(false), [answer]);

  const change = (next, carry) => {
    const after = { ...changes, ...next };
    setChanges(after);
    setBox(carry(box, room, roomOf(picture, after)));
    setSize((now) => ({ ...now, width: "", height: "" }));
  };
  const quarter = (by) => {
    setRatioName("free");
    const times = (by + 4) % 4;
    // A flip seen through a quarter turn is a flip the other way: turning comes first in the row of operations.
    const flips = { isFlippedAcross: changes.isFlippedDown, isFlippedDown: changes.isFlippedAcross };
    change({ turns: (changes.turns + times) % 4, ...flips, degrees: changes.degrees }, (now, before) => {
      let [box_, room_] = [now, before];
      for (let n = 0; n < times; n += 1) [box_, room_] = [turned(box_, room_), { width: room_.height, height: room_.width }];
      return box_;
    });
  };
  const flip = (name) => // straightening comes last, and a mirror turns the other way round
    change({ [name]: !changes[name], degrees: -changes.degrees || 0 }, (now, before) => ({
      ...now,
      left: name === "isFlippedAcross" ? before.width - now.left - now.width : now.left,
      top: name === "isFlippedDown" ? before.height - now.top - now.height : now.top,
    }));
  const chooseRatio = (name) => {
    setRatioName(name);
    setBox(largest(room, ratioOf(name)));
    setSize((now) => ({ ...now, width: "", height: "" }));
  };
  const onBox = (next) => {
    setBox(next);
    setSize((now) => ({ ...now, width: "", height: "" }));
  };
  const typeSize = (name, text) => {
    const number = Number(text);
    const other = name === "width" ? "height" : "width";
    const isGood = size.isLocked && Number.isInteger(number) && number > 0;
    setSize({ ...size, [name]: text, ...(isGood && { [other]: String(Math.max(1, Math.round((number * box[other]) / box[name]))) }) });
  };
  const reset = () => {
    setChanges(UNCHANGED);
    setRatioName("free");
    setBox(largest(roomOf(picture, UNCHANGED), 0));
    setSize((now) => ({ ...now, width: "", height: "" }));
    setFile({ format: picture.file_format, quality: usual });
  };
  const save = () => {
    setIsBusy(true);
    const isCropped = changes.degrees || box.width !== room.width || box.height !== room.height;
    onSave({
      turns: changes.turns,
      is_flipped_across: changes.isFlippedAcross,
      is_flipped_down: changes.isFlippedDown,
      degrees: changes.degrees,
      crop: isCropped ? box : null,
      width: size.width,
      height: size.height,
      file_format: file.format,
      quality: file.quality,
    });
  };

  return (
    <section className={className} aria-label="Crop and turn">
      <div className="easel-frame">
        <div ref={stage} className="easel-stage crop-stage">
          {isComparing ? (
            <Compare before={src} after={guess?.blob} alt={picture.alt} space={space} />
          ) : (
            <CropFrame {...{ image, isReady, picture, changes, box, ratio, space, onBox }} />
          )}
        </div>
        <div className="easel-strip">
          <p role="status">{guessWords(target, guess)}</p>
          <button type="button" className="button button-quiet" aria-pressed={isComparing} onClick={() => setIsComparing(!isComparing)}>
            Before and after
          </button>
        </div>
      </div>
      <div className="easel-tools">
        <div className="easel-row">
          <Action icon={icons["turn-left"]} label="Turn left" onClick={() => quarter(-1)} />
          <Action icon={icons["turn-right"]} label="Turn right" onClick={() => quarter(1)} />
          <Action icon={icons["flip-across"]} label="Flip left and right" isPressed={changes.isFlippedAcross} onClick={() => flip("isFlippedAcross")} />
          <Action icon={icons["flip-down"]} label="Flip top and bottom" isPressed={changes.isFlippedDown} onClick={() => flip("isFlippedDown")} />
          <button type="button" className="button button-quiet" onClick={reset}>Start over</button>
        </div>
        <Slider label="Straighten" unit="°" least={-45} most={45} step={0.5} value={changes.degrees} shown={changes.degrees} onChange={(degrees) => change({ degrees }, moved)} />
        <Choices name="crop-ratio" label="Proportions" isLabelShown options={RATIOS} icons={icons} value={ratioName} onChoose={chooseRatio} />
        <p id="crop-words" role="status" className="field-hint">{`Keeps ${box.width} × ${box.height} pixels, from ${box.left}, ${box.top}. Arrow keys pull a handle, with Shift by one pixel.`}</p>
        <div className="size-fields">
          <SizeField name="width" label="Width" value={size.width} placeholder={box.width} onType={typeSize} />
          <SizeField name="height" label="Height" value={size.height} placeholder={box.height} onType={typeSize} />
          <Action icon={icons.lock} label="Keep the proportions" isPressed={size.isLocked} onClick={() => setSize({ ...size, isLocked: !size.isLocked })} />
        </div>
        <Choices name="crop-format" label="File" isLabelShown options={FORMATS} icons={icons} value={file.format} onChoose={(format) => setFile({ ...file, format })} />
        {file.format !== "png" && (
          <Slider label="Quality" unit="%" least={10} most={100} value={file.quality} shown={file.quality} onChange={(quality) => setFile({ ...file, quality })} />
        )}
        <div className="easel-done">
          {problem && <p role="alert" className="field-error">{problem}</p>}
          <button type="button" className="button button-primary button-large" aria-busy={isBusy} disabled={isBusy} onClick={save}>
            <span className="busy-dots" aria-hidden="true"><i /><i /><i /></span>
            Save as a new picture · free
          </button>
        </div>
      </div>
    </section>
  );
}

function SizeField({ name, label, value, placeholder, onType }) {
  return (
    <div className="field">
      <label htmlFor={`size-${name}`} className="field-label">{label}</label>
      <input
        id={`size-${name}`}
        className="control"
        inputMode="numeric"
        autoComplete="off"
        maxLength={12}
        value={value}
        placeholder={String(placeholder)}
        onChange={(event) => onType(name, event.target.value)}
      />
    </div>
  );
}

function useImage(src) {
  const image = useMemo(() => (typeof Image === "undefined" ? null : new Image()), []);
  const [isReady, setIsReady] = useState(false);
  useEffect(() => {
    image.crossOrigin = "use-credentials";
    image.onload = () => setIsReady(true);
    image.src = src;
    return () => {
      image.onload = null;
    };
  }, [src]);
  return [image, isReady];
}

function useRoom(element) {
  const [space, setSpace] = useState({ width: 1, height: 1 });
  useEffect(() => {
    const stage = element.current; // it may tell of its size once more when it has gone
    const measure = () => {
      const padding = parseFloat(getComputedStyle(stage).paddingLeft) * 2;
      setSpace({ width: stage.clientWidth - padding, height: stage.clientHeight - padding });
    };
    const sizes = new ResizeObserver(measure);
    sizes.observe(stage);
    measure();
    return () => sizes.disconnect();
  }, []);
  return space;
}

/** About how long the file will be, a moment after the last change. */
function useGuess({ image, isReady, picture, changes, box, target, file }) {
  const [guess, setGuess] = useState(null);
  useEffect(() => {
    if (!isReady || !(target.width > 0 && target.width < 5000 && target.height > 0 && target.height < 5000)) return undefined;
    let isOld = false;
    const waiting = setTimeout(async () => {
      const made = await tried(image, picture, changes, box, target, file);
      if (!isOld) setGuess(made);
    }, GUESS_AFTER);
    return () => {
      isOld = true;
      clearTimeout(waiting);
    };
  }, [isReady, changes, box, target.width, target.height, file]);
  return guess;
}

function guessWords({ width, height }, guess) {
  const size = `${width} × ${height}`;
  if (!guess?.bytes) return size;
  const kilobytes = guess.bytes / 1024;
  const length = kilobytes < 1000 ? `${Math.max(1, Math.round(kilobytes))} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
  return `${size}, about ${length}`;
}

function ratioOf(name) {
  const [width, height] = name.split(":").map(Number);
  return height ? width / height : 0;
}
