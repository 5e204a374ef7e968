const ROOM = { left: 44, right: 10, top: 8, bottom: 34 }; // CSS pixels around a chart
const TRAIN_AND_TEST = { training: { dash: [] }, test: { dash: [5, 3] } };
const LATER = 0.3; // opacity of what comes after the frame that is shown

/** One figure of all frames in two lines: axes, a reading line, and scrubbing. */
class Curve {
  /** looks: each line's name, with its dash and, if it is not the text's, its colour. */
  constructor(title, { scrub, read }, looks = TRAIN_AND_TEST, unit = "epoch") {
    Object.assign(this, { looks, unit, series: {}, isLog: false });
    this.title = build("b", { textContent: title });
    this.epoch = build("span");
    const names = Object.keys(looks);
    this.values = names.map(() => build("span"));
    const lines = names.map((name, at) =>
      build("span", {}, build("i", { className: name, ariaHidden: "true" }), this.values[at]),
    );
    this.reading = build("span", { className: "reading" }, this.epoch, ...lines);
    this.canvas = build("canvas", { className: "curve", ariaHidden: "true" });
    const legend = build("p", { className: "curve-title" }, this.title, this.reading);
    this.element = build("div", {}, legend, this.canvas);
    this.cover = build("canvas");
    this.axes = build("canvas");
    const { canvas } = this;
    canvas.onpointerdown = (event) => {
      canvas.setPointerCapture(event.pointerId);
      scrub(this.frameAt(event));
    };
    canvas.onpointermove = (event) => {
      read(this.frameAt(event));
      if (canvas.hasPointerCapture(event.pointerId)) scrub(this.frameAt(event));
    };
    canvas.onpointerleave = () => read(null);
  }

  /** format: how a value is written. bounds: lowest and highest value on the axis. */
  update(epochs, series, colours, { format, bounds, isLog }) {
    Object.assign(this, { epochs, series, colours, format, isLog });
    this.bounds = isLog ? bounds.map(Math.log10) : bounds;
    this.isStale = true;
  }

  frameAt(event) {
    const { left, width } = this.canvas.getBoundingClientRect();
    const share = (event.clientX - left - ROOM.left) / (width - ROOM.left - ROOM.right);
    const epoch = this.epochs[0] + share * (this.epochs.at(-1) - this.epochs[0]);
    let [low, high] = [0, this.epochs.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.epochs[middle] < epoch) low = middle;
      else high = middle;
    }
    return epoch - this.epochs[low] < this.epochs[high] - epoch ? low : high;
  }

  x(epoch) {
    const span = this.epochs.at(-1) - this.epochs[0] || 1;
    const width = this.canvas.clientWidth - ROOM.left - ROOM.right;
    return ROOM.left + ((epoch - this.epochs[0]) / span) * width;
  }

  y(value) {
    const [low, high] = this.bounds;
    const share = ((this.isLog ? Math.log10(value) : value) - low) / (high - low);
    const height = this.canvas.clientHeight - ROOM.top - ROOM.bottom;
    return ROOM.top + (1 - clamp(share, 0, 1)) * height;
  }

  /** read: the frame under the pointer, or null. */
  draw(frame, read) {
    const shown = read ?? frame;
    if (this.canvas.clientWidth === 0) return;
    const context = openCanvas(this.canvas);
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (this.isStale || this.cover.width !== this.canvas.width) this.drawCover();
    const now = this.x(this.epochs[frame]);
    for (const [alpha, left, right] of [[1, 0, now], [LATER, now, width]]) {
      context.save();
      context.globalAlpha = alpha;
      context.beginPath();
      context.rect(left, 0, right - left, height);
      context.clip();
      context.drawImage(this.cover, 0, 0, width, height);
      context.restore();
    }
    context.drawImage(this.axes, 0, 0, width, height);
    this.drawLine(context, now, height, []);
    if (read !== null) this.drawLine(context, this.x(this.epochs[read]), height, [3, 3]);
    for (const [name, values] of Object.entries(this.series)) {
      const value = values[shown];
      if (!Number.isFinite(value)) continue;
      context.beginPath();
      context.arc(this.x(this.epochs[shown]), this.y(value), 3.5, 0, 2 * Math.PI);
      context.fillStyle = this.colours.background;
      context.strokeStyle = this.looks[name].colour ?? this.colours.text;
      context.lineWidth = 1.5;
      context.fill();
      context.stroke();
    }
  }

  /** After all drawing, because a changed text makes the next question for a size expensive. */
  write(frame, read) {
    rewrite(this.epoch, read === null ? "" : `${this.unit} ${this.epochs[read]}`);
    Object.entries(this.series).forEach(([name, values], at) => {
      rewrite(this.values[at], `${name} ${this.format(values[read ?? frame])}`);
    });
  }

  drawLine(context, x, height, dash) {
    context.strokeStyle = this.colours.primary;
    context.lineWidth = 1.5;
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(x, ROOM.top);
    context.lineTo(x, height - ROOM.bottom);
    context.stroke();
    context.setLineDash([]);
  }

  /** Lines and axes change only when frames arrive: they are kept as pictures. */
  drawCover() {
    this.isStale = false;
    const { clientWidth, clientHeight } = this.canvas;
    this.drawAxes(openCopy(this.axes, this.canvas), clientWidth, clientHeight);
    const context = openCopy(this.cover, this.canvas);
    context.lineJoin = "round";
    context.lineWidth = 1.75;
    for (const [name, values] of Object.entries(this.series)) {
      const { dash, colour } = this.looks[name];
      context.setLineDash(dash);
      context.strokeStyle = colour ?? this.colours.text;
      context.beginPath();
      values.forEach((value, at) => {
        if (!Number.isFinite(value)) return;
        const starts = !Number.isFinite(values[at - 1]);
        context[starts ? "moveTo" : "lineTo"](this.x(this.epochs[at]), this.y(value));
      });
      context.stroke();
    }
  }

  drawAxes(context, width, height) {
    context.font = `11px ${this.colours.font}`;
    context.fillStyle = this.colours.text;
    context.strokeStyle = this.colours.border;
    context.lineWidth = 1;
    context.textAlign = "right";
    context.textBaseline = "middle";
    const [low, high] = this.bounds;
    const powers = this.isLog && high - low >= 2;
    const marks = powers ? ticks(Math.ceil(low), high, Math.min(4, high - low)) : this.marks();
    for (const mark of marks) {
      const value = powers ? 10 ** mark : mark;
      const y = Math.round(this.y(value)) + 0.5;
      context.globalAlpha = 0.6;
      context.beginPath();
      context.moveTo(ROOM.left, y);
      context.lineTo(width - ROOM.right, y);
      context.stroke();
      context.globalAlpha = 0.75;
      context.fillText(this.format(value, true), ROOM.left - 7, y);
    }
    context.textAlign = "center";
    context.textBaseline = "top";
    const [first, last] = [this.epochs[0], this.epochs.at(-1)];
    for (const epoch of ticks(first, last, Math.min(last - first, width / 70))) {
      if (Number.isInteger(epoch)) context.fillText(epoch, this.x(epoch), height - ROOM.bottom + 6);
    }
    context.fillText(this.unit, (ROOM.left + width - ROOM.right) / 2, height - 13);
    context.globalAlpha = 1;
  }

  marks() {
    const [low, high] = this.isLog ? this.bounds.map((power) => 10 ** power) : this.bounds;
    return ticks(low, high, 4).filter((mark) => mark > 0 || !this.isLog);
  }
}

/** A figure of all frames, by the points that it was measured on. */
function seriesOf(frames, name) {
  return {
    training: frames.map((frame) => frame[name][0]),
    test: frames.map((frame) => frame[name][1]),
  };
}

/** The loss's axis: from 0, or on a logarithmic scale from the smallest one. */
function lossBounds(series, isLog) {
  const finite = Object.values(series).flat().filter(
    (loss) => Number.isFinite(loss) && (loss > 0 || !isLog),
  );
  const highest = Math.max(...finite, 1e-6);
  if (!isLog) return [0, highest * 1.04];
  return [Math.max(Math.min(...finite, highest / 2) / 1.1, 1e-12), highest * 1.1];
}

/** The accuracy's axis: up to 1, and down to the worst one, but not far below 0 (R² may be). */
function scoreBounds(series) {
  const finite = Object.values(series).flat().filter(Number.isFinite);
  const lowest = Math.min(...finite, 0.9);
  return [Math.max(-0.2, Math.floor(lowest * 10) / 10), 1.02];
}
