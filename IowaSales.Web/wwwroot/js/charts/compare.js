// Several items over each other, each with a color and a shape of its own; what lies ahead is dashed.
import { axisCount, count, highest, longDay, ms, oneDay, slider, timeAxis, tip, tipRow, tooltip, valueAxis } from "./style.js";

const shapes = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect"];
const shapesUpTo = 60;
const ahead = [8, 3];

export function compare(data, color) {
  const words = data.words;
  const border = ms(data.dataThrough);
  const [from, to] = [ms(data.range.from), ms(data.range.to)];
  const within = point => ms(point.date) >= from && ms(point.date) <= to;
  const visible = data.items.flatMap(item => item.points.filter(within));
  const showShapes = visible.length <= shapesUpTo * data.items.length;
  const number = data.indexed ? value => value.toFixed(0) : count;
  const lines = data.items.flatMap((item, index) => {
    const shade = color.series[index];
    const points = item.points.map(point => [ms(point.date), point.value]);
    const past = points.filter(point => point[0] <= border);
    const future = points.filter(point => point[0] > border);
    const style = {
      type: "line", name: item.name, symbol: shapes[index], symbolSize: 7, itemStyle: { color: shade }, emphasis: { focus: "series" },
    };
    return [
      { ...style, data: past, showSymbol: showShapes, lineStyle: { color: shade, width: 2 }, z: 3 },
      { ...style, data: data.weekly && past.length > 0 ? [past.at(-1), ...future] : future, showSymbol: true, lineStyle: { color: shade, width: 2, type: ahead }, z: 4 },
    ];
  });
  const describe = entries => {
    const seen = new Map();
    for (const entry of entries.filter(entry => entry.value[1] !== null)) {
      seen.set(entry.seriesName, tipRow(entry.seriesName, `${number(entry.value[1])}${data.indexed ? "" : ` ${words.unit}`}`, entry.color));
    }
    const time = Math.round(entries[0].axisValue / oneDay) * oneDay;
    return tip(data.weekly ? `${words.weekEnding} ${longDay(time)}` : longDay(time), [...seen.values()], time > border ? words.forecast : null);
  };
  const times = data.items.flatMap(item => item.points).map(point => ms(point.date));
  return {
    useUTC: true,
    grid: { left: 48, right: 16, top: 16, bottom: 66 },
    tooltip: tooltip(color, describe),
    xAxis: timeAxis(color, to - from, { min: Math.min(...times), max: Math.max(...times) + oneDay }),
    yAxis: valueAxis(color, data.indexed ? number : axisCount(highest(visible.map(point => point.value))), { min: data.indexed ? undefined : 0, scale: data.indexed }),
    dataZoom: [slider(color, data.range), { type: "inside", filterMode: "filter", zoomOnMouseWheel: "ctrl" }],
    series: lines,
  };
}
