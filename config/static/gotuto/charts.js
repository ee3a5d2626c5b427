// A bar of which the chart says where it leads (`links`, one for each label) is pressed like a link; the table below has the same.
(() => {
  const leadsTo = (event) => {
    const chart = event.target instanceof HTMLCanvasElement ? window.Chart?.getChart(event.target) : null;
    const [bar] = chart?.data.links ? chart.getElementsAtEventForMode(event, "index", { intersect: false }, true) : [];
    return bar && chart.data.links[bar.index];
  };

  document.addEventListener("mousemove", (event) => {
    if (event.target instanceof HTMLCanvasElement) {
      event.target.style.cursor = leadsTo(event) ? "pointer" : "";
    }
  });
  document.addEventListener("click", (event) => {
    const address = leadsTo(event);
    if (address) {
      location.assign(address);
    }
  });
})();
