const AHEAD = 8; // frames decoded before they are due
const KEPT = 32; // decoded frames kept; a 1024-pixel frame takes 4 MB

/** Decodes frames when they are about to be shown and forgets those seen long ago. */
class Frames {
  constructor({ kind, width, height, blobs }) {
    Object.assign(this, { kind, width, height, blobs });
    this.decoded = new Map(); // index -> promise, the latest used last
    this.ready = new Set();
  }

  get(index) {
    const known = this.decoded.get(index);
    const picture = known ?? this.decode(index).catch(() => null).then((bitmap) => {
      if (this.decoded.has(index)) this.ready.add(index);
      return bitmap; // null when the file is damaged: the frame before it stays
    });
    this.decoded.delete(index);
    this.decoded.set(index, picture);
    return picture;
  }

  prepare(index) {
    const last = Math.min(index + AHEAD, this.blobs.length - 1);
    for (let next = index + 1; next <= last; next++) if (!this.decoded.has(next)) this.get(next);
    for (const old of this.decoded.keys()) {
      if (this.decoded.size <= KEPT) break;
      this.forget(old);
    }
  }

  decode(index) {
    const blob = this.blobs[index];
    if (this.kind === "jpeg" || this.kind === "png") return decode(blob);
    const channels = this.kind === "rgb8" ? 3 : 1;
    const pixels = new ImageData(this.width, this.height);
    pixels.data.fill(255);
    for (let pixel = 0; pixel < this.width * this.height; pixel++) {
      for (let channel = 0; channel < 3; channel++) {
        pixels.data[4 * pixel + channel] = blob[channels * pixel + (channel % channels)];
      }
    }
    return createImageBitmap(pixels);
  }

  forget(index) {
    this.decoded.get(index).then((bitmap) => bitmap?.close());
    this.decoded.delete(index);
    this.ready.delete(index);
  }

  close() {
    for (const index of [...this.decoded.keys()]) this.forget(index);
  }
}

/** One figure over all frames as a line with a cursor; touching it scrubs. */
class Chart {
  constructor(name, values, order, scrub) {
    Object.assign(this, { values, order });
    this.value = build("span", { className: "value" });
    this.canvas = build("canvas", { className: "chart" });
    this.canvas.setAttribute("aria-hidden", "true");
    const legend = build("div", { className: "legend" }, build("span", { textContent: name }));
    legend.append(this.value);
    this.element = build("div", {}, legend, this.canvas);
    this.canvas.onpointerdown = (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      scrub(this.frameAt(event));
    };
    this.canvas.onpointermove = (event) => {
      if (this.canvas.hasPointerCapture(event.pointerId)) scrub(this.frameAt(event));
    };
  }

  frameAt(event) {
    const { left, width } = this.canvas.getBoundingClientRect();
    const share = clamp((event.clientX - left - 6) / (width - 12), 0, 1);
    return Math.round(share * (this.values.length - 1));
  }

  draw(frame) {
    const value = this.values[frame];
    this.value.textContent = spoken(value);
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === 0) return;
    const context = openCanvas(this.canvas);
    const finite = this.values.filter(Number.isFinite);
    const low = Math.min(...finite);
    const span = Math.max(...finite) - low || 1;
    const x = (index) => 6 + (index / Math.max(1, this.values.length - 1)) * (width - 12);
    const y = (number) => height - 8 - ((number - low) / span) * (height - 16);

    const colours = theme(this.canvas, "chart-categorical-colors").split(",");
    context.strokeStyle = context.fillStyle = colours[this.order % colours.length] || NEGATIVE;
    context.lineWidth = 2;
    context.lineJoin = "round";
    context.beginPath();
    this.values.forEach((number, index) => {
      if (!Number.isFinite(number)) return;
      const starts = !Number.isFinite(this.values[index - 1]);
      context[starts ? "moveTo" : "lineTo"](x(index), y(number));
    });
    context.stroke();

    context.strokeStyle = theme(this.canvas, "text-color");
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x(frame), 2);
    context.lineTo(x(frame), height - 2);
    context.stroke();
    if (!Number.isFinite(value)) return;
    context.beginPath();
    context.arc(x(frame), y(value), 4, 0, 2 * Math.PI);
    context.fill();
  }
}

class Player {
  constructor(root) {
    const find = (selector) => root.querySelector(selector);
    this.root = find(".player");
    this.screen = find(".screen");
    this.canvas = find(".picture");
    this.caption = find(".caption");
    this.charts = find(".charts");
    this.scrub = find(".scrub");
    this.speed = find(".speed");
    this.status = find(".status");
    this.playButton = find(".play");
    this.frame = 0;

    find(".back").onclick = () => this.seek(this.frame - 1);
    find(".forward").onclick = () => this.seek(this.frame + 1);
    this.playButton.onclick = () => this.toggle();
    this.scrub.oninput = () => this.seek(Number(this.scrub.value));
    this.root.onkeydown = (event) => this.press(event);
    this.sizes = new ResizeObserver(() => this.drawCharts());
    this.sizes.observe(this.charts);
  }

  /** The same bundle sent again, or another theme, only repaints; a new bundle starts over. */
  update(bundle) {
    if (this.bundle?.id === bundle.id) {
      this.draw();
      return;
    }
    this.frames?.close();
    this.bundle = bundle;
    this.frames = new Frames(bundle);
    this.figures = Object.entries(bundle.figures).map(([name, values]) => [
      name,
      values.map((text) => Number(text.replace("inf", "Infinity"))),
    ]);
    this.lines = this.figures
      .filter(([name]) => name !== "step")
      .map(([name, values], order) => new Chart(name, values, order, (frame) => this.seek(frame)));
    this.charts.replaceChildren(...this.lines.map((line) => line.element));

    this.root.setAttribute("aria-label", `${bundle.alt}. Space plays, arrow keys step.`);
    this.canvas.setAttribute("aria-label", bundle.alt);
    this.canvas.hidden = bundle.blobs.length === 0;
    this.caption.hidden = bundle.captions.length === 0;
    this.screen.hidden = this.canvas.hidden && this.caption.hidden;
    this.canvas.width = bundle.width;
    this.canvas.height = bundle.height;
    this.canvas.style.width = `${Math.max(bundle.width, 280)}px`;
    this.canvas.classList.toggle("pixelated", bundle.pixelated);
    this.scrub.max = bundle.frames - 1;
    this.pause();
    this.show(0);
    if (bundle.autoplay && !prefersStillness()) this.play();
  }

  press(event) {
    const { key, target } = event;
    if (target === this.speed || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.bundle.frames - 1;
    const goal = {
      ArrowLeft: this.frame - 1,
      ArrowDown: this.frame - 1,
      ArrowRight: this.frame + 1,
      ArrowUp: this.frame + 1,
      Home: 0,
      End: last,
    }[key];
    if (goal !== undefined) this.seek(goal);
    else if (key === " " && target.tagName !== "BUTTON") this.toggle();
    else return;
    event.preventDefault();
  }

  seek(frame) {
    this.pause();
    this.show(clamp(frame, 0, this.bundle.frames - 1));
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (this.bundle.frames < 2) return;
    if (this.frame === this.bundle.frames - 1) this.show(0);
    this.label("Pause");
    let position = this.frame;
    let before;
    const tick = (now) => {
      const seconds = before === undefined ? 0 : (now - before) / 1000;
      before = now;
      position += Math.min(seconds, 0.25) * this.bundle.fps * Number(this.speed.value);
      position = this.advance(position);
      if (this.playing) this.playing = requestAnimationFrame(tick);
    };
    this.playing = requestAnimationFrame(tick);
  }

  /** Shows the frame that is due and returns the position reached; waits for a late picture. */
  advance(position) {
    const { frames, loop, blobs } = this.bundle;
    let due = Math.floor(position);
    if (due === this.frame) return position;
    if (due >= frames && loop) due = position = 0;
    if (due >= frames) due = frames - 1;
    if (blobs.length && !this.frames.ready.has(due)) {
      this.frames.get(due);
      return this.frame;
    }
    this.show(due);
    if (due === frames - 1 && !loop) this.pause();
    return position;
  }

  pause() {
    cancelAnimationFrame(this.playing);
    this.playing = 0;
    this.label("Play");
  }

  label(action) {
    this.root.classList.toggle("playing", action === "Pause");
    this.playButton.setAttribute("aria-label", action);
    this.playButton.title = action;
  }

  show(frame) {
    this.frame = frame;
    this.draw();
  }

  draw() {
    const { frame, bundle, frames } = this;
    if (bundle.blobs.length) {
      frames.get(frame).then((bitmap) => {
        const current = frame === this.frame && frames === this.frames;
        if (current && bitmap?.width) this.paint(bitmap);
      });
      frames.prepare(frame);
    }
    this.caption.textContent = bundle.captions[frame] ?? "";
    const values = this.figures.map(([name, numbers]) => `${name} ${spoken(numbers[frame])}`);
    const words = [`Frame ${frame + 1} of ${bundle.frames}`, ...values].join(" · ");
    this.status.textContent = words;
    this.scrub.value = frame;
    this.scrub.setAttribute("aria-valuetext", words);
    this.root.dataset.frame = frame;
    this.drawCharts();
  }

  paint(bitmap) {
    this.canvas.getContext("2d").drawImage(bitmap, 0, 0, this.canvas.width, this.canvas.height);
    this.root.dataset.painted = this.frame;
  }

  drawCharts() {
    for (const line of this.lines ?? []) line.draw(this.frame);
  }

  close() {
    this.pause();
    this.sizes.disconnect();
    this.frames?.close();
  }
}

/** A figure as short text. */
function spoken(value) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  const size = Math.abs(value);
  return size >= 1e5 || size < 1e-3 ? value.toExponential(2) : value.toPrecision(4);
}

export default instances((root) => new Player(root));
