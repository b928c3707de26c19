// A generated sleeve replaces a picture that does not load. It works for pictures that come later, too.
document.addEventListener("error", (event) => {
  const picture = event.target;
  if (picture instanceof HTMLImageElement && picture.dataset.instead) {
    const instead = picture.dataset.instead;
    delete picture.dataset.instead;
    picture.src = instead;
  }
}, true);

// The script asks again for a cover that is on its way. A sleeve of 299 pixels stands in for it until then.
const FOR_NOW = 299;
const TRIES = 6;

document.addEventListener("load", (event) => {
  if (event.target instanceof HTMLImageElement) {
    askAgain(event.target);
  }
}, true);

function askAgain(picture) {
  const tries = Number(picture.dataset.tries ?? 0);
  const address = new URL(picture.src);
  if (picture.naturalWidth !== FOR_NOW || tries >= TRIES || !address.pathname.includes("/cover/")) {
    return;
  }
  picture.dataset.tries = tries + 1;
  address.searchParams.set("again", tries + 1);
  setTimeout(() => picture.isConnected && (picture.src = address.href), 1500 * (tries + 1));
}

// Pictures that loaded or failed before this script.
for (const picture of document.querySelectorAll("img[src*='/cover/']")) {
  if (picture.complete) {
    askAgain(picture);
  }
}

for (const picture of document.querySelectorAll("img[data-instead]")) {
  if (picture.complete && picture.naturalWidth === 0) {
    picture.dispatchEvent(new Event("error"));
  }
}

// With htmx the filter needs no button.
if (window.htmx) {
  document.documentElement.classList.add("with-htmx");
}
