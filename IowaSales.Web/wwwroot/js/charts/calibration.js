// Promised against observed coverage; on the diagonal, promises were kept.
import { font, tip, tipRow, tooltip, valueAxis } from "./style.js";

const percent = value => `${Math.round(value * 100)}%`;

export function calibration(data, color) {
  const words = data.words;
  const axis = (name, gap) => ({
    ...valueAxis(color, percent), min: 0, max: 1, interval: 0.25, name, nameLocation: "middle", nameGap: gap,
    nameTextStyle: { color: color.muted, fontFamily: font, fontSize: 12 },
  });
  return {
    grid: { left: 62, right: 20, top: 16, bottom: 48 },
    tooltip: tooltip(color, entry => tip(`${words.promised} ${percent(entry.value[0])}`, [tipRow(words.observed, `${(entry.value[1] * 100).toFixed(1)}%`, color.forecast)]), { trigger: "item" }),
    xAxis: axis(words.promised, 28),
    yAxis: axis(words.observed, 44),
    series: [
      { type: "line", data: [[0, 0], [1, 1]], symbol: "none", silent: true, lineStyle: { color: color.muted, type: [4, 3], width: 1.4 }, tooltip: { show: false } },
      { type: "line", data: data.points.map(point => [point.level, point.observed]), symbol: "circle", symbolSize: 10, lineStyle: { color: color.forecast, width: 2 }, itemStyle: { color: color.forecast } },
    ],
  };
}
