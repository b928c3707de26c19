// A picture that cannot be had gives way to its generated sleeve. Works for pictures that come later, too.
document.addEventListener("error", (event) => {
  const picture = event.target;
  if (picture instanceof HTMLImageElement && picture.dataset.instead) {
    const instead = picture.dataset.instead;
    delete picture.dataset.instead;
    picture.src = instead;
  }
}, true);

// Those that failed before this was loaded.
for (const picture of document.querySelectorAll("img[data-instead]")) {
  if (picture.complete && picture.naturalWidth === 0) {
    picture.dispatchEvent(new Event("error"));
  }
}

// With htmx the filter needs no button.
if (window.htmx) {
  document.documentElement.classList.add("with-htmx");
}
