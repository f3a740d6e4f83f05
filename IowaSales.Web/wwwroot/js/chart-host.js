// Hosts the charts of a page: creates each once, updates it in place, follows theme, size and paper, moves through time by keyboard, and
// tells the page of a chosen range.
import { colors, font, oneDay } from "./charts/style.js";

const rangeDelay = 350;
const week = 7 * oneDay;
const shortestRange = 2 * week;
const pictureScale = 2;
const titleHeight = 40;

// The library comes with the first chart: pages without one do not wait for it. What failed is asked for again by the next chart.
let loading;
const library = () =>
  (loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.querySelector("meta[name=echarts]").content;
    script.onload = () => resolve(window.echarts);
    script.onerror = () => {
      script.remove();
      loading = undefined;
      reject(new Error("The chart library did not load."));
    };
    document.head.append(script);
  }));

const reducedMotion = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

class Chart {
  constructor(echarts, draw, element, page) {
    this.element = element;
    this.option = draw;
    this.page = page;
    this.instance = echarts.init(element, null, { renderer: "canvas" });
    this.redraw = () => this.draw();
    document.addEventListener("themechange", this.redraw);
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(element);
    this.instance.on("datazoom", () => this.zoomed());
    this.element.addEventListener("keydown", event => this.pressed(event));
  }

  // What is out of sight is drawn after the next frame, so that what is in sight is painted first.
  update(data) {
    this.data = data;
    const place = this.element.getBoundingClientRect();
    if (place.top < innerHeight && place.bottom > 0) {
      this.draw();
    } else {
      requestAnimationFrame(() => setTimeout(() => this.data === data && this.draw()));
    }
  }

  // Theme and size may change before there is anything to draw.
  draw() {
    if (!this.data || this.instance.isDisposed()) {
      return;
    }
    const option = this.option(this.data, colors(), this.element.clientWidth);
    this.instance.setOption({ animation: !reducedMotion(), animationDuration: 250, aria: { enabled: false }, ...option }, { notMerge: true });
    this.time = option.xAxis;
    this.element.dataset.drawn = String(Number(this.element.dataset.drawn ?? 0) + 1);
  }

  fit() {
    if (this.element.clientWidth > 0 && (this.element.clientWidth !== this.instance.getWidth() || this.element.clientHeight !== this.instance.getHeight())) {
      this.instance.resize();
      this.draw();
    }
  }

  // Arrows move a week, plus and minus show two weeks less or more, Home and End go to the first and the last day.
  pressed(event) {
    if (!this.data?.range || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const zoom = this.instance.getOption().dataZoom[0];
    const length = zoom.endValue - zoom.startValue;
    const show = (from, to) => {
      event.preventDefault();
      const end = Math.min(this.time.max, Math.max(to, this.time.min + shortestRange));
      this.instance.dispatchAction({ type: "dataZoom", startValue: Math.max(this.time.min, Math.min(from, end - shortestRange)), endValue: end });
    };
    const move = days => {
      const shift = Math.max(this.time.min - zoom.startValue, Math.min(this.time.max - zoom.endValue, days));
      show(zoom.startValue + shift, zoom.endValue + shift);
    };
    switch (event.key) {
      case "ArrowLeft": return move(-week);
      case "ArrowRight": return move(week);
      case "Home": return show(this.time.min, this.time.min + length);
      case "End": return show(this.time.max - length, this.time.max);
      case "+": case "=": return show(Math.min(zoom.startValue + 2 * week, zoom.endValue - shortestRange), zoom.endValue);
      case "-": return show(zoom.startValue - 2 * week, zoom.endValue);
    }
  }

  zoomed() {
    const zoom = this.instance.getOption().dataZoom?.[0];
    if (!this.data?.range || zoom?.startValue === undefined) {
      return;
    }
    const day = value => new Date(Math.round(value / oneDay) * oneDay).toISOString().slice(0, 10);
    const range = { from: day(zoom.startValue), to: day(zoom.endValue) };
    if (range.from === this.data.range.from && range.to === this.data.range.to) {
      return;
    }
    this.data = { ...this.data, range };
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      this.draw();
      // Without a connection nobody is there to hear it; the page comes back with the range it had.
      this.page?.invokeMethodAsync("RangeChosen", range.from, range.to).catch(() => {});
    }, rangeDelay);
  }

  // A picture says what it shows even when it leaves the page: the title stands above the chart.
  async save(name, title) {
    const color = colors();
    const picture = new Image();
    picture.src = this.instance.getDataURL({ type: "png", pixelRatio: pictureScale, backgroundColor: color.surface });
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = picture.width;
    canvas.height = picture.height + titleHeight * pictureScale;
    const paint = canvas.getContext("2d");
    paint.fillStyle = color.surface;
    paint.fillRect(0, 0, canvas.width, canvas.height);
    paint.drawImage(picture, 0, titleHeight * pictureScale);
    paint.fillStyle = color.text;
    paint.font = `600 ${16 * pictureScale}px ${font}`;
    paint.fillText(title, 16 * pictureScale, 27 * pictureScale, canvas.width - 32 * pictureScale);
    const link = document.createElement("a");
    link.href = canvas.toDataURL("image/png");
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
  const [echarts, drawing] = await Promise.all([library(), import(`./charts/${kind}.js`)]);
  return new Chart(echarts, drawing[kind], element, page);
}
