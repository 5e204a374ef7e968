const FINE = 256; // pixels of the large map, blended from the few that were computed
const EDGE = { left: 42, right: 8, top: 8, bottom: 38 }; // CSS pixels around the large map
const DOT = 3.1; // CSS pixels
const LIGHT = "#ffffffd0"; // rims, that points stand out from the map
const DARK = "#20242cb0";

/** One neuron's map, or the answer of all outputs, over the plane: large, with axes and points. */
class LargeMap {
  constructor(canvas, read) {
    this.canvas = canvas;
    this.picture = new ImageData(FINE, FINE);
    this.shades = new Uint32Array(this.picture.data.buffer);
    this.fine = build("canvas", { width: FINE, height: FINE });
    this.cover = build("canvas");
    canvas.onpointermove = (event) => read(this.place(event));
    canvas.onpointerleave = () => read(null);
  }

  /** Takes points, axes and colours over. */
  update(header, colours) {
    Object.assign(this, { colours, axes: header.axes, reach: header.reach });
    this.side = header.side;
    this.classes = header.classes;
    this.points = new Float32Array(header.blobs[0].slice().buffer);
    this.isStale = true;
  }

  /** Where the plot lies, in CSS pixels. */
  get plot() {
    const size = Math.max(1, this.canvas.clientWidth - EDGE.left - EDGE.right);
    return { left: EDGE.left, top: EDGE.top, size };
  }

  /** layers: maps of bytes with their palettes; of several, the largest byte wins. */
  draw(layers, isHard, showsTest) {
    const { left, top, size } = this.plot;
    const height = `${size + EDGE.top + EDGE.bottom}px`;
    if (this.canvas.style.height !== height) this.canvas.style.height = height;
    if (this.showsTest !== showsTest) this.isStale = true;
    this.showsTest = showsTest;
    this.layers = layers.map(({ map, palette }) => ({
      values: enlarge(map, this.side),
      palette: isHard ? hardened(palette) : palette,
    }));
    this.paint();
    const context = openCanvas(this.canvas);
    if (this.isStale || this.covered !== size) this.drawCover(size);
    context.drawImage(this.fine, left, top, size, size);
    context.drawImage(this.cover, 0, 0, this.canvas.clientWidth, this.canvas.clientHeight);
  }

  paint() {
    const [{ values, palette }, ...others] = this.layers;
    for (let at = 0; at < FINE * FINE; at++) {
      let most = values[at];
      let shades = palette;
      for (let other = 0; other < others.length; other++) {
        const value = others[other].values[at];
        if (value <= most) continue;
        most = value;
        shades = others[other].palette;
      }
      this.shades[at] = shades[Math.round(most)];
    }
    this.fine.getContext("2d").putImageData(this.picture, 0, 0);
  }

  /** Axes and points change seldom: they are kept as a picture of their own. */
  drawCover(size) {
    this.isStale = false;
    this.covered = size;
    const context = openCopy(this.cover, this.canvas);
    this.drawAxes(context, size);
    context.beginPath();
    context.rect(EDGE.left, EDGE.top, size, size);
    context.clip();
    for (const isTest of this.showsTest ? [false, true] : [false]) {
      for (let at = 0; at < this.points.length; at += 4) {
        const [x, y, target, isTrain] = this.points.subarray(at, at + 4);
        if ((isTrain === 0) !== isTest) continue;
        const [left, top] = this.spot(x, y, size);
        drawPoint(context, left, top, DOT, this.look(target), isTest);
      }
    }
  }

  /** Colour and shape of a point. */
  look(target) {
    if (this.classes > 0) return { colour: CLASS_COLOURS[target], shape: target, rim: LIGHT };
    const rim = this.colours.isDark ? LIGHT : DARK; // numbers near 0 are as pale as the map
    return { colour: this.colours.number(target), shape: 0, rim };
  }

  spot(x, y, size) {
    const share = (value) => (value + this.reach) / (2 * this.reach);
    return [EDGE.left + share(x) * size, EDGE.top + share(-y) * size];
  }

  drawAxes(context, size) {
    const { left, top } = this.plot;
    const [across, up] = this.axes;
    const marks = ({ centre, spread }) => {
      const ends = [centre - this.reach * spread, centre + this.reach * spread];
      return ticks(...ends, 6).map((number) => [String(number), (number - centre) / spread]);
    };
    context.strokeStyle = this.colours.border;
    context.strokeRect(left - 0.5, top - 0.5, size + 1, size + 1);
    context.fillStyle = this.colours.text;
    context.globalAlpha = 0.75;
    context.font = `11px ${this.colours.font}`;
    context.textAlign = "center";
    context.textBaseline = "top";
    for (const [text, at] of marks(across)) {
      const [x] = this.spot(at, 0, size);
      context.fillRect(Math.round(x), top + size + 1, 1, 4);
      context.fillText(text.replace("-", "−"), x, top + size + 8);
    }
    context.fillText(across.name, left + size / 2, top + size + 24);
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const [text, at] of marks(up)) {
      const [, y] = this.spot(0, at, size);
      context.fillRect(left - 5, Math.round(y), 4, 1);
      context.fillText(text.replace("-", "−"), left - 8, y);
    }
    context.save();
    context.translate(8, top + size / 2);
    context.rotate(-Math.PI / 2);
    context.textAlign = "center";
    context.fillText(up.name, 0, 0);
    context.restore();
    context.globalAlpha = 1;
  }

  /** What is under the pointer: its coordinates in real units and each layer's byte. */
  place(event) {
    const { left: x, top: y } = this.canvas.getBoundingClientRect();
    const { left, top, size } = this.plot;
    const across = (event.clientX - x - left) / size;
    const down = (event.clientY - y - top) / size;
    if (across < 0 || across >= 1 || down < 0 || down >= 1) return null;
    const real = ({ centre, spread }, share) => centre + (2 * share - 1) * this.reach * spread;
    const at = Math.floor(down * FINE) * FINE + Math.floor(across * FINE);
    return {
      x: real(this.axes[0], across),
      y: real(this.axes[1], 1 - down),
      bytes: this.layers.map(({ values }) => values[at]),
    };
  }
}

/** A map of `side` x `side` bytes as FINE x FINE numbers, blended between the pixels' centres. */
function enlarge(map, side) {
  const wide = new Float32Array(FINE * side);
  const values = new Float32Array(FINE * FINE);
  for (let fine = 0; fine < FINE; fine++) {
    const [low, high, share] = between(fine, side);
    for (let row = 0; row < side; row++) {
      const start = row * side;
      wide[row * FINE + fine] = map[start + low] + share * (map[start + high] - map[start + low]);
    }
  }
  for (let fine = 0; fine < FINE; fine++) {
    const [low, high, share] = between(fine, side);
    const [above, below] = [low * FINE, high * FINE];
    for (let column = 0; column < FINE; column++) {
      const value = wide[above + column];
      values[fine * FINE + column] = value + share * (wide[below + column] - value);
    }
  }
  return values;
}

/** The two pixels that a fine one lies between, and how far it is on its way to the second. */
function between(fine, side) {
  const place = clamp(((fine + 0.5) * side) / FINE - 0.5, 0, side - 1);
  const low = Math.min(Math.floor(place), side - 2);
  return [low, low + 1, place - low];
}

/** A mark for each class: disc, square, triangle, diamond; hollow for test points. */
function drawPoint(context, x, y, size, { colour, shape, rim }, isHollow) {
  context.beginPath();
  if (shape === 0) context.arc(x, y, size, 0, 2 * Math.PI);
  else if (shape === 1) context.rect(x - 0.9 * size, y - 0.9 * size, 1.8 * size, 1.8 * size);
  else {
    const corners = shape === 2 ? [-90, 30, 150] : [-90, 0, 90, 180];
    corners.forEach((angle, at) => {
      const turn = (angle * Math.PI) / 180;
      const away = size * 1.3;
      context[at ? "lineTo" : "moveTo"](x + away * Math.cos(turn), y + away * Math.sin(turn));
    });
    context.closePath();
  }
  context.lineJoin = "round";
  context.lineWidth = isHollow ? 3.4 : 2;
  context.strokeStyle = rim;
  context.stroke();
  context.fillStyle = context.strokeStyle = colour;
  context.lineWidth = 1.5;
  if (isHollow) context.stroke();
  else context.fill();
}
