const FRINGE = 3; // pixels of a straightened edge: one more than the studio needs, so that rounding never matters
const TRIED = 2_000_000; // pixels that are enough to guess the length of a file

/** What is left of a picture after turning and straightening it; the formula is that of domain/tools.py. */
export function roomOf(picture, { turns, degrees }) {
  const [width, height] = turns % 2 ? [picture.height, picture.width] : [picture.width, picture.height];
  if (!degrees) return { width, height };
  const cos = Math.cos((Math.abs(degrees) * Math.PI) / 180);
  const sin = Math.sin((Math.abs(degrees) * Math.PI) / 180);
  const share = Math.min(width / (width * cos + height * sin), height / (width * sin + height * cos));
  return { width: Math.max(1, Math.floor(share * width) - FRINGE), height: Math.max(1, Math.floor(share * height) - FRINGE) };
}

/** Draw what lies in `box` of the turned picture so that it fills the canvas. */
export function drawEdited(canvas, image, picture, changes, box) {
  const room = roomOf(picture, changes);
  const context = canvas.getContext("2d");
  context.resetTransform();
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.scale(canvas.width / box.width, canvas.height / box.height);
  context.translate(room.width / 2 - box.left, room.height / 2 - box.top);
  context.rotate((changes.degrees * Math.PI) / 180);
  context.scale(changes.isFlippedAcross ? -1 : 1, changes.isFlippedDown ? -1 : 1);
  context.rotate((changes.turns * Math.PI) / 2);
  context.drawImage(image, -picture.width / 2, -picture.height / 2, picture.width, picture.height);
}

/** Save the result in the browser, smaller if it is large: a picture to look at, and about how long its file will be. */
export async function tried(image, picture, changes, box, size, { format, quality }) {
  const by = Math.min(1, Math.sqrt(TRIED / (size.width * size.height)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(size.width * by));
  canvas.height = Math.max(1, Math.round(size.height * by));
  drawEdited(canvas, image, picture, changes, box);
  if (format === "jpeg") {
    const context = canvas.getContext("2d");
    context.resetTransform();
    context.globalCompositeOperation = "destination-over";
    context.fillStyle = "white";
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  const type = `image/${format}`;
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, type, quality / 100));
  if (!blob) return null;
  return { blob, bytes: blob.type === type ? blob.size / (by * by) : 0 };
}
