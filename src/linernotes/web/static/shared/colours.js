// The colours of communities, as the style sheet has them for light and for dark. They repeat after the last one.
"use strict";
window.linernotesColours = (element) => {
  const style = getComputedStyle(element);
  const token = (name) => style.getPropertyValue(name).trim();
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const parts = (colour) => {
    if (!known.has(colour)) {
      probe.fillStyle = colour;
      probe.fillRect(0, 0, 1, 1);
      known.set(colour, [...probe.getImageData(0, 0, 1, 1).data.slice(0, 3)]);
    }
    return known.get(colour);
  };
  const communities = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => token(`--community-${number}`));
  const mix = (one, other, share) => {
    const [a, b] = [parts(one), parts(other)];
    return `rgb(${a.map((value, i) => Math.round(value * share + b[i] * (1 - share))).join(", ")})`;
  };
  return {
    paper: token("--paper"), raised: token("--raised"), ink: token("--ink"), soft: token("--soft"),
    line: token("--line"), family: token("--family"), edge: token("--edge"), accent: token("--accent"), sans: token("--sans"),
    mix,
    community: (number) => (number < 0 ? token("--edge") : communities[number % communities.length]),
  };
};
