import { useEffect, useRef, useState } from "react";

const PARALLEL = 3; // files on their way at once
const FINAL = [400, 403, 413, 415]; // sending the same file again would end the same
const LOST = "The connection broke before the picture arrived. Try again.";
const STOPPED = "Stopped.";

let count = 0;

/** Say what a file is called in a header; what can't be written there has no name. */
function headerName(name) {
  try {
    return encodeURIComponent(name.slice(-120));
  } catch {
    return "";
  }
}

const hasFiles = (event) => Array.from(event.dataTransfer?.types ?? []).includes("Files");
const isPicture = (file) => !/\.json$/i.test(file.name) && file.type !== "application/json"; // a recipe has its own way in
const isEditable = (element) => element?.matches?.("input, textarea, [contenteditable]");
const counted = (number) => (number === 1 ? "1 picture" : `${number} pictures`);

/** Take pictures by picker, drop and paste, ask who is shown, and send them, a few at once, each with its progress. */
export function DropZone({ url, room, maxBytes, consent, hours, onDone, className, children }) {
  const [items, setItems] = useState([]);
  const [hasConsent, setConsent] = useState(false);
  const [isOver, setOver] = useState(false);
  const [left, setLeft] = useState(""); // what did not fit
  const [said, setSaid] = useState(""); // for screen readers
  const opener = useRef(null);
  const picker = useRef(null);
  const question = useRef(null);
  const requests = useRef(new Map());
  const known = useRef({ items, room });
  known.current = { items, room };

  const change = (key, values) =>
    setItems((all) => all.map((item) => (item.key === key ? { ...item, ...values } : item)));
  const drop = (key) => {
    requests.current.get(key)?.abort();
    setItems((all) =>
      all.filter((item) => {
        if (item.key === key) URL.revokeObjectURL(item.src);
        return item.key !== key;
      }),
    );
  };

  const add = (dropped) => {
    const files = Array.from(dropped).filter(isPicture);
    const taken = files.slice(0, Math.max(0, known.current.room - known.current.items.length));
    const over = files.length - taken.length;
    setLeft(over > 0 ? `${counted(over)} more than ${over === 1 ? "fits was" : "fit were"} left out.` : "");
    setItems((all) => [
      ...all,
      ...taken.map((file) => {
        const isTooLarge = file.size > maxBytes;
        return {
          key: `file-${++count}`,
          file,
          src: URL.createObjectURL(file),
          state: isTooLarge ? "refused" : "new",
          words: isTooLarge ? `Larger than ${Math.round(maxBytes / 1e6)} MB. Choose a smaller one.` : "",
          isEmpty: false,
          progress: 0,
        };
      }),
    ]);
  };

  const send = (item) => {
    const request = new XMLHttpRequest();
    requests.current.set(item.key, request);
    const end = (values) => {
      requests.current.delete(item.key);
      change(item.key, values);
    };
    request.open("POST", url);
    request.withCredentials = true;
    request.setRequestHeader("x-upload-name", headerName(item.file.name));
    request.setRequestHeader("x-upload-shows-people", item.isEmpty ? "no" : "yes");
    request.setRequestHeader("x-upload-consent", item.isEmpty ? "no" : "yes");
    request.upload.onprogress = (event) => change(item.key, { progress: Math.round((100 * event.loaded) / event.total) });
    request.onload = () => {
      if (request.status !== 201) {
        const state = FINAL.includes(request.status) ? "refused" : "failed";
        return end({ state, words: request.responseText.slice(0, 300) || LOST });
      }
      end({ state: "done", id: JSON.parse(request.responseText).id });
      setSaid(`${item.file.name || "The picture"} is uploaded.`);
    };
    request.onerror = () => end({ state: "failed", words: LOST });
    request.onabort = () => end({ state: "failed", words: STOPPED });
    request.send(item.file);
  };

  useEffect(() => {
    const first = items.find((item) => ["waiting", "sending", "done"].includes(item.state));
    if (first?.state === "done") {
      onDone(first.id); // in the order in which they were picked; told twice, it changes nothing
      drop(first.key);
      return;
    }
    const busy = items.filter((item) => item.state === "sending").length;
    const next = items.filter((item) => item.state === "waiting").slice(0, Math.max(0, PARALLEL - busy));
    if (!next.length) return;
    setItems((all) => all.map((item) => (next.includes(item) ? { ...item, state: "sending", progress: 0 } : item)));
    next.forEach(send);
  }, [items]);

  useEffect(() => {
    let depth = 0;
    let isOwn = false; // a picture of this page that is dragged about
    const on = {
      dragstart: () => (isOwn = true),
      dragend: () => (isOwn = false),
      dragenter: (event) => {
        if (isOwn || !hasFiles(event)) return;
        depth += 1;
        setOver(true);
      },
      dragleave: (event) => {
        if (isOwn || !hasFiles(event)) return;
        depth = Math.max(0, depth - 1);
        if (!depth) setOver(false);
      },
      dragover: (event) => !isOwn && hasFiles(event) && event.preventDefault(),
      drop: (event) => {
        if (isOwn || !hasFiles(event)) return;
        event.preventDefault();
        depth = 0;
        setOver(false);
        add(event.dataTransfer.files);
      },
      paste: (event) => {
        const files = event.clipboardData?.files ?? [];
        if (!files.length || (isEditable(event.target) && event.clipboardData.getData("text/plain"))) return;
        event.preventDefault();
        add(files);
      },
    };
    for (const [name, listener] of Object.entries(on)) window.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of Object.entries(on)) window.removeEventListener(name, listener);
    };
  }, [maxBytes]);

  useEffect(
    () => () => {
      requests.current.forEach((request) => request.abort());
      known.current.items.forEach((item) => URL.revokeObjectURL(item.src));
    },
    [],
  );

  const fresh = items.filter((item) => item.state === "new");
  const asks = fresh.length > 0;
  useEffect(() => {
    if (asks) question.current.scrollIntoView({ block: "nearest" });
  }, [asks]);
  const others = items.filter((item) => item.state !== "new");
  const needsConsent = fresh.some((item) => !item.isEmpty);
  const start = () => {
    setItems((all) => all.map((item) => (item.state === "new" ? { ...item, state: "waiting" } : item)));
    setConsent(false); // it is given for these pictures, not for the next
    opener.current.focus(); // the button that was pressed goes away
  };

  return (
    <div className={className}>
      <div className="drop-row">
        <button
          ref={opener}
          type="button"
          className="button button-secondary"
          disabled={room <= 0}
          onClick={() => picker.current.click()}
        >
          <svg viewBox="0 0 24 24" width="20" height="20" className="icon" aria-hidden="true">
            <path d="M12 15.5V4.5 M7.5 8.7 12 4.2l4.5 4.5 M5 19.8h14" />
          </svg>
          Upload
        </button>
        {children}
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          accept="image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif"
          aria-label="Pictures to upload"
          onChange={(event) => {
            add(event.target.files);
            event.target.value = "";
          }}
        />
      </div>
      {left && <p className="field-hint">{left}</p>}
      <p role="status" className="sr-only">
        {[left, said].join(" ")}
      </p>
      {others.length > 0 && (
        <ul className="uploading" aria-label="Uploads under way">
          {others.map((item) => (
            <Sending key={item.key} item={item} onRetry={() => change(item.key, { state: "waiting", words: "" })} onDrop={() => drop(item.key)} />
          ))}
        </ul>
      )}
      {asks && (
        <section ref={question} className="declare" aria-label="Before the upload">
          <h3>{fresh.length === 1 ? "Who is in this picture?" : "Who is in these pictures?"}</h3>
          <ul>
            {fresh.map((item) => (
              <li key={item.key}>
                <Peek item={item} />
                <div className="declare-words">
                  <p className="file-name" dir="auto">
                    {item.file.name || "Pasted picture"}
                  </p>
                  <div className="check">
                    <input
                      id={item.key}
                      type="checkbox"
                      checked={item.isEmpty}
                      onChange={(event) => change(item.key, { isEmpty: event.target.checked })}
                    />
                    <label htmlFor={item.key}>No people in it</label>
                  </div>
                </div>
                <Close label={`Leave out ${item.file.name}`} onClick={() => drop(item.key)} />
              </li>
            ))}
          </ul>
          {needsConsent && (
            <div className="declare-consent">
              <div className="check">
                <input id="upload-consent" type="checkbox" checked={hasConsent} onChange={(event) => setConsent(event.target.checked)} />
                <label htmlFor="upload-consent">{consent}</label>
              </div>
              <p className="field-hint">
                Photos of people are deleted {hours === 1 ? "after 1 hour" : `after ${hours} hours`}, or when you say so. Place, time and camera are
                removed at once.
              </p>
            </div>
          )}
          <button type="button" className="button button-primary" disabled={needsConsent && !hasConsent} onClick={start}>
            Upload {counted(fresh.length)}
          </button>
        </section>
      )}
      {isOver && (
        <div className="drop-cover" aria-hidden="true">
          <p>Drop your pictures here</p>
        </div>
      )}
    </div>
  );
}

/** One file on its way, or why it did not arrive. */
function Sending({ item, onRetry, onDrop }) {
  const name = item.file.name || "Pasted picture";
  const isOver = item.state === "failed" || item.state === "refused";
  return (
    <li data-state={item.state}>
      <Peek item={item} />
      <div className="declare-words">
        <p className="file-name" dir="auto">
          {name}
        </p>
        {isOver ? (
          <p className="field-error" role="alert">
            {item.words}
          </p>
        ) : item.progress < 100 ? (
          <progress className="progress-bar" value={item.progress} max="100" aria-label={`${name}, sent`} />
        ) : (
          <p className="field-hint">Checking</p>
        )}
      </div>
      {item.state === "failed" && (
        <button type="button" className="button button-quiet" onClick={onRetry}>
          Retry
        </button>
      )}
      <Close label={isOver ? `Close ${name}` : `Stop ${name}`} onClick={onDrop} />
    </li>
  );
}

/** The file as far as this browser can show it; not every browser can show HEIC. */
function Peek({ item }) {
  const [isSeen, setSeen] = useState(true);
  return (
    <span className="peek">
      {isSeen ? (
        <img src={item.src} alt="" onError={() => setSeen(false)} />
      ) : (
        <svg viewBox="0 0 24 24" width="24" height="24" className="icon" aria-hidden="true">
          <path d="M5 4.5h14A1.5 1.5 0 0 1 20.5 6v12a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 18V6A1.5 1.5 0 0 1 5 4.5Z M8.5 10.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z M4 17l4.5-4 3.5 3 4-4.5 4.5 4.5" />
        </svg>
      )}
    </span>
  );
}

function Close({ label, onClick }) {
  return (
    <button type="button" className="button button-quiet button-icon" aria-label={label} title={label} onClick={onClick}>
      <svg viewBox="0 0 24 24" width="20" height="20" className="icon" aria-hidden="true">
        <path d="M6 6 18 18 M18 6 6 18" />
      </svg>
    </button>
  );
}
