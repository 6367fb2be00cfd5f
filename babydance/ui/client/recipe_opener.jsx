import { useCallback, useEffect, useRef, useState } from "react";

const HEAD = 1048576; // bytes of a file that are sent: in a PNG a recipe stands before the pixels
const MARK = "babydance:recipe\0";

const isJson = (file) => file.type === "application/json" || /\.json$/i.test(file.name);
const isPng = (file) => file.type === "image/png" || /\.png$/i.test(file.name);

/** Tell whether a file is a recipe or carries one, without decoding any picture. */
export async function holdsRecipe(file) {
  if (isJson(file)) return true;
  if (!isPng(file)) return false;
  return new TextDecoder("latin1").decode(await file.slice(0, HEAD).arrayBuffer()).includes(MARK);
}

/** Let go of a file once more where it was dropped; tell whether somebody took it. */
function dropAgain(file, target, seen) {
  const carried = new DataTransfer();
  carried.items.add(file);
  const again = new DragEvent("drop", { bubbles: true, cancelable: true, composed: true, dataTransfer: carried });
  seen.add(again);
  return !target.dispatchEvent(again);
}

/** A button that opens a recipe; one that is dropped anywhere on the page is opened, too, other files pass by. */
export function RecipeOpener({ address, onRecipe, children }) {
  const [problem, setProblem] = useState("");
  const input = useRef(null);

  const open = useCallback(
    async (file) => {
      setProblem("");
      try {
        const answer = await fetch(address, { method: "POST", body: file.slice(0, HEAD), credentials: "include" });
        const words = await answer.text();
        if (answer.ok) onRecipe(words);
        else setProblem(answer.status < 500 ? words : "The recipe can’t be read just now. Try again.");
      } catch {
        setProblem("The studio can’t be reached. Try again.");
      }
    },
    [address, onRecipe],
  );

  useEffect(() => {
    const seen = new WeakSet();
    let isOwn = false; // a picture of this page that is dragged about
    const own = (event) => (isOwn = event.type === "dragstart");
    const allow = (event) => {
      if (!isOwn && event.dataTransfer?.types.includes("Files")) event.preventDefault();
    };
    const take = async (event) => {
      const files = event.dataTransfer?.files ?? [];
      if (isOwn || seen.has(event) || files.length !== 1 || !(isJson(files[0]) || isPng(files[0]))) return;
      const [file] = files;
      const { target } = event;
      event.preventDefault();
      if (isJson(file)) return open(file); // whoever takes pictures passes it by
      event.stopPropagation();
      if (await holdsRecipe(file)) {
        open(file);
        dropAgain(new File([], "recipe.json"), target, seen); // so that who waits for a drop knows that it is over
      } else if (!dropAgain(file, target, seen)) setProblem("There is no recipe in this picture.");
    };
    window.addEventListener("dragstart", own);
    window.addEventListener("dragend", own);
    window.addEventListener("dragover", allow);
    window.addEventListener("drop", take, true); // before anything that takes pictures
    return () => {
      window.removeEventListener("dragstart", own);
      window.removeEventListener("dragend", own);
      window.removeEventListener("dragover", allow);
      window.removeEventListener("drop", take, true);
    };
  }, [open]);

  return (
    <div className="recipe-opener">
      <input
        ref={input}
        type="file"
        accept="application/json,.json,image/png"
        aria-label="Recipe"
        hidden
        onChange={(event) => {
          const [file] = event.currentTarget.files;
          event.currentTarget.value = "";
          if (file) open(file);
        }}
      />
      <button type="button" className="button button-quiet" onClick={() => input.current.click()}>
        {children}
        Open a recipe
      </button>
      <p role="alert" className="field-error">
        {problem}
      </p>
    </div>
  );
}
