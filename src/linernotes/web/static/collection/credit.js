// Suggests names while somebody types who is credited; without this the form works as it is.
"use strict";
{
  const suggest = (input) => {
    const list = document.getElementById(`${input.id}-found`);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-autocomplete", "list");
    window.linernotesCombobox(input, list, async (text) => {
      const answer = await fetch(`${input.dataset.credited}?q=${encodeURIComponent(text)}`);
      const found = answer.ok ? await answer.json() : [];
      return found.map((one) => ({ label: one.name, about: one.about, typed: one.typed }));
    }, (item) => {
      input.value = item.typed;
    });
  };
  const suggestAll = () => {
    for (const input of document.querySelectorAll("input[data-credited]:not([role])")) {
      suggest(input);
    }
  };
  suggestAll();
  // A filter or a search brings the panel anew.
  document.addEventListener("htmx:after:swap", suggestAll);
}
