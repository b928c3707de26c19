// Keeps the progress page up to date from the events that the server sends. Without it the page reloads itself.
"use strict";

(() => {
  const panel = document.querySelector("[data-progress]");
  if (!panel || panel.dataset.running !== "true") return;

  const put = (name, text) => {
    const place = panel.querySelector(`[data-text="${name}"]`);
    if (place && place.textContent !== text) place.textContent = text;
  };

  const show = (state) => {
    for (const name of ["headline", "waiting_text", "app_waiting_text", "eta_text", "pace_text", "problems_text", "dump_text", "catalogue_text", "remarks_text", "building_text"]) put(name, state[name]);
    for (const row of state.rows) {
      const line = panel.querySelector(`[data-stage="${row.stage}"]`);
      if (!line) continue;
      line.hidden = row.hidden;
      line.toggleAttribute("data-current", row.stage === state.stage);
      const bar = line.querySelector("progress");
      bar.max = row.total;
      bar.value = row.done;
      line.querySelector(".note").textContent = row.note;
    }
    for (const form of panel.querySelectorAll("[data-when]")) {
      form.hidden = form.dataset.when !== (state.paused ? "paused" : "going") || !state.syncing;
    }
  };

  const events = new EventSource(panel.dataset.progress);
  events.addEventListener("progress", (event) => show(JSON.parse(event.data)));
  events.addEventListener("finished", () => {
    events.close();
    location.reload();
  });
})();
