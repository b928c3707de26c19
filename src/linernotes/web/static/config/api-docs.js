// Draws the description of the JSON. What is tried out here goes to this app alone, as this browser's session.
"use strict";

const place = document.getElementById("operations");
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
follow();
dark.addEventListener("change", follow);

SwaggerUIBundle({
  domNode: place,
  url: place.dataset.description,
  validatorUrl: null, // its own would send the description elsewhere
  docExpansion: "list",
  defaultModelsExpandDepth: -1,
  deepLinking: false,
  displayRequestDuration: true,
  requestInterceptor(request) {
    if (!/^(get|head)$/i.test(request.method || "get")) {
      request.headers["X-CSRF-Token"] = place.dataset.csrf;
      request.headers.Accept = "application/json"; // a page would be led on to another page
    }
    return request;
  },
});
