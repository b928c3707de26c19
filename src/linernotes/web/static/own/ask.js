// Do I own it?, where the app is not reached: the answer comes from the index that this browser keeps.

const form = document.querySelector(".own-form");
const field = form.querySelector("#q");
const isKept = document.querySelector("[data-offline]") !== null;

let shelf = null;
let asked = 0;

if (navigator.serviceWorker) {
  // The address of the worker is from this script, so that the app may stand behind a path.
  const worker = new URL("../../own/worker.js", import.meta.url);
  navigator.serviceWorker.register(worker, { scope: new URL("../../own", import.meta.url) })
    .catch((error) => console.info(`linernotes does not work without a network here: ${error.message}`));
}

/** Answer what stands in the field, from the index. */
async function answerHere() {
  const mine = ++asked;
  shelf ??= import("./offline/answer.js").then((module) => module.openShelf());
  const draw = await shelf.catch((error) => {
    shelf = null;
    throw error;
  });
  if (mine === asked) document.querySelector("#answer").replaceWith(draw(field.value));
}

if (isKept) {
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(answerHere, 120);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answerHere();
  });
  // Where the app is reached again the whole page answers the same question.
  const again = () => location.assign(`${form.action}?${new URLSearchParams({ q: field.value })}`);
  document.querySelector("[data-offline] a").addEventListener("click", (event) => {
    event.preventDefault();
    again();
  });
  window.addEventListener("online", again);
  answerHere();
} else {
  document.addEventListener("htmx:error", (event) => {
    if (event.target === form && event.detail.ctx) answerHere();
  });
}

// The camera's script comes with the first tap, and the reader of barcodes with it where the browser has none.
const scan = form.querySelector(".own-scan");
scan.hidden = false;
scan.addEventListener("click", async () => {
  const { turnCamera } = await import("./camera.js");
  turnCamera(scan, (code) => {
    field.value = code;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
});
