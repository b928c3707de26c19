// Every page that is reached brings the index for the shop up to date, where this browser keeps one.

if (navigator.serviceWorker) {
  const registration = await navigator.serviceWorker.getRegistration(new URL("../../own", import.meta.url));
  registration?.active?.postMessage("refresh");
}
