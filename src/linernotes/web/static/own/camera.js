// Reads a barcode from the camera, or from a photo. What stands in the way is said in words.

import { readBarcode, ReaderMissing } from "./barcodes.js";

const panel = document.querySelector("#camera");
const view = panel.querySelector(".own-view");
const video = panel.querySelector("video");
const message = panel.querySelector(".own-said");
const photo = panel.querySelector("input[type=file]");

const INSTEAD = "Take a photo of the barcode instead, or type its number.";
const REFUSED = {
  NotAllowedError: `The browser does not let this page use the camera. Allow it in the browser's settings for this site. ${INSTEAD}`,
  NotFoundError: `This device has no camera. ${INSTEAD}`,
  NotReadableError: `Another program uses the camera now. ${INSTEAD}`,
};
// Milliseconds between two looks.
const PAUSE = 120;

let stream = null;
let button = null;
let onCode = null;

/** Open the camera, or close it. `then` gets the digits of the first barcode that is read twice. */
export async function turnCamera(opener, then) {
  button = opener;
  onCode = then;
  if (!panel.hidden) {
    close();
    return;
  }
  panel.hidden = false;
  button.setAttribute("aria-expanded", "true");
  await open();
}

async function open() {
  view.hidden = true;
  if (!window.isSecureContext || !navigator.mediaDevices) {
    say(`Browsers give the camera to pages that come by https only, and this one does not. ${INSTEAD}`);
    return;
  }
  say("Waiting for the camera.");
  let opened;
  try {
    const wanted = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } };
    opened = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
  } catch (error) {
    say(REFUSED[error.name] ?? `The camera does not open: ${error.message}. ${INSTEAD}`);
    return;
  }
  if (panel.hidden) {
    opened.getTracks().forEach((track) => track.stop());
    return;
  }
  stream = opened;
  view.hidden = false;
  video.srcObject = stream;
  await video.play();
  say("Hold the barcode into the frame.");
  await look(stream);
}

async function look(mine) {
  let before = null;
  while (stream === mine) {
    try {
      const code = await readBarcode(video, video.videoWidth, video.videoHeight);
      if (stream !== mine) return;
      if (code && code === before) {
        give(code);
        return;
      }
      before = code ?? before;
    } catch (error) {
      failed(error);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

async function readPhoto() {
  const [file] = photo.files;
  photo.value = "";
  if (!file) return;
  say("Reading the photo.");
  try {
    const picture = await createImageBitmap(file);
    const code = await readBarcode(picture, picture.width, picture.height);
    if (code) give(code);
    else say("No barcode was found on that photo. Go nearer, hold the bars level, or type the number.");
  } catch (error) {
    failed(error);
  }
}

function give(code) {
  close();
  onCode(code);
}

function failed(error) {
  stop();
  if (error instanceof ReaderMissing) {
    say("The reader of barcodes is not on this device yet: use it once where linernotes is reached. Until then type the number.");
  } else {
    say(`That cannot be read: ${error.message}. Type the number instead.`);
  }
}

function stop() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  video.srcObject = null;
  view.hidden = true;
}

function close() {
  stop();
  panel.hidden = true;
  button.setAttribute("aria-expanded", "false");
  button.focus();
}

function say(text) {
  message.textContent = text;
}

panel.querySelector(".own-close").addEventListener("click", close);
photo.addEventListener("change", readPhoto);
// A camera that nobody looks through is off.
document.addEventListener("visibilitychange", () => {
  if (document.hidden && stream) close();
});
