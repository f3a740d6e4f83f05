// What was forecast, from each origin, against what was sold.
import { band, count, legend, longDay, ms, oneDay, timeAxis, tip, tipRow, tooltip, valueAxis } from "./style.js";

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
  return {
    useUTC: true,
    grid: { left: 48, right: 16, top: 44, bottom: 28 },
    legend: { ...legend(color, [words.sold, words.median, words.band80]), left: width < 560 ? 0 : undefined },
    tooltip: tooltip(color, describe),
    xAxis: timeAxis(color, { min: ms(days[0].date) - oneDay, max: ms(days.at(-1).date) + oneDay }),
    yAxis: valueAxis(color, width < 560 ? "" : words.axis, { min: 0 }),
    series: [
      ...bands,
      ...medians,
      {
        name: words.sold, type: "scatter", symbolSize: width < 560 ? 4 : 6, z: 5, data: days.map(day => [ms(day.date), day.actual]),
        itemStyle: { color: color.sales }, emphasis: { disabled: true },
      },
    ],
  };
}
