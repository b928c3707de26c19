// The browser's time zone, kept for the server: pages show the days of plays and syncs in it.
"use strict";
(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone) {
    const path = new URL("../../", document.currentScript.src).pathname; // perhaps one behind a proxy
    document.cookie = `zone=${encodeURIComponent(zone)}; path=${path}; max-age=31536000; SameSite=Lax`;
  }
})();
