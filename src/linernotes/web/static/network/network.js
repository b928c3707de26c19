// The map: it moves at once as a picture; when it rests, the server draws what is seen now, with the names that fit.
"use strict";
(() => {
  const map = document.getElementById("map");
  if (!map) {
    return;
  }
  // The app may stand behind a path of a proxy.
  const root = new URL("../../", document.currentScript.src).href;
  const [frame, sheet, panel] = [".map-frame", ".map-sheet", ".panel"].map((part) => map.querySelector(part));
  const body = panel.querySelector(".panel-body");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const WIDTH = 1200;
  const HEIGHT = 800;
  const [FARTHEST, NEAREST] = [0.25, 32];
  const MARGIN = 0.3; // of the frame on each side, drawn beyond what is seen
  const REST = 140; // milliseconds without movement until the server draws anew

  // What is seen: its left upper corner in the map's pixels, and screen pixels for one of them. `drawn` is the sheet's.
  let view;
  let drawn;
  let artist = Number(map.dataset.artist) || 0;
  let waiting = 0;
  let asked = 0;

  const svg = () => sheet.querySelector("svg");
  const size = () => [frame.clientWidth, frame.clientHeight];
  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

  const readDrawn = () => {
    const { x, y, zoom } = svg().dataset;
    drawn = { x: Number(x), y: Number(y), zoom: Number(zoom) };
  };

  const place = () => {
    const scale = view.zoom / drawn.zoom;
    const [left, top] = [(drawn.x - view.x) * view.zoom, (drawn.y - view.y) * view.zoom];
    sheet.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
  };

  const ask = async () => {
    const [width, height] = size();
    const [aside, above] = [width * MARGIN, height * MARGIN];
    const number = ++asked;
    const query = new URLSearchParams({
      x: (view.x - aside / view.zoom).toFixed(2), y: (view.y - above / view.zoom).toFixed(2),
      zoom: view.zoom.toFixed(4), width: Math.round(width + 2 * aside), height: Math.round(height + 2 * above),
    });
    if (artist) {
      query.set("artist", artist);
    } else if (map.dataset.way) {
      query.set("way", map.dataset.way);
    }
    const answer = await fetch(`${root}network/map?${query}`).catch(() => null);
    // Meanwhile the map may have moved on: then another answer comes.
    if (answer?.ok && number === asked) {
      sheet.innerHTML = await answer.text();
      readDrawn();
      place();
      map.dataset.state = "ready";
      performance.mark("map drawn");
    }
  };

  const moved = () => {
    const [width, height] = size();
    // Some of the map stays in sight.
    view.x = clamp(view.x, 80 - width / view.zoom, WIDTH - 80);
    view.y = clamp(view.y, 80 - height / view.zoom, HEIGHT - 80);
    place();
    map.dataset.state = "moving";
    asked += 1;
    clearTimeout(waiting);
    waiting = setTimeout(ask, REST);
  };

  // Towards a point of the frame, which stays where it is.
  const zoomBy = (factor, x, y) => {
    const zoom = clamp(view.zoom * factor, FARTHEST, NEAREST);
    view.x += x / view.zoom - x / zoom;
    view.y += y / view.zoom - y / zoom;
    view.zoom = zoom;
    moved();
  };

  const zoomToMiddle = (factor) => zoomBy(factor, frame.clientWidth / 2, frame.clientHeight / 2);

  const glide = (to) => {
    if (calm.matches) {
      view = to;
      moved();
      return;
    }
    const [from, begin, length] = [{ ...view }, performance.now(), 350];
    const step = (now) => {
      const share = clamp((now - begin) / length, 0, 1);
      const eased = share * share * (3 - 2 * share);
      const zoom = from.zoom * (to.zoom / from.zoom) ** eased;
      view = { x: from.x + (to.x - from.x) * eased, y: from.y + (to.y - from.y) * eased, zoom };
      moved();
      if (share < 1) {
        requestAnimationFrame(step);
      }
    };
    requestAnimationFrame(step);
  };

  const whole = () => {
    const [width, height] = size();
    const zoom = Math.min(width / WIDTH, height / HEIGHT);
    return { x: (WIDTH - width / zoom) / 2, y: (HEIGHT - height / zoom) / 2, zoom };
  };

  const around = (x, y, zoom) => {
    const [width, height] = size();
    return { x: x - width / 2 / zoom, y: y - height / 2 / zoom, zoom };
  };

  const remember = () => {
    const address = new URL(location.href);
    if (artist) {
      address.searchParams.set("artist", artist);
    } else {
      address.searchParams.delete("artist");
    }
    history.replaceState(null, "", address);
  };

  const show = async (answer) => {
    if (!answer?.ok) {
      return;
    }
    const id = Number(new URL(answer.url).pathname.split("/").pop());
    body.innerHTML = await answer.text();
    panel.hidden = false;
    artist = id;
    remember();
    map.dataset.at = String(id);
    ask();
  };

  const choose = async (id) => show(await fetch(`${root}network/artist/${id}`).catch(() => null));

  const nobody = () => {
    if (artist) {
      artist = 0;
      panel.hidden = true;
      delete map.dataset.at;
      remember();
      ask();
    }
  };

  const at = (event) => {
    const box = frame.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  const chooseAt = async (event) => {
    const [x, y] = at(event);
    const query = new URLSearchParams({
      x: (view.x + x / view.zoom).toFixed(2), y: (view.y + y / view.zoom).toFixed(2),
      reach: Math.min(60, 14 / view.zoom).toFixed(2),
    });
    const answer = await fetch(`${root}network/at?${query}`).catch(() => null);
    if (answer?.ok) {
      show(answer);
    } else {
      nobody();
    }
  };

  const listenToPointers = () => {
    const pointers = new Map();
    let travelled = 0;
    frame.addEventListener("pointerdown", (event) => {
      if (event.button === 0) {
        pointers.set(event.pointerId, at(event));
        travelled = 0;
      }
    });
    frame.addEventListener("pointermove", (event) => {
      const before = pointers.get(event.pointerId);
      if (!before) {
        return;
      }
      const now = at(event);
      const others = [...pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
      travelled += Math.hypot(now[0] - before[0], now[1] - before[1]);
      if (travelled > 4 && !frame.hasPointerCapture(event.pointerId)) {
        frame.setPointerCapture(event.pointerId);
      }
      if (others.length) {
        const [other] = others;
        const distance = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]);
        zoomBy(distance(now) / Math.max(1, distance(before)), other[0], other[1]);
      } else {
        view.x -= (now[0] - before[0]) / view.zoom;
        view.y -= (now[1] - before[1]) / view.zoom;
        moved();
      }
      pointers.set(event.pointerId, now);
    });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      frame.addEventListener(end, (event) => pointers.delete(event.pointerId));
    }
    frame.addEventListener("click", (event) => {
      if (travelled > 4) {
        event.preventDefault(); // the end of a move
        return;
      }
      if (event.ctrlKey || event.metaKey || event.shiftKey) {
        return;
      }
      const link = event.target.closest?.("a");
      if (link?.dataset.artist) {
        event.preventDefault();
        choose(link.dataset.artist);
      } else if (link?.dataset.area) {
        event.preventDefault();
        const [x, y] = at(event);
        glide(around(view.x + x / view.zoom, view.y + y / view.zoom, clamp(view.zoom * 2.5, FARTHEST, NEAREST)));
      } else if (!link) {
        chooseAt(event);
      }
    });
    frame.addEventListener("dblclick", (event) => zoomBy(2, ...at(event)));
    frame.addEventListener("dragstart", (event) => event.preventDefault());
    // A wheel scrolls the page, until the map has the focus.
    frame.addEventListener("wheel", (event) => {
      if (frame.matches(":focus, :focus-within") || event.ctrlKey) {
        event.preventDefault();
        zoomBy(2 ** (-event.deltaY / 300), ...at(event));
      }
    }, { passive: false });
  };

  const keys = (event) => {
    const steps = {
      ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
      "+": 1.5, "=": 1.5, "-": 1 / 1.5, 0: "whole", Escape: "nobody",
    };
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    event.preventDefault();
    if (step === "nobody") {
      nobody();
    } else if (step === "whole") {
      glide(whole());
    } else if (Array.isArray(step)) {
      const far = 0.15 * frame.clientWidth / view.zoom;
      glide({ ...view, x: view.x + step[0] * far, y: view.y + step[1] * far });
    } else {
      zoomToMiddle(step);
    }
  };

  const find = async (text) => {
    const answer = await fetch(`${root}api/network/find?q=${encodeURIComponent(text)}`);
    const found = answer.ok ? await answer.json() : [];
    return found.map((one) => ({ ...one, label: one.name, about: one.community ?? "" }));
  };

  const take = (one) => {
    map.querySelector("#map-find").value = one.label;
    glide(around(one.x, one.y, Math.max(view.zoom, 3)));
    choose(one.artist_id);
  };

  const listen = () => {
    listenToPointers();
    frame.addEventListener("keydown", keys);
    // Who is reached by the keyboard is brought into sight.
    frame.addEventListener("focusin", (event) => {
      const box = event.target.closest?.("a")?.getBoundingClientRect();
      const seen = frame.getBoundingClientRect();
      if (box && (box.left < seen.left || box.right > seen.right || box.top < seen.top || box.bottom > seen.bottom)) {
        const [x, y] = at({ clientX: (box.left + box.right) / 2, clientY: (box.top + box.bottom) / 2 });
        glide(around(view.x + x / view.zoom, view.y + y / view.zoom, view.zoom));
      }
      frame.scrollTo(0, 0);
    });
    const ways = { in: 1.7, out: 1 / 1.7 };
    for (const button of map.querySelectorAll("[data-move]")) {
      const way = ways[button.dataset.move];
      button.addEventListener("click", () => (way ? zoomToMiddle(way) : glide(whole())));
    }
    panel.addEventListener("click", (event) => {
      const id = event.target.closest?.("a[data-artist]")?.dataset.artist;
      if (id && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        choose(id);
      }
    });
    const close = panel.querySelector(".panel-close");
    close.hidden = false;
    close.addEventListener("click", nobody);
    linernotesCombobox(map.querySelector("#map-find"), map.querySelector("#map-found"), find, take);
    new ResizeObserver(() => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, REST);
    }).observe(frame);
  };

  // A narrow screen begins at the largest place, at the size at which its names can be read.
  const first = () => {
    const all = whole();
    if (drawn.zoom !== 1) {
      // One place of the map: as near as the frame allows.
      const near = drawn.zoom * Math.min(frame.clientWidth / WIDTH, frame.clientHeight / HEIGHT);
      return around(drawn.x + WIDTH / 2 / drawn.zoom, drawn.y + HEIGHT / 2 / drawn.zoom, Math.max(near, 1));
    }
    if (all.zoom > 0.62) {
      return all;
    }
    const [x, y] = map.dataset.largest ? map.dataset.largest.split(" ").map(Number) : [WIDTH / 2, HEIGHT / 2];
    return around(x, y, 1);
  };

  if (!svg()) {
    return;
  }
  readDrawn();
  map.classList.add("moves");
  map.querySelector(".map-tools").hidden = false;
  view = first();
  place();
  listen();
  if (artist) {
    map.dataset.at = String(artist);
    const lit = svg().querySelector(".chosen");
    if (lit) {
      view = around(Number(lit.getAttribute("cx")), Number(lit.getAttribute("cy")), Math.max(view.zoom, 2));
    }
  }
  place();
  performance.mark("map ready");
  ask();
})();
