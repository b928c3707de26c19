// Says in words what is pointed at, tapped or focused in a drawing. Without this script marks have tooltips.
"use strict";
for (const figure of document.querySelectorAll("[data-drawn]")) {
  const line = figure.querySelector(".says");
  const say = (event) => {
    const mark = event.target.closest(":is(g, a):has(> title)");
    if (mark && figure.contains(mark)) {
      line.textContent = mark.querySelector(":scope > title").textContent;
    }
  };
  for (const kind of ["pointerover", "click", "focusin"]) {
    figure.addEventListener(kind, say);
  }
}
