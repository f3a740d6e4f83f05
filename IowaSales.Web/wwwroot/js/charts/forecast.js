// History and forecast of one item: median, 50 % and 80 % bands, closed days and holidays, the same weeks a year before.
import { area, axisCount, band, count, halfDay, highest, legend, longDay, ms, oneDay, slider, timeAxis, tip, tipRow, tooltip, valueAxis } from "./style.js";

const weekendsUpTo = 125 * oneDay;
const allHolidayNamesUpTo = 200 * oneDay;

const stripe = (day, fill, label, color) => [
  {
    xAxis: ms(day.date) - halfDay,
    name: label ?? "",
    itemStyle: { color: fill },
    label: { show: Boolean(label), color, fontSize: 11, position: "insideTop", rotate: 90, align: "right", verticalAlign: "middle", distance: 6 },
  },
  { xAxis: ms(day.date) + halfDay },
];

export function forecast(data, color, width) {
  const words = data.words;
  const from = ms(data.range.from);
  const to = ms(data.range.to);
  const span = to - from;
  const visible = data.days.filter(day => ms(day.date) >= from && ms(day.date) <= to);
  const narrow = width < 560;

  // A closed day breaks a line: nothing was sold between the days around it, and nothing is forecast.
  const sales = data.days.filter(day => !day.ahead).map(day => [ms(day.date), day.sales]);
  const lastYear = data.days.map(day => [ms(day.date), day.lastYear]);
  const ahead = data.days.filter(day => day.ahead);
  const isOpen = day => day !== undefined && !day.closed;
  // Between closed days a day has a band of its own width: one point alone would have none.
  const points = (lower, upper) => ahead.flatMap((day, index) => {
    const values = { lower: day.closed ? null : day[lower], upper: day.closed ? null : day[upper] };
    const alone = isOpen(day) && !isOpen(ahead[index - 1]) && !isOpen(ahead[index + 1]);
    return (alone ? [-halfDay / 2, halfDay / 2] : [0]).map(shift => ({ time: ms(day.date) + shift, ...values }));
  });
  const median = ahead.map(day => [ms(day.date), day.closed ? null : day.median]);

  const showNames = span <= allHolidayNamesUpTo && !narrow;
  const areas = visible
    .filter(day => day.holiday || (day.closed && span <= weekendsUpTo))
    .map(day => stripe(day, day.holiday ? color.holiday : color.closed, day.holiday && showNames ? day.holiday : null, color.muted));

  const byTime = new Map(data.days.map(day => [ms(day.date), day]));
  const describe = entries => {
    const time = entries[0]?.axisValue;
    const day = byTime.get(Math.round(time / oneDay) * oneDay);
    if (!day) {
      return "";
    }
    const rows = [];
    if (day.ahead && !day.closed) {
      rows.push(
        tipRow(words.median, count(day.median), color.forecast),
        tipRow(words.band50, `${count(day.lower50)}–${count(day.upper50)}`, color.band50),
        tipRow(words.band80, `${count(day.lower80)}–${count(day.upper80)}`, color.band80));
    } else if (!day.ahead && day.sales !== null) {
      rows.push(tipRow(words.sold, `${count(day.sales)} ${words.unit}`, color.sales));
    }
    if (day.lastYear !== null) {
      rows.push(tipRow(words.lastYear, count(day.lastYear), color.faint));
    }
    const note = day.closed ? `${words.closed}${day.reason ? `: ${day.reason}` : ""}` : day.holiday;
    return tip(longDay(ms(day.date)), rows, note);
  };

  const top = highest(visible.flatMap(day => [day.sales, day.lastYear, day.upper80]));
  return {
    useUTC: true,
    grid: { left: 48, right: 16, top: narrow ? 60 : 36, bottom: 66 },
    legend: legend(color, [words.sold, words.median, area(words.band50), area(words.band80), words.lastYear], narrow),
    tooltip: tooltip(color, describe),
    xAxis: timeAxis(color, span, { min: ms(data.days[0].date), max: ms(data.days.at(-1).date) + halfDay }),
    yAxis: valueAxis(color, axisCount(top), { min: 0 }),
    dataZoom: [slider(color, data.range), { type: "inside", filterMode: "filter", zoomOnMouseWheel: "ctrl", moveOnMouseMove: true, minValueSpan: 14 * oneDay }],
    series: [
      // First, because the slider shows the first.
      {
        name: words.sold, type: "line", data: sales, z: 5,
        symbol: "circle", symbolSize: 5, showSymbol: span <= 70 * oneDay,
        lineStyle: { color: color.sales, width: span > 250 * oneDay ? 1.2 : 1.8 }, itemStyle: { color: color.sales }, emphasis: { disabled: true },
        markArea: { silent: true, data: areas },
      },
      {
        name: words.lastYear, type: "line", data: lastYear, symbol: "none", z: 2,
        lineStyle: { color: color.faint, width: 1.2, type: [4, 3] }, itemStyle: { color: color.faint }, emphasis: { disabled: true },
      },
      ...band(words.band80, "band80", points("lower80", "upper80"), color.band80, 3),
      ...band(words.band50, "band50", points("lower50", "upper50"), color.band50, 4),
      {
        name: words.median, type: "line", data: median, z: 6,
        symbol: "circle", symbolSize: 7, showSymbol: span <= 130 * oneDay,
        lineStyle: { color: color.forecast, width: 2.4 }, itemStyle: { color: color.forecast }, emphasis: { disabled: true },
      },
    ],
  };
}
