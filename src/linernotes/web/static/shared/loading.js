// Loads libraries only where a page can use them.
"use strict";
window.linernotesLoad = (address) => new Promise((resolve, reject) => {
  const script = document.createElement("script");
  script.src = address;
  script.addEventListener("load", resolve);
  script.addEventListener("error", reject);
  document.head.append(script);
});
