// Hosts the charts of a page: creates each once, updates it in place, follows theme and size, and tells the page of a chosen range.
import { forecast } from "./charts/forecast.js";
import { compare } from "./charts/compare.js";
import { backtest } from "./charts/backtest.js";
import { bars } from "./charts/bars.js";
import { calibration } from "./charts/calibration.js";
import { calendar } from "./charts/calendar.js";
import { colors } from "./charts/style.js";

const kinds = { forecast, compare, backtest, bars, calibration, calendar };
const rangeDelay = 350;

const library = () =>
  new Promise(resolve => {
    const look = () => (window.echarts ? resolve(window.echarts) : setTimeout(look, 20));
    look();
  });

const reducedMotion = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

class Chart {
  constructor(echarts, element, kind, page) {
    this.element = element;
    this.kind = kind;
    this.page = page;
    this.instance = echarts.init(element, null, { renderer: "canvas" });
    this.redraw = () => this.draw();
    document.addEventListener("themechange", this.redraw);
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(element);
    this.instance.on("datazoom", () => this.zoomed());
  }

  update(data) {
    this.data = data;
    this.draw();
  }

  draw() {
    const option = kinds[this.kind](this.data, colors(), this.element.clientWidth);
    this.instance.setOption({ animation: !reducedMotion(), animationDuration: 250, aria: { enabled: false }, ...option }, { notMerge: true });
    this.element.dataset.drawn = String(Number(this.element.dataset.drawn ?? 0) + 1);
  }

  fit() {
    if (this.element.clientWidth > 0 && (this.element.clientWidth !== this.instance.getWidth() || this.element.clientHeight !== this.instance.getHeight())) {
      this.instance.resize();
      if (this.data) {
        this.draw();
      }
    }
  }

  zoomed() {
    const zoom = this.instance.getOption().dataZoom?.[0];
    if (!this.data?.range || zoom?.startValue === undefined) {
      return;
    }
    const day = value => new Date(Math.round(value / 86400000) * 86400000).toISOString().slice(0, 10);
    const range = { from: day(zoom.startValue), to: day(zoom.endValue) };
    if (range.from === this.data.range.from && range.to === this.data.range.to) {
      return;
    }
    this.data = { ...this.data, range };
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      this.draw();
      this.page?.invokeMethodAsync("RangeChosen", range.from, range.to);
    }, rangeDelay);
  }

  save(name) {
    const link = document.createElement("a");
    link.href = this.instance.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: colors().surface });
    link.download = name;
    link.click();
  }

  dispose() {
    clearTimeout(this.telling);
    document.removeEventListener("themechange", this.redraw);
    this.observer.disconnect();
    this.instance.dispose();
  }
}

export async function create(element, kind, page) {
  return new Chart(await library(), element, kind, page);
}
