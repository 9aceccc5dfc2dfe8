"use strict";
/* Draws every figure of the page, each from the JSON beside it; whatever is read off a chart also stands in a table. */
(function () {
  const plots = Array.from(document.querySelectorAll("[data-figure]"));
  const options = { responsive: true, displayModeBar: false, scrollZoom: false, doubleClick: false };
  for (const plot of plots) {
    const figure = JSON.parse(document.getElementById(plot.dataset.figure).textContent);
    if (plot.clientWidth < 480) {
      figure.layout.font.size = 12;
      if (figure.layout.xaxis.dtick) figure.layout.xaxis.dtick *= 2;
    }
    Plotly.newPlot(plot, figure.data, figure.layout, options);
  }
  const fit = () => plots.forEach((plot) => Plotly.Plots.resize(plot));
  window.addEventListener("beforeprint", fit);
  window.addEventListener("afterprint", fit);
})();
