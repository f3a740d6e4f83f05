// The trading calendar, a row a year: how much was sold each day, which days were closed, what lies ahead.
import { count, font, longDay, ms, tip, tipRow, tooltip } from "./style.js";

const rowHeight = 146;

// A holiday ahead has its frame within the frame of days ahead, so that both are seen.
const innerFrame = 4;

export function calendar(data, color) {
  const words = data.words;
  const years = [...new Set(data.days.map(day => day.date.slice(0, 4)))];
  const byDate = new Map(data.days.map(day => [day.date, day]));
  const open = data.days.filter(day => !day.closed && !day.future);
  const top = Math.max(1, ...open.map(day => day.total ?? 0));
  const cells = (year, kept) => data.days.filter(day => day.date.startsWith(year) && kept(day)).map(day => [day.date, day.total ?? 0]);
  const border = { borderColor: color.surface, borderWidth: 2 };
  return {
    tooltip: tooltip(color, entry => {
      const day = byDate.get(entry.value[0]);
      const rows = day.future || day.closed ? [] : [tipRow(words.sold, `${count(day.total ?? 0)} ${words.unit}`)];
      if (day.future) {
        rows.push(tipRow(words.chance, `${Math.round(day.openProbability * 100)}%`));
      }
      const note = [day.closed ? (day.future ? words.expectedClosed : words.closed) : null, day.holiday].filter(Boolean).join(" · ");
      return tip(longDay(ms(day.date)), rows, note);
    }, { trigger: "item" }),
    visualMap: { show: false, min: 0, max: top, seriesIndex: years.map((_, index) => index * 5), inRange: { color: color.heat } },
    calendar: years.map((year, index) => ({
      top: 24 + index * rowHeight,
      left: 72,
      right: 12,
      cellSize: ["auto", 15],
      range: year,
      itemStyle: { color: "transparent", borderWidth: 0 },
      splitLine: { show: false },
      yearLabel: { show: true, margin: 40, color: color.text, fontFamily: font, fontSize: 13, fontWeight: 600 },
      monthLabel: { color: color.muted, fontFamily: font, fontSize: 11, nameMap: "EN" },
      dayLabel: { firstDay: 1, color: color.muted, fontFamily: font, fontSize: 10, nameMap: ["", "Mon", "", "Wed", "", "Fri", ""] },
    })),
    series: years.flatMap((year, index) => [
      { type: "heatmap", coordinateSystem: "calendar", calendarIndex: index, data: cells(year, day => !day.closed && !day.future), itemStyle: border },
      { type: "custom", coordinateSystem: "calendar", calendarIndex: index, data: cells(year, day => day.closed), renderItem: cell(color.shut, null), z: 3 },
      { type: "custom", coordinateSystem: "calendar", calendarIndex: index, data: cells(year, day => day.future), renderItem: cell(null, color.forecast), z: 4 },
      { type: "custom", coordinateSystem: "calendar", calendarIndex: index, data: cells(year, day => day.holiday && !day.future), renderItem: cell(null, color.series[1]), z: 5 },
      { type: "custom", coordinateSystem: "calendar", calendarIndex: index, data: cells(year, day => day.holiday && day.future), renderItem: cell(null, color.series[1], innerFrame), z: 5 },
    ]),
  };
}

// A filled day, or a frame around one; the frame is filled too thinly to see, so that the pointer finds it.
const cell = (fill, stroke, inset = stroke ? 2 : 1) => (params, api) => {
  const [x, y] = api.coord(api.value(0));
  const { cellWidth, cellHeight } = params.coordSys;
  return {
    type: "rect",
    shape: { x: x - cellWidth / 2 + inset, y: y - cellHeight / 2 + inset, width: cellWidth - 2 * inset, height: cellHeight - 2 * inset, r: 2 },
    style: fill ? { fill } : { fill: "rgba(0, 0, 0, 0.001)", stroke, lineWidth: 1.8 },
  };
};
