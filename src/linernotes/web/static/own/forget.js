// Who is asked for the password has nothing of the shelf: what this browser keeps of it is removed.

const scope = new URL("../../own", import.meta.url).href;
if (window.caches) {
  await caches.delete(`linernotes shelf ${scope}`);
}
