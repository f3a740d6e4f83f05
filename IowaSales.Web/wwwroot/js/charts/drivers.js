// Drivers of one item under its sales: a row each, in steps, over the same days; what lies ahead is shaded.
import { count, font, longDay, ms, oneDay, timeAxis, tip, tipRow, tooltip } from "./style.js";

const rowHeight = 52;
const nameHeight = 18;

export function drivers(data, color) {
  const [from, to] = [ms(data.range.from), ms(data.range.to)];
  const end = ms(data.to) + oneDay;
  const text = (row, value) => (value === null || value === undefined ? "–" : row.levels.length > 0 ? row.levels[value] : Number.isInteger(value) ? count(value) : value.toFixed(2));
  const valueAt = (row, time) => row.runs.findLast(run => ms(run.from) <= time)?.value ?? null;
  const shown = row => [
    [from, valueAt(row, from)],
    ...row.runs.filter(run => ms(run.from) > from && ms(run.from) <= to).map(run => [ms(run.from), run.value]),
    [Math.min(to + oneDay, end), valueAt(row, to)],
  ];
  const describe = entries => {
    const time = Math.floor(entries[0].axisValue / oneDay) * oneDay;
    return tip(longDay(time), data.rows.map((row, index) => tipRow(row.name, text(row, valueAt(row, time)), color.series[index])));
  };
  return {
    useUTC: true,
    tooltip: tooltip(color, describe),
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    title: data.rows.map((row, index) => ({
      text: row.name, left: 48, top: index * rowHeight, textStyle: { color: color.muted, fontFamily: font, fontSize: 12, fontWeight: 500 },
    })),
    grid: data.rows.map((_, index) => ({ left: 48, right: 16, top: index * rowHeight + nameHeight, height: rowHeight - nameHeight - 8 })),
    xAxis: data.rows.map((_, index) => ({
      ...timeAxis(color, to - from, { min: from, max: to + oneDay / 2 }), gridIndex: index, axisLabel: { show: false },
    })),
    yAxis: data.rows.map((row, index) => {
      const values = shown(row).map(point => point[1]).filter(value => value !== null);
      const [low, high] = [Math.min(...values), Math.max(...values)];
      const margin = high > low ? (high - low) * 0.1 : Math.max(1, Math.abs(high)) * 0.1;
      return {
        type: "value", gridIndex: index, min: low - margin, max: high + margin, splitLine: { show: false },
        axisLabel: { show: false }, axisTick: { show: false }, axisLine: { show: false },
      };
    }),
    series: data.rows.map((row, index) => ({
      type: "line", name: row.name, xAxisIndex: index, yAxisIndex: index, step: "end", symbol: "none", data: shown(row),
      lineStyle: { color: color.series[index], width: 2 }, itemStyle: { color: color.series[index] }, emphasis: { disabled: true },
      endLabel: { show: true, formatter: () => text(row, valueAt(row, to)), color: color.text, fontFamily: font, fontSize: 11, align: "right", verticalAlign: "bottom", offset: [-4, -4] },
      markArea: { silent: true, itemStyle: { color: color.closed }, data: [[{ xAxis: ms(data.through) + oneDay }, { xAxis: end }]] },
    })),
  };
}
