// The communities as areas. A click zooms in; on one without parts it leads to its page. The list below says the same.
"use strict";
(() => {
  const place = document.querySelector(".treemap");
  if (!place) {
    return;
  }
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let chart = null;
  let tops = [];

  const node = (one, colour) => ({
    id: String(one.community_id),
    name: one.label,
    value: Math.max(one.qty_items, 0.2),
    about: one,
    itemStyle: { color: colour },
    children: one.parts.map((part) => node(part, colour)),
  });

  const plural = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
  const tell = ({ data }) => (data?.about
    ? `${data.name}\n${plural(data.about.qty_artists, "artist")}, ${plural(data.about.qty_items, "record")}`
    : "");

  const draw = () => {
    const colours = linernotesColours(place);
    const text = { fontFamily: colours.sans || "sans-serif", fontSize: 13 };
    const soft = (i) => colours.mix(colours.community(i), colours.paper, dark.matches ? 0.42 : 0.3);
    chart.setOption({
      animation: !calm.matches,
      tooltip: {
        renderMode: "richText", formatter: tell, backgroundColor: colours.raised, borderColor: colours.edge,
        textStyle: { ...text, color: colours.ink },
      },
      series: [{
        type: "treemap",
        name: "All communities",
        data: tops.map((one, i) => node(one, soft(i))),
        leafDepth: 1,
        roam: false,
        nodeClick: "zoomToNode",
        width: "100%",
        height: "auto",
        left: 0, right: 0, top: 0, bottom: 40,
        drillDownIcon: "▸",
        label: { ...text, color: colours.ink, lineHeight: 18, position: "insideTopLeft", overflow: "truncate", formatter: ({ name, data }) =>
          `${name.split(" · ").join("\n")}\n${plural(data.about?.qty_items ?? 0, "record")}` },
        itemStyle: { borderColor: colours.paper, borderWidth: 0, gapWidth: 2 },
        breadcrumb: {
          left: 0, bottom: 4, height: 26,
          itemStyle: { color: colours.raised, borderColor: colours.edge, textStyle: { ...text, color: colours.ink } },
          emphasis: { itemStyle: { color: colours.line, textStyle: { ...text, color: colours.ink } } },
        },
        levels: [{ itemStyle: { gapWidth: 2 } }],
      }],
    }, { notMerge: true });
  };

  const start = () => {
    place.hidden = false;
    chart = echarts.init(place, null, { renderer: "canvas" });
    draw();
    chart.on("click", ({ data }) => {
      if (data?.about && !data.about.parts.length) {
        location.assign(`/network?community=${data.about.community_id}`);
      }
    });
    chart.on("treemaproottonode", ({ targetNode }) => {
      place.dataset.state = "moving";
      place.dataset.within = targetNode?.name ?? "";
    });
    chart.on("finished", () => { place.dataset.state = "ready"; });
    dark.addEventListener("change", draw);
    new ResizeObserver(() => chart.resize()).observe(place);
    // Names in other scripts are set in fonts that come when they are first asked for.
    document.fonts.addEventListener("loadingdone", () => chart.resize());
  };

  // The library is large, and the map comes first. It loads when the user scrolls near.
  const near = new IntersectionObserver(async (entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) {
      return;
    }
    near.disconnect();
    try {
      const [answer] = await Promise.all([fetch(place.dataset.tree), linernotesLoad(place.dataset.library)]);
      tops = (await answer.json()).communities;
      start();
    } catch {
      place.hidden = true;
    }
  }, { rootMargin: "300px" });
  near.observe(document.getElementById("communities"));
})();
