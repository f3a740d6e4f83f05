// What all charts share: colors from the page's tokens, axes, tooltips, numbers and dates.
const day = 86400000;

export const ms = date => Date.parse(date + "T00:00:00Z");
export const halfDay = day / 2;
export const oneDay = day;

const token = (style, name) => style.getPropertyValue(name).trim();

export function colors() {
  const style = getComputedStyle(document.documentElement);
  return {
    text: token(style, "--text"),
    muted: token(style, "--text-muted"),
    line: token(style, "--line"),
    faint: token(style, "--chart-faint"),
    surface: token(style, "--surface"),
    raised: token(style, "--surface-raised"),
    sales: token(style, "--chart-sales"),
    forecast: token(style, "--chart-forecast"),
    band80: token(style, "--chart-band-80"),
    band50: token(style, "--chart-band-50"),
    closed: token(style, "--chart-closed"),
    shut: token(style, "--heat-closed"),
    holiday: token(style, "--chart-holiday"),
    good: token(style, "--chart-good"),
    series: [1, 2, 3, 4, 5, 6].map(number => token(style, `--series-${number}`)),
    heat: [0, 1, 2, 3, 4].map(number => token(style, `--heat-${number}`)),
  };
}

export const font = "Inter, 'Segoe UI', system-ui, sans-serif";

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const longDate = new Intl.DateTimeFormat("en-US", { weekday: "long", month: "long", day: "numeric", year: "numeric", timeZone: "UTC" });
const shortDate = new Intl.DateTimeFormat("en-US", { month: "short", day: "numeric", timeZone: "UTC" });

export const count = value => (value < 0 ? "\u2212" : "") + whole.format(Math.abs(value));

// Labels of an axis all in the same unit: thousands as soon as the axis reaches ten thousand.
const compactFrom = 10000;
export const axisCount = highest => value => (highest >= compactFrom && value !== 0 ? `${+(value / 1000).toFixed(1)}k` : count(value));
export const highest = values => values.reduce((top, value) => (value > top ? value : top), 0);
export const longDay = time => longDate.format(time);
export const shortDay = time => shortDate.format(time);

export const escape = text =>
  String(text).replace(/[&<>"']/g, sign => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[sign]);

const swatch = color => (color ? `<span class="tip-swatch" style="background:${color}"></span>` : "");

export const tipRow = (name, value, color) =>
  `<div class="tip-row"><span>${swatch(color)}${escape(name)}</span><b>${escape(value)}</b></div>`;

export const tip = (title, rows, note) =>
  `<div class="tip"><div class="tip-title">${escape(title)}</div>${rows.join("")}${note ? `<div class="tip-note">${escape(note)}</div>` : ""}</div>`;

export const tooltip = (color, formatter, more = {}) => ({
  trigger: "axis",
  confine: true,
  transitionDuration: 0,
  backgroundColor: color.raised,
  borderColor: color.line,
  textStyle: { color: color.text, fontFamily: font, fontSize: 13 },
  axisPointer: { type: "line", lineStyle: { color: color.muted, type: "solid", width: 1 } },
  formatter,
  ...more,
});

export const valueAxis = (color, formatter, more = {}) => ({
  type: "value",
  axisLabel: { color: color.muted, fontFamily: font, fontSize: 12, formatter },
  splitLine: { lineStyle: { color: color.line, width: 1 } },
  splitNumber: 4,
  ...more,
});

// Within a few months every label is a day; over longer spans months and years are enough.
const namesMonthsFrom = 200 * day;

export const timeAxis = (color, span, more = {}) => ({
  type: "time",
  axisLine: { lineStyle: { color: color.line } },
  axisTick: { show: false },
  splitLine: { show: false },
  axisLabel: {
    color: color.muted,
    fontFamily: font,
    fontSize: 12,
    hideOverlap: true,
    formatter: span >= namesMonthsFrom
      ? { year: "{yyyy}", month: "{MMM}", day: "{MMM} {d}", hour: " ", minute: " " }
      : { year: "{MMM} {d}, {yyyy}", month: "{MMM} {d}", day: "{MMM} {d}", hour: " ", minute: " " },
  },
  ...more,
});

export const categoryAxis = (color, names, more = {}) => ({
  type: "category",
  data: names,
  axisLine: { lineStyle: { color: color.line } },
  axisTick: { show: false },
  axisLabel: { color: color.muted, fontFamily: font, fontSize: 12, hideOverlap: true },
  ...more,
});

export const slider = (color, range) => ({
  type: "slider",
  height: 30,
  bottom: 6,
  left: 48,
  right: 16,
  startValue: range ? ms(range.from) : undefined,
  endValue: range ? ms(range.to) : undefined,
  minValueSpan: 14 * day,
  filterMode: "filter",
  borderColor: color.line,
  backgroundColor: "transparent",
  fillerColor: color.band80,
  dataBackground: { lineStyle: { color: color.faint, width: 1 }, areaStyle: { color: color.faint, opacity: 0.25 } },
  selectedDataBackground: { lineStyle: { color: color.sales, width: 1 }, areaStyle: { color: color.sales, opacity: 0.15 } },
  handleSize: "90%",
  handleStyle: { color: color.raised, borderColor: color.muted },
  moveHandleSize: 5,
  moveHandleStyle: { color: color.faint },
  emphasis: { handleStyle: { borderColor: color.forecast }, moveHandleStyle: { color: color.muted } },
  textStyle: { color: color.muted, fontFamily: font, fontSize: 11 },
  labelFormatter: value => shortDay(value),
  brushSelect: false,
});

// Names of lines, or { name, icon } where a line is not what is drawn.
export const legend = (color, entries, narrow) => ({
  data: entries,
  top: 0,
  left: narrow ? 0 : undefined,
  right: narrow ? undefined : 8,
  itemGap: narrow ? 8 : 14,
  itemWidth: 18,
  itemHeight: 8,
  textStyle: { color: color.muted, fontFamily: font, fontSize: 12 },
  inactiveColor: color.faint,
});

export const area = name => ({ name, icon: "roundRect" });

// A band between two lines: a transparent base and the difference stacked on it.
export const band = (name, id, points, fill, z) => {
  const line = { type: "line", stack: id, stackStrategy: "all", symbol: "none", silent: true, lineStyle: { opacity: 0 }, z };
  return [
    { ...line, name: name + " base", data: points.map(point => [point.time, point.lower]), areaStyle: { opacity: 0 }, tooltip: { show: false } },
    { ...line, name, data: points.map(point => [point.time, point.upper === null ? null : point.upper - point.lower]), itemStyle: { color: fill }, areaStyle: { color: fill, opacity: 1 } },
  ];
};
