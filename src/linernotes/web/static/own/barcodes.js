// Finds a barcode on a picture: by the browser's own reader, else by ZXing in a worker (pages/records/shop.py).

// What records have; `upc_a` is an `ean_13` with a zero before it.
const FORMATS = ["ean_13", "upc_a", "ean_8"];
// A larger picture is made smaller: a phone's camera has more than a barcode needs.
const LARGEST = 1600;
const PATIENCE = 30_000;

/** The reader's files cannot be had: it was never used where the app was reached. */
export class ReaderMissing extends Error {}

const canvas = document.createElement("canvas");
const pen = canvas.getContext("2d", { willReadFrequently: true });

let reader = null;

/** The digits of a barcode on a picture or a frame of a video; null if none is found. */
export async function readBarcode(source, width, height) {
  if (!width || !height) return null;
  reader ??= openReader();
  let read;
  try {
    read = await reader;
  } catch (error) {
    reader = null;
    throw error;
  }
  const scale = Math.min(1, LARGEST / Math.max(width, height));
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  return read(pen.getImageData(0, 0, canvas.width, canvas.height));
}

async function openReader() {
  if ("BarcodeDetector" in window) {
    const known = await BarcodeDetector.getSupportedFormats();
    if (known.includes("ean_13")) {
      const detector = new BarcodeDetector({ formats: FORMATS.filter((format) => known.includes(format)) });
      return async (image) => (await detector.detect(image))[0]?.rawValue ?? null;
    }
  }
  return openWorker();
}

// The worker has rules of its own: it may run WebAssembly, which the page may not.
async function openWorker() {
  const worker = new Worker(new URL("../../own/reader.js", import.meta.url));
  const answers = [];
  const failed = new Promise((_, reject) => {
    worker.addEventListener("error", () => reject(new ReaderMissing("the reader cannot be loaded")));
  });
  worker.addEventListener("message", ({ data }) => answers.shift()(data));
  const next = () => Promise.race([
    new Promise((resolve) => { answers.push(resolve); }),
    failed,
    new Promise((_, reject) => { setTimeout(() => reject(new ReaderMissing("the reader says nothing")), PATIENCE); }),
  ]);
  const opened = await next();
  if (opened.error) throw new ReaderMissing(opened.error);
  return async (image) => {
    worker.postMessage({ image, formats: FORMATS }, [image.data.buffer]);
    const { code, error } = await next();
    if (error) throw new Error(error);
    return code;
  };
}
