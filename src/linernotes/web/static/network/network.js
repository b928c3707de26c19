// The map of the shelf: a graph that pans and zooms. What it shows is in the page's lists as well.
"use strict";
(() => {
  const map = document.getElementById("map");
  if (!map) {
    return;
  }
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const canvas = map.querySelector(".map-canvas");
  const panel = map.querySelector(".panel");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const without = (reason) => {
    map.querySelector(".map-without").textContent = `${reason} Everything that it shows is in the lists below.`;
    map.dataset.state = "without";
    map.querySelector(".panel-hint")?.remove();
  };

  const canDraw = () => {
    const probe = document.createElement("canvas");
    return Boolean(probe.getContext("webgl2") ?? probe.getContext("webgl"));
  };

  let drawing = null;
  let graph = null;
  let renderer = null;
  let colours = null;
  let chosen = -1;
  let placeOf = new Map();
  let folded = [];

  const nodeColour = (i) => {
    const full = colours.community(drawing.communities[i]);
    return drawing.collected[i] ? full : colours.mix(full, colours.paper, 0.55);
  };
  // A line of strength 0 is no music: a membership, or two names of one person.
  const familyColour = () => colours.mix(colours.family, colours.paper, 0.8);
  const edgeColour = () => colours.mix(colours.ink, colours.paper, dark.matches ? 0.26 : 0.17);

  const build = () => {
    // On a phone, or among thousands, the same discs would cover each other.
    const crowd = drawing.ids.length > 2000 ? 0.75 : 1;
    const scale = crowd * Math.min(1, Math.max(0.6, canvas.clientWidth / 800)) / 10;
    graph = new graphology.UndirectedGraph();
    drawing.ids.forEach((id, i) => {
      graph.addNode(i, {
        x: drawing.x[i], y: drawing.y[i], size: drawing.sizes[i] * scale, label: drawing.names[i], color: nodeColour(i),
      });
      placeOf.set(id, i);
    });
    for (let at = 0; at < drawing.lines.length; at += 3) {
      const [one, other, strength] = drawing.lines.slice(at, at + 3);
      graph.addEdge(one, other, strength
        ? { size: Math.min(0.5 + 0.12 * Math.sqrt(strength), 3) }
        : { size: 1.2, color: familyColour(), family: true });
    }
  };

  // With a rim in the colour of the paper: names are read across discs of any colour.
  const drawLabel = (context, node, settings) => {
    if (!node.label) {
      return;
    }
    context.font = `${settings.labelSize}px ${settings.labelFont}`;
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = colours.paper;
    const [x, y] = [node.x + node.size + 3, node.y + settings.labelSize / 3];
    context.strokeText(node.label, x, y);
    context.fillStyle = colours.ink;
    context.fillText(node.label, x, y);
  };

  // The name and its community in a box; Sigma's own is white.
  const drawHover = (context, node, settings) => {
    const group = drawing.communities[node.key];
    const lines = [node.label, group < 0 ? "" : drawing.groups[group][1].split(" · ").slice(0, 2).join(" · ")];
    const size = settings.labelSize;
    context.font = `600 ${size}px ${settings.labelFont}`;
    const first = context.measureText(lines[0]).width;
    context.font = `${size - 2}px ${settings.labelFont}`;
    const width = Math.max(first, context.measureText(lines[1]).width) + 16;
    const height = lines[1] ? size * 2 + 16 : size + 12;
    const right = node.x + node.size + 4;
    const fits = right + width < context.canvas.clientWidth;
    const [x, y] = [fits ? right : Math.max(2, node.x - node.size - 4 - width), node.y - height / 2];
    context.beginPath();
    context.arc(node.x, node.y, node.size + 3, 0, Math.PI * 2);
    context.lineWidth = 2;
    context.strokeStyle = colours.ink;
    context.stroke();
    context.fillStyle = colours.raised;
    context.strokeStyle = colours.edge;
    context.lineWidth = 1;
    context.fillRect(x, y, width, height);
    context.strokeRect(x, y, width, height);
    context.fillStyle = colours.ink;
    context.font = `600 ${size}px ${settings.labelFont}`;
    context.fillText(lines[0], x + 8, y + size + 3);
    if (lines[1]) {
      context.fillStyle = colours.soft;
      context.font = `${size - 2}px ${settings.labelFont}`;
      context.fillText(lines[1], x + 8, y + size * 2 + 6);
    }
  };

  // The chosen person stands out with the neighbours; the others step back.
  const reduceNode = (key, data) => {
    const i = Number(key);
    if (i === chosen) {
      return { ...data, highlighted: true, zIndex: 2 };
    }
    return graph.areNeighbors(key, String(chosen))
      ? { ...data, zIndex: 1 }
      : { ...data, color: colours.mix(data.color, colours.paper, 0.25), label: "" };
  };
  const reduceEdge = (key, data) =>
    graph.hasExtremity(key, String(chosen)) ? { ...data, color: colours.accent, zIndex: 1 } : data;

  const move = (state) => {
    const camera = renderer.getCamera();
    if (calm.matches) {
      camera.setState(state);
      return Promise.resolve();
    }
    return camera.animate(state, { duration: 300 });
  };

  const openPanel = async (id) => {
    const answer = await fetch(`/network/artist/${id}`);
    // The user may have chosen somebody else meanwhile.
    if (answer.ok && drawing.ids[chosen] === id) {
      panel.innerHTML = await answer.text();
      const address = new URL(location.href);
      address.searchParams.set("artist", id);
      history.replaceState(null, "", address);
    }
  };

  const choose = async (i, nearer) => {
    // Before the settings change: until the next frame Sigma knows no places then.
    const { x, y } = renderer.getNodeDisplayData(String(i));
    chosen = i;
    renderer.setSettings({ nodeReducer: reduceNode, edgeReducer: reduceEdge });
    const ratio = renderer.getCamera().ratio;
    const panelOpen = openPanel(drawing.ids[i]);
    await move({ x, y, ratio: nearer ? Math.min(ratio, 0.25) : ratio });
    requestAnimationFrame(() => {
      map.dataset.at = drawing.ids[i];
      performance.mark("map moved");
    });
    await panelOpen;
  };

  const nobody = () => {
    chosen = -1;
    renderer.setSettings({ nodeReducer: null, edgeReducer: null });
  };

  const find = async (text) => {
    const wanted = fold(text);
    const ranked = [[], [], [], []];
    folded.forEach((name, i) => {
      const at = name.indexOf(wanted);
      if (at >= 0) {
        ranked[name === wanted ? 0 : at === 0 ? 1 : name[at - 1] === " " ? 2 : 3].push(i);
      }
    });
    const bySize = (one, other) => drawing.sizes[other] - drawing.sizes[one];
    const found = ranked.flatMap((places) => places.sort(bySize)).slice(0, 10).map((i) => ({
      place: i, label: drawing.names[i],
      about: drawing.communities[i] < 0 ? "" : drawing.groups[drawing.communities[i]][1],
    }));
    if (found.length) {
      return found;
    }
    // Not drawn here: too large a network, or another community.
    const answer = await fetch(`/api/network/find?q=${encodeURIComponent(text)}`);
    const others = answer.ok ? await answer.json() : [];
    return others.map((one) => ({ elsewhere: one, label: one.name, about: one.community ?? "" }));
  };

  const take = (item) => {
    map.querySelector("#map-find").value = item.label;
    if (item.elsewhere) {
      const { artist_id: artist, community_id: community } = item.elsewhere;
      location.assign(`/network?artist=${artist}${community ? `&community=${community}` : ""}`);
    } else {
      choose(item.place, true);
    }
  };

  const keys = (event) => {
    const { x, y, ratio } = renderer.getCamera();
    const steps = {
      ArrowLeft: { x: x - 0.1 * ratio }, ArrowRight: { x: x + 0.1 * ratio },
      ArrowUp: { y: y + 0.1 * ratio }, ArrowDown: { y: y - 0.1 * ratio },
      "+": { ratio: ratio / 1.5 }, "=": { ratio: ratio / 1.5 }, "-": { ratio: ratio * 1.5 },
      "0": { x: 0.5, y: 0.5, ratio: 1 }, Escape: null,
    };
    if (!(event.key in steps) || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    event.preventDefault();
    if (event.key === "Escape") {
      nobody();
    } else {
      move(steps[event.key]);
    }
  };

  const listen = () => {
    renderer.on("clickNode", ({ node }) => choose(Number(node), false));
    renderer.on("clickStage", nobody);
    renderer.on("enterNode", () => { canvas.dataset.over = "true"; });
    renderer.on("leaveNode", () => { delete canvas.dataset.over; });
    canvas.addEventListener("keydown", keys);
    canvas.addEventListener("pointerdown", () => canvas.focus({ preventScroll: true }));
    // A wheel scrolls the page, until the map has the focus.
    canvas.addEventListener("wheel", (event) => {
      if (document.activeElement !== canvas && !event.ctrlKey) {
        event.stopPropagation();
      }
    }, { capture: true, passive: true });
    const ways = { in: (ratio) => ratio / 1.7, out: (ratio) => ratio * 1.7 };
    for (const button of map.querySelectorAll("[data-move]")) {
      const way = ways[button.dataset.move];
      button.addEventListener("click", () =>
        move(way ? { ratio: way(renderer.getCamera().ratio) } : { x: 0.5, y: 0.5, ratio: 1 }));
    }
    panel.addEventListener("click", (event) => {
      const place = placeOf.get(Number(event.target.closest?.("a[data-artist]")?.dataset.artist));
      if (place !== undefined && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        choose(place, false);
      }
    });
    linernotesCombobox(map.querySelector("#map-find"), map.querySelector("#map-found"), find, take);
    dark.addEventListener("change", paint);
  };

  // Small pieces far out would leave the middle of a large map small: it begins with the part where most people are.
  const beginInTheMiddle = () => {
    if (drawing.ids.length < 1000) {
      return;
    }
    const middle = (axis) => {
      const places = drawing.ids.map((_, i) => renderer.getNodeDisplayData(String(i))[axis]).sort((a, b) => a - b);
      return [places[Math.floor(places.length * 0.015)], places[Math.floor(places.length * 0.985)]];
    };
    const [[left, right], [low, high]] = [middle("x"), middle("y")];
    renderer.getCamera().setState({
      x: (left + right) / 2, y: (low + high) / 2, ratio: Math.min(1, Math.max(right - left, high - low) * 1.1),
    });
  };

  const legend = () => {
    const counts = new Map();
    drawing.communities.forEach((group) => counts.set(group, (counts.get(group) ?? 0) + 1));
    const largest = [...counts].filter(([group]) => group >= 0).sort((a, b) => b[1] - a[1]).slice(0, 8);
    const list = map.querySelector(".legend");
    list.replaceChildren(...largest.map(([group]) => {
      const [item, swatch, link] = ["li", "span", "a"].map((name) => document.createElement(name));
      swatch.className = "swatch";
      swatch.style.backgroundColor = colours.community(group);
      link.href = `/network?community=${drawing.groups[group][0]}`;
      link.textContent = drawing.groups[group][1];
      item.append(swatch, link);
      return item;
    }));
    list.hidden = largest.length < 2;
  };

  const paint = () => {
    colours = linernotesColours(map);
    graph.updateEachNodeAttributes((key, data) => ({ ...data, color: nodeColour(Number(key)) }));
    // "type" is named though none changes: for colours alone Sigma fails while it has not drawn each line yet.
    graph.updateEachEdgeAttributes(
      (key, data) => (data.family ? { ...data, color: familyColour() } : data), { attributes: ["color", "type"] });
    renderer.setSettings({ labelColor: { color: colours.ink }, defaultEdgeColor: edgeColour() });
    legend();
  };

  const start = () => {
    colours = linernotesColours(map);
    folded = drawing.names.map(fold);
    map.querySelector(".map-frame").hidden = false;
    map.querySelector(".map-tools").hidden = false;
    map.querySelector(".map-without").hidden = true;
    build();
    renderer = new Sigma(graph, canvas, {
      labelColor: { color: colours.ink }, labelFont: colours.sans || "sans-serif", labelSize: 13, labelDensity: 0.8,
      labelRenderedSizeThreshold: drawing.ids.length > 1500 ? 9 : 6, labelGridCellSize: 110,
      defaultEdgeColor: edgeColour(), hideEdgesOnMove: drawing.lines.length > 15000, zIndex: true,
      minCameraRatio: 0.01, maxCameraRatio: 3, stagePadding: 24, defaultDrawNodeHover: drawHover,
      defaultDrawNodeLabel: drawLabel,
    });
    // Names in other scripts are set in fonts that come when they are first asked for.
    document.fonts.addEventListener("loadingdone", () => renderer.refresh());
    beginInTheMiddle();
    listen();
    legend();
    requestAnimationFrame(() => {
      map.dataset.state = "ready";
      performance.mark("map ready");
      const asked = placeOf.get(Number(map.dataset.artist));
      if (asked !== undefined) {
        choose(asked, true);
      }
    });
  };

  // Without WebGL, Sigma fails while it loads.
  if (!canDraw()) {
    without("This browser cannot draw the map: it has no WebGL.");
    return;
  }
  const read = async () => {
    const answer = await fetch(map.dataset.graph);
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    return answer.json();
  };
  const libraries = map.dataset.libraries.split(" ").map(linernotesLoad);
  Promise.all([read(), ...libraries]).then(([found]) => {
    drawing = found;
    start();
  }).catch(() => {
    if (!renderer) {
      without("The map could not be drawn.");
    }
  });
})();
