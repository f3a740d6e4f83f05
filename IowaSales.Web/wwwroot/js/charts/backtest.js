// What was forecast, from each origin, against what was sold.
import { area, axisCount, band, count, highest, legend, longDay, ms, oneDay, timeAxis, tip, tipRow, tooltip, valueAxis } from "./style.js";

export function backtest(data, color, width) {
  const words = data.words;
  const days = data.windows.flat();
  const byTime = new Map(days.map(day => [ms(day.date), day]));
  const describe = entries => {
    const day = byTime.get(Math.round(entries[0].axisValue / oneDay) * oneDay);
    if (!day) {
      return "";
    }
    const outside = day.actual < day.lower || day.actual > day.upper;
    return tip(longDay(ms(day.date)), [
      tipRow(words.sold, `${count(day.actual)} ${words.unit}`, color.sales),
      tipRow(words.median, count(day.median), color.forecast),
      tipRow(words.band80, `${count(day.lower)}–${count(day.upper)}`, color.band80),
    ], outside ? words.outside : null);
  };
  const bands = data.windows.flatMap((window, index) =>
    band(words.band80, `band${index}`, window.map(day => ({ time: ms(day.date), lower: day.lower, upper: day.upper })), color.band80, 2));
  const medians = data.windows.map(window => ({
    name: words.median, type: "line", symbol: "none", z: 3, data: window.map(day => [ms(day.date), day.median]),
    lineStyle: { color: color.forecast, width: 2 }, itemStyle: { color: color.forecast }, emphasis: { disabled: true },
  }));
  const narrow = width < 560;
  const [first, last] = [ms(days[0].date) - oneDay, ms(days.at(-1).date) + oneDay];
  return {
    useUTC: true,
    grid: { left: 48, right: 16, top: 36, bottom: 28 },
    legend: legend(color, [words.sold, words.median, area(words.band80)], narrow),
    tooltip: tooltip(color, describe),
    xAxis: timeAxis(color, last - first, { min: first, max: last }),
    yAxis: valueAxis(color, axisCount(highest(days.flatMap(day => [day.actual, day.upper]))), { min: 0 }),
    series: [
      ...bands,
      ...medians,
      {
        name: words.sold, type: "scatter", symbolSize: narrow ? 4 : 6, z: 5, data: days.map(day => [ms(day.date), day.actual]),
        itemStyle: { color: color.sales }, emphasis: { disabled: true },
      },
    ],
  };
}
