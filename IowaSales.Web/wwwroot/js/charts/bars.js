// One figure per step or weekday, with a line to compare with.
import { categoryAxis, font, tip, tipRow, tooltip, valueAxis } from "./style.js";

export function bars(data, color) {
  const score = value => value.toFixed(data.decimals);
  return {
    grid: { left: 40, right: 16, top: 20, bottom: 28 },
    tooltip: tooltip(color, entries => {
      const point = data.points[entries[0].dataIndex];
      return tip(point.name, point.value === null ? [] : [tipRow(data.words.value, score(point.value), color.forecast)], point.value === null ? data.words.none : point.note);
    }, { axisPointer: { type: "shadow", shadowStyle: { color: color.closed } } }),
    xAxis: categoryAxis(color, data.points.map(point => point.label)),
    yAxis: valueAxis(color, value => +value.toFixed(2), { min: 0 }),
    series: [
      {
        type: "bar", barMaxWidth: 34, data: data.points.map(point => point.value), itemStyle: { color: color.forecast, borderRadius: [4, 4, 0, 0] },
        label: { show: true, position: "insideTop", color: color.surface, fontFamily: font, fontSize: 11, formatter: entry => (entry.value === null || entry.value === undefined ? "" : score(entry.value)) },
        markLine: data.reference === null || data.reference === undefined ? undefined : {
          silent: true, symbol: "none", data: [{ yAxis: data.reference }], lineStyle: { color: color.text, type: [4, 3], width: 1.4 },
          label: { formatter: data.words.reference, position: "insideStartTop", color: color.text, fontFamily: font, fontSize: 11 },
        },
      },
    ],
  };
}
