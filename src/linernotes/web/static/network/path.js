// Find as you type for both ends; without this the form works as it is.
"use strict";
for (const input of document.querySelectorAll("input[data-find]")) {
  const list = document.getElementById(`${input.id}-found`);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-autocomplete", "list");
  linernotesCombobox(input, list, async (text) => {
    const answer = await fetch(`${input.dataset.find}?q=${encodeURIComponent(text)}`);
    const found = answer.ok ? await answer.json() : [];
    return found.map((one) => ({ label: one.name, about: one.about, typed: one.typed }));
  }, (item) => {
    input.value = item.typed;
  });
}
