const MOST = 4_000_000; // bytes that a mask may have
const STRIP = 256; // rows that are written at once
const MOST_KEPT = 2_000_000; // characters that a tab keeps for us at ease

/** Write the mask as the provider wants it: a PNG that is transparent where the picture changes. */
export async function maskFile(bitmap) {
  const blob = await png(bitmap, (value) => 255 - value);
  if (blob.size < MOST) return blob;
  const coarse = await png(bitmap, (value) => 255 - (value > 247 ? 255 : value & 0xf0));
  if (coarse.size < MOST) return coarse;
  throw new Error("The mask is larger than 4 MB. Paint with a harder edge, or a simpler shape.");
}

/** Say why a mask can't be used yet; nothing when it can. */
export function whyNot(bitmap) {
  let full = 0;
  for (const value of bitmap.bytes) full += value === 255;
  if (!full && bitmap.share) return "The painted part is too soft to count. Use a harder brush, or less feather.";
  if (!full) return "Nothing is painted yet. Paint over the part that should change.";
  if (full === bitmap.bytes.length) return "The whole picture is painted. Leave a part of it as it is.";
  return "";
}

/** Send the mask and return its id; what goes wrong becomes a sentence. */
export async function sendMask(target, blob) {
  let answer;
  try {
    answer = await fetch(target, {
      method: "POST",
      body: blob,
      credentials: "include",
      headers: { "content-type": "image/png" },
    });
  } catch {
    throw new Error("The mask could not be sent. Look at your connection and try again.");
  }
  if (!answer.ok) throw new Error((await answer.text()) || "The mask was not taken. Try again.");
  return (await answer.json()).id;
}

/** Keep what was painted in this tab, so that a reload loses nothing; tell whether there was room. */
export function keepDeeds(name, deeds) {
  try {
    const text = JSON.stringify(deeds);
    if (!deeds.length) sessionStorage.removeItem(name);
    else if (text.length > MOST_KEPT) return false;
    else sessionStorage.setItem(name, text);
    return true;
  } catch {
    return false;
  }
}

export function keptDeeds(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "[]");
  } catch {
    return [];
  }
}

async function png(bitmap, alpha) {
  const { width, height, bytes } = bitmap;
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  for (let top = 0; top < height; top += STRIP) {
    const rows = Math.min(STRIP, height - top);
    const strip = context.createImageData(width, rows);
    for (let n = 0; n < width * rows; n += 1) strip.data[4 * n + 3] = alpha(bytes[top * width + n]);
    context.putImageData(strip, 0, top);
  }
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("This browser could not write the mask. Try a smaller picture.");
  return blob;
}
