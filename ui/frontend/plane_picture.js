const SHADES = 64; // colour stops across the plane
const TINT = 52; // per cent of full colour where the output is strongest
const MARGINS = { left: 46, right: 10, top: 10, bottom: 42 }; // CSS pixels, for axes and names
const SPOT = 6; // CSS pixels, half a point's size
const RING = 10.5;
const ARROW = [34, 84]; // CSS pixels, shortest and longest
const HEAD = 9;

/** The canvas of a plane: places on it, and everything that is painted. */
class PlanePicture {
  constructor(canvas) {
    this.canvas = canvas;
  }

  /** Where the box lies on the canvas, in CSS pixels. */
  get area() {
    const { clientWidth, clientHeight } = this.canvas;
    const { left, right, top, bottom } = MARGINS;
    return { left, top, width: clientWidth - left - right, height: clientHeight - top - bottom };
  }

  toScreen([x, y]) {
    const { box, area } = this;
    return [
      area.left + ((x - box.left) / (box.right - box.left)) * area.width,
      area.top + ((box.top - y) / (box.top - box.bottom)) * area.height,
    ];
  }

  /** The place in the plane, moved into the box, under a place on the canvas. */
  toPlane([across, down]) {
    const { box, area } = this;
    const x = clamp((across - area.left) / area.width, 0, 1);
    const y = clamp((down - area.top) / area.height, 0, 1);
    return [box.left + x * (box.right - box.left), box.top - y * (box.top - box.bottom)];
  }

  distance(one, other) {
    const [[x, y], [toX, toY]] = [this.toScreen(one), this.toScreen(other)];
    return Math.hypot(toX - x, toY - y);
  }

  /** How strong a colour is for an output: -1 is all blue, 0 neutral, 1 all orange. */
  strength(output) {
    const [low, high] = this.outputs;
    return clamp((2 * output - low - high) / (high - low), -1, 1);
  }

  colour(output) {
    const strength = this.strength(output);
    const share = TINT * Math.abs(strength);
    return `color-mix(in srgb, ${strength < 0 ? NEGATIVE : POSITIVE} ${share}%, ${this.paper})`;
  }

  paint({ neuron, line, middle, activation, outputs, points, names, picked }) {
    this.outputs = outputs;
    this.paper = theme(this.canvas, "background-color");
    this.ink = theme(this.canvas, "text-color");
    const context = openCanvas(this.canvas);
    this.context = context;
    const { left, top, width, height } = this.area;
    context.save();
    context.beginPath();
    context.roundRect(left, top, width, height, 6);
    context.clip();
    this.shade(neuron, ACTIVATIONS[activation]);
    this.paintZeros();
    if (picked) this.paintCross(picked);
    if (line) this.paintLine(line);
    if (line && middle) this.paintArrow(neuron, middle);
    context.restore();
    this.paintFrame();
    this.paintAxes(names);
    // Rings first: none of them covers a neighbouring point.
    for (const { place, target } of points) {
      if (fires(neuron, place) !== target) this.paintRing(...this.toScreen(place));
    }
    for (const { place, target } of points) this.paintPoint(this.toScreen(place), target);
    if (picked) this.paintPick(this.toScreen(picked));
  }

  /** The output depends on the sum alone, and the sum grows evenly along one direction. */
  shade(neuron, activation) {
    const { context, box, area } = this;
    const centre = [(box.left + box.right) / 2, (box.bottom + box.top) / 2];
    const middle = weightedSum(neuron, centre);
    const slope = [
      (neuron.weights[0] * (box.right - box.left)) / area.width,
      (-neuron.weights[1] * (box.top - box.bottom)) / area.height,
    ]; // of the sum, for each pixel to the right and down
    const reach = (Math.abs(slope[0]) * area.width + Math.abs(slope[1]) * area.height) / 2;
    if (reach === 0) {
      context.fillStyle = this.colour(activation(middle));
    } else {
      const pixels = reach / (slope[0] ** 2 + slope[1] ** 2);
      const [x, y] = this.toScreen(centre);
      const ends = [-pixels, pixels].flatMap((far) => [x + far * slope[0], y + far * slope[1]]);
      const gradient = context.createLinearGradient(...ends);
      const low = middle - reach;
      for (let at = 0; at <= SHADES; at++) {
        const sum = low + (at / SHADES) * 2 * reach;
        gradient.addColorStop(at / SHADES, this.colour(activation(sum)));
      }
      // A step must stay sharp: both of its sides stand at the line itself.
      const zero = -low / (2 * reach);
      if (zero > 0 && zero < 1) {
        for (const sum of [0, FIRES_ABOVE]) gradient.addColorStop(zero, this.colour(activation(sum)));
      }
      context.fillStyle = gradient;
    }
    context.fillRect(area.left, area.top, area.width, area.height);
  }

  faint(share) {
    return `color-mix(in srgb, ${this.ink} ${share}%, transparent)`;
  }

  paintZeros() {
    const { left, right, bottom, top } = this.box;
    this.stroke([[left, 0], [right, 0]], this.faint(30), 1);
    this.stroke([[0, bottom], [0, top]], this.faint(30), 1);
  }

  /** From the picked point to both axes. */
  paintCross([x, y]) {
    const { left, bottom } = this.box;
    this.context.setLineDash([4, 4]);
    this.stroke([[left, y], [x, y], [x, bottom]], this.faint(65), 1.5);
    this.context.setLineDash([]);
  }

  paintLine(line) {
    this.stroke(line, this.paper, 6);
    this.stroke(line, this.ink, 2.5);
  }

  stroke(places, style, width) {
    const { context } = this;
    context.beginPath();
    for (const place of places) context.lineTo(...this.toScreen(place));
    Object.assign(context, { strokeStyle: style, lineWidth: width, lineCap: "butt" });
    context.stroke();
  }

  /** Along the weights, longer the steeper they are. */
  paintArrow({ weights: [across, up] }, from) {
    const { context } = this;
    const start = this.toScreen(from);
    const end = this.toScreen([from[0] + across, from[1] + up]);
    const [x, y] = [end[0] - start[0], end[1] - start[1]];
    const size = Math.hypot(x, y);
    const [dx, dy] = [x / size, y / size];
    const long = clamp(size, ...ARROW);
    const tip = [start[0] + long * dx, start[1] + long * dy];
    const neck = [tip[0] - HEAD * dx, tip[1] - HEAD * dy];
    context.lineJoin = "round";
    for (const [style, extra] of [[this.paper, 3], [this.ink, 0]]) {
      Object.assign(context, { strokeStyle: style, fillStyle: style, lineWidth: 2.5 + extra });
      context.beginPath();
      context.moveTo(...start);
      context.lineTo(...neck);
      context.stroke();
      context.lineWidth = 1 + extra;
      context.beginPath();
      context.moveTo(...tip);
      context.lineTo(neck[0] - 0.55 * HEAD * dy, neck[1] + 0.55 * HEAD * dx);
      context.lineTo(neck[0] + 0.55 * HEAD * dy, neck[1] - 0.55 * HEAD * dx);
      context.closePath();
      context.stroke();
      context.fill();
    }
    const place = [tip[0] + 11 * dx, tip[1] + 11 * dy];
    this.write("w", place, { weight: "italic 700", align: "center", size: 15, hasRim: true });
  }

  /** Where the output is neutral the plane has the page's own colour: this shows where it ends. */
  paintFrame() {
    const { context } = this;
    const { left, top, width, height } = this.area;
    context.beginPath();
    context.roundRect(left, top, width, height, 6);
    Object.assign(context, { strokeStyle: this.faint(25), lineWidth: 1 });
    context.stroke();
  }

  paintAxes(names) {
    const { context, box, area } = this;
    const floor = area.top + area.height;
    context.strokeStyle = this.faint(45);
    context.lineWidth = 1;
    context.beginPath();
    for (const x of ticks(box.left, box.right, Math.min(8, area.width / 44))) {
      const [across] = this.toScreen([x, box.bottom]);
      context.moveTo(across, floor);
      context.lineTo(across, floor + 4);
      this.write(brief(x), [across, floor + 13], { align: "center" });
    }
    for (const y of ticks(box.bottom, box.top, Math.min(8, area.height / 36))) {
      const [, down] = this.toScreen([box.left, y]);
      context.moveTo(area.left, down);
      context.lineTo(area.left - 4, down);
      this.write(brief(y), [area.left - 7, down], { align: "right" });
    }
    context.stroke();
    const name = { align: "center", weight: "600", size: 13 };
    this.write(names[0], [area.left + area.width / 2, floor + 32], name);
    context.save();
    context.translate(9, area.top + area.height / 2);
    context.rotate(-Math.PI / 2);
    this.write(names[1], [0, 0], name);
    context.restore();
  }

  write(text, [x, y], { align, weight = "400", size = 12, hasRim = false }) {
    const { context } = this;
    context.font = `${weight} ${size}px ${theme(this.canvas, "font")}`;
    Object.assign(context, { textAlign: align, textBaseline: "middle", fillStyle: this.ink });
    if (hasRim) {
      Object.assign(context, { strokeStyle: this.paper, lineWidth: 4, lineJoin: "round" });
      context.strokeText(text, x, y);
    }
    context.fillText(text, x, y);
  }

  /** A disc where the neuron shall fire, a square where it shall not. */
  paintPoint([x, y], target) {
    const { context } = this;
    context.beginPath();
    if (target) context.arc(x, y, SPOT, 0, 2 * Math.PI);
    else context.rect(x - 0.88 * SPOT, y - 0.88 * SPOT, 1.76 * SPOT, 1.76 * SPOT);
    Object.assign(context, { strokeStyle: this.paper, lineWidth: 3, lineJoin: "miter" });
    context.stroke();
    context.fillStyle = target ? POSITIVE : NEGATIVE;
    context.fill();
  }

  paintRing(x, y) {
    const { context } = this;
    for (const [style, width] of [[this.paper, 4], [this.ink, 1.75]]) {
      context.beginPath();
      context.arc(x, y, RING, 0, 2 * Math.PI);
      Object.assign(context, { strokeStyle: style, lineWidth: width });
      context.stroke();
    }
  }

  /** Four strokes around the picked place, which leave a point there to be seen. */
  paintPick([x, y]) {
    const { context } = this;
    for (const [style, width] of [[this.paper, 5], [this.ink, 2]]) {
      context.beginPath();
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        context.moveTo(x + 8 * dx, y + 8 * dy);
        context.lineTo(x + 15 * dx, y + 15 * dy);
      }
      Object.assign(context, { strokeStyle: style, lineWidth: width });
      context.stroke();
    }
  }
}
