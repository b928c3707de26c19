// A picture that cannot be had gives way to its generated sleeve. Works for pictures that come later, too.
document.addEventListener("error", (event) => {
  const picture = event.target;
  if (picture instanceof HTMLImageElement && picture.dataset.instead) {
    const instead = picture.dataset.instead;
    delete picture.dataset.instead;
    picture.src = instead;
  }
}, true);

// A cover that is on its way is asked for again: until it is here a sleeve of 299 pixels stands in for it.
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
  if (picture.naturalWidth !== FOR_NOW || tries >= TRIES || !address.pathname.startsWith("/cover/")) {
    return;
  }
  picture.dataset.tries = tries + 1;
  address.searchParams.set("again", tries + 1);
  setTimeout(() => picture.isConnected && (picture.src = address.href), 1500 * (tries + 1));
}

// Those that came or failed before this was loaded.
for (const picture of document.querySelectorAll("img[src^='/cover/']")) {
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
