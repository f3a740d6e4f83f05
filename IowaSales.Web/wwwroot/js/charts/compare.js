// Several items over each other; what lies ahead is dashed.
import { count, legend, longDay, ms, oneDay, slider, timeAxis, tip, tipRow, tooltip, valueAxis } from "./style.js";

const dashes = ["solid", [8, 3], [2, 3], [10, 3, 2, 3], [5, 2], [12, 4]];

export function compare(data, color, width) {
  const words = data.words;
  const narrow = width < 560;
  const border = ms(data.dataThrough);
  const number = data.indexed ? value => value.toFixed(0) : count;
  const lines = data.items.flatMap((item, index) => {
    const shade = color.series[index];
    const points = item.points.filter(point => point.value !== null).map(point => [ms(point.date), point.value]);
    const past = points.filter(point => point[0] <= border);
    const ahead = points.filter(point => point[0] > border);
    const style = { type: "line", name: item.name, symbolSize: 6, connectNulls: true, itemStyle: { color: shade }, emphasis: { focus: "series" } };
    return [
      { ...style, data: past, showSymbol: false, lineStyle: { color: shade, width: 2 }, z: 3 },
      { ...style, data: past.length > 0 ? [past.at(-1), ...ahead] : ahead, showSymbol: true, symbol: index % 2 ? "rect" : "circle", lineStyle: { color: shade, width: 2, type: dashes[1] }, z: 4 },
    ];
  });
  const describe = entries => {
    const seen = new Map();
    for (const entry of entries) {
      seen.set(entry.seriesName, tipRow(entry.seriesName, `${number(entry.value[1])}${data.indexed ? "" : ` ${words.unit}`}`, entry.color));
    }
    const time = Math.round(entries[0].axisValue / oneDay) * oneDay;
    return tip(data.weekly ? `${words.weekEnding} ${longDay(time)}` : longDay(time), [...seen.values()], time > border ? words.forecast : null);
  };
  const first = data.items.flatMap(item => item.points).map(point => ms(point.date));
  return {
    useUTC: true,
    grid: { left: 48, right: 16, top: 48, bottom: 66 },
    legend: { ...legend(color, data.items.map(item => item.name)), left: narrow ? 0 : undefined },
    tooltip: tooltip(color, describe),
    xAxis: timeAxis(color, { min: Math.min(...first), max: Math.max(...first) + oneDay }),
    yAxis: valueAxis(color, narrow ? "" : words.axis, { min: data.indexed ? undefined : 0, scale: data.indexed }),
    dataZoom: [slider(color, data.range), { type: "inside", filterMode: "none", zoomOnMouseWheel: "ctrl" }],
    series: lines,
  };
}
