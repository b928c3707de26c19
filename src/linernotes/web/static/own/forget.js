// A browser that is asked for the password keeps nothing of the shelf: what it kept is removed.

const scope = new URL("../../own", import.meta.url).href;
if (window.caches) {
  await caches.delete(`linernotes shelf ${scope}`);
}
