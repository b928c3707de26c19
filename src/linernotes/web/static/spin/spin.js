// The button that was pressed keeps the focus on the page that follows, so that Enter spins on.
const KEY = "spin-pressed";
const name = (button) => `${button.form.getAttribute("action")} ${button.value}`;

document.addEventListener("submit", (event) => {
  if (event.submitter?.closest(".choices")) {
    sessionStorage.setItem(KEY, name(event.submitter));
  }
});

const pressed = sessionStorage.getItem(KEY);
sessionStorage.removeItem(KEY);
for (const button of document.querySelectorAll(".choices button")) {
  if (pressed !== null && name(button) === pressed) {
    button.focus({ preventScroll: true });
  }
}
