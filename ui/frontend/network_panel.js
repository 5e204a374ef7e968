const HINT =
  "Point at a neuron, an edge or a place in the map. Click an edge or a bias to change it.";

/** The large map with its title, its scale and what is read from it. */
class MapPanel {
  /** switches: what holds the two switches; hint: what is read while nothing is pointed at. */
  constructor(side, redraw, { switches = side, hint = HINT } = {}) {
    const find = (selector) => side.querySelector(selector);
    this.hint = hint;
    this.title = find(".map-title");
    this.canvas = find(".large");
    this.reading = find(".map-reading");
    this.legend = find(".legend");
    this.scale = find(".scale");
    [this.low, this.high] = this.scale.querySelectorAll("span");
    this.bar = this.scale.querySelector("canvas").getContext("2d");
    this.shades = new ImageData(this.bar.canvas.width, 1);
    this.tests = switches.querySelector(".tests");
    this.hard = switches.querySelector(".hard");
    this.hard.addEventListener("change", redraw);
    this.tests.addEventListener("change", () => {
      this.hollow.hidden = !this.tests.checked;
      redraw();
    });
    this.map = new LargeMap(this.canvas, (place) => {
      this.place = place;
      this.read();
    });
  }

  update(header, recording, names, colours) {
    Object.assign(this, { header, recording, names, colours });
    this.mask = null; // of the answer's pixels, 1 for those to be shown
    this.map.update(header, colours);
    const classes = header.targets.slice(0, header.classes).map((name) => {
      const mark = build("canvas", { className: "mark", ariaHidden: "true" });
      return build("span", {}, mark, name);
    });
    this.hollow = build("span", { textContent: "hollow: test points" });
    this.legend.replaceChildren(...classes, this.hollow);
    this.drawLegend();
  }

  /** The map of the marked neuron, or without one the network's answer. */
  draw(frame, marked) {
    Object.assign(this, { frame, marked });
    const last = this.recording.sizes.length - 1;
    const { column, row } = marked ?? { column: last, row: null };
    const isOutput = column === last;
    const rows = row === null ? [...Array(this.recording.sizes[last]).keys()] : [row];
    this.layers = rows.map((at) => this.layer(frame, column, at, isOutput));
    this.map.draw(this.layers, this.hard.checked, this.tests.checked);
    const name = marked && this.names.neurons[column][row];
    const kind = this.names.kinds[column];
    const title = name ? name[0].toUpperCase() + name.slice(1) : this.names.columns[last][0];
    rewrite(this.title, kind ? `${title} · ${kind}` : title);
    this.canvas.ariaLabel = `Map of ${name ?? "the network's answer"} over the plane`;
    this.drawScale();
  }

  /** An output's colours mean what the points' colours mean; others use all of their range. */
  layer(frame, column, row, isOutput) {
    const palette = this.colours.of(row, isOutput);
    if (column === 0) return { map: this.inputMap(row), palette, limit: null };
    const whole = this.recording.map(frame, column, row);
    const { mask } = this;
    const map = isOutput && mask ? whole.map((byte, at) => (mask[at] ? byte : ZERO)) : whole;
    const scale = this.recording.scale(frame, column, row);
    if (!isOutput || scale === 1) return { map, palette, scale, limit: scale };
    return { map, palette: strengthened(palette, scale), scale, limit: 1 };
  }

  inputMap(row) {
    const { pixels } = this.recording;
    return this.header.blobs[1].subarray(row * pixels, (row + 1) * pixels);
  }

  drawScale() {
    const [{ palette, scale, limit }, ...others] = this.layers;
    const isPlain = others.length === 0 && limit !== null;
    this.scale.style.visibility = isPlain ? "" : "hidden";
    const key = [limit, palette[1], palette[255]].join();
    if (!isPlain || key === this.scaleKey) return;
    this.scaleKey = key;
    const isShare = palette[ZERO - 50] === palette[ZERO + 50];
    const low = isShare ? 0 : -limit;
    const { width } = this.bar.canvas;
    const shades = new Uint32Array(this.shades.data.buffer);
    shades.forEach((_, at) => {
      const value = low + ((limit - low) * at) / (width - 1);
      shades[at] = palette[Math.round(ZERO + (value / scale) * (ZERO - 1))];
    });
    this.bar.putImageData(this.shades, 0, 0);
    this.low.textContent = threeDigits(low).replace(/\.0+$/, "");
    this.high.textContent = threeDigits(limit).replace(/\.0+$/, "");
  }

  drawLegend() {
    this.legend.querySelectorAll(".mark").forEach((mark, at) => {
      const look = { colour: CLASS_COLOURS[at], shape: at, rim: LIGHT };
      drawPoint(openCanvas(mark), 8, 8, 4.5, look, false);
    });
    this.hollow.hidden = !this.tests.checked;
  }

  /** Reads the map under the pointer; otherwise writes what the marked neuron computes. */
  read() {
    const { place, marked, names, header } = this;
    if (!place) {
      const words = marked && formula(this.recording, this.frame, names, marked);
      rewrite(this.reading, words ?? this.hint);
      return;
    }
    const spot = [place.x, place.y];
    const at = header.axes.map(({ name }, axis) => `${name} ${threeDigits(spot[axis])}`);
    rewrite(this.reading, `${at.join(", ")}: ${this.value(place.bytes)}`);
  }

  value(bytes) {
    const shares = bytes.map((byte) => (byte - ZERO) / (ZERO - 1));
    const values = shares.map((share, at) => share * this.layers[at].scale);
    if (values.length === 1) return Number.isFinite(values[0]) ? written(values[0], 2) : "input";
    const best = values.indexOf(Math.max(...values));
    return `${this.header.targets[best]} ${written(values[best], 2)}`;
  }
}
