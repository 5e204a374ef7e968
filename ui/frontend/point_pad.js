const SPRAY = 14; // CSS pixels between two points of one stroke
const ERASE = 12; // CSS pixels around the pen in which points vanish
const KEY_STEP = 0.04; // of the plane's width
const SIZE = 5; // CSS pixels, half a point's width
const SHAPES = ["circle", "square", "triangle", "diamond"];
const ERASER = -1;

/** A plane on which points of several classes are drawn: [x, y, class] each, in -reach..reach. */
class PointPad {
  points = [];
  past = [];
  pen = 0;
  pointer = null; // the finger or mouse that is drawing

  constructor(root) {
    this.echo = new Echo();
    this.canvas = root.querySelector("canvas");
    this.tools = root.querySelector(".tools");
    this.news = root.querySelector(".news");
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => this.begin(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", (event) => this.end(event));
    canvas.addEventListener("pointercancel", (event) => this.end(event));
    canvas.addEventListener("keydown", (event) => this.press(event));
    canvas.addEventListener("focus", () => this.draw());
    canvas.addEventListener("blur", () => this.draw());
    this.watcher = new ResizeObserver(() => this.draw());
    this.watcher.observe(canvas);
  }

  update(settings, { setStateValue }) {
    this.settings = settings;
    this.tell = () => {
      this.echo.expect(this.points);
      setStateValue("points", this.points);
    };
    if (this.echo.isNews(settings.points) && this.pointer === null) {
      this.points = settings.points;
      this.past = [];
    }
    if (this.pen >= settings.names.length) this.pen = 0;
    this.canvas.setAttribute("aria-label", settings.alt);
    this.equip();
    this.draw();
  }

  /** The buttons: one for each class, then what takes points away. */
  equip() {
    const { names } = this.settings;
    const kept = this.tools.children.length === names.length + 3;
    if (!kept) {
      const pens = names.map((_, index) => build("button", { onclick: () => this.take(index) }));
      this.tools.replaceChildren(
        ...pens,
        build("button", { textContent: "Eraser", onclick: () => this.take(ERASER) }),
        build("button", { textContent: "Undo", onclick: () => this.undo() }),
        build("button", { textContent: "Clear", onclick: () => this.replace([]) }),
      );
    }
    const buttons = [...this.tools.children];
    names.forEach((name, index) => {
      const sign = build("span", { textContent: "●■▲◆"[index], ariaHidden: "true" });
      sign.style.color = CLASS_COLOURS[index];
      buttons[index].replaceChildren(sign, ` ${name}`);
    });
    buttons.slice(0, names.length + 1).forEach((button, index) => {
      const isTaken = (index === names.length ? ERASER : index) === this.pen;
      button.setAttribute("aria-pressed", isTaken);
    });
    buttons[names.length + 1].disabled = !this.past.length;
    buttons[names.length + 2].disabled = !this.points.length;
  }

  take(pen) {
    this.pen = pen;
    this.equip();
  }

  undo() {
    if (!this.past.length) return;
    this.points = this.past.pop();
    this.finish();
  }

  replace(points) {
    this.past.push(this.points);
    this.points = points;
    this.finish();
  }

  finish() {
    this.news.textContent = `${this.points.length} points`;
    this.equip();
    this.draw();
    this.tell();
  }

  begin(event) {
    if (event.button || this.pointer !== null) return;
    this.pointer = event.pointerId;
    this.canvas.setPointerCapture(this.pointer);
    this.before = this.points;
    this.last = null;
    this.move(event);
  }

  move(event) {
    if (event.pointerId !== this.pointer) return;
    const at = [event.offsetX, event.offsetY];
    if (this.pen === ERASER) this.erase(at);
    else if (!this.last || distance(at, this.last) >= SPRAY) this.set(at);
    this.draw();
  }

  end(event) {
    if (event.pointerId !== this.pointer) return;
    this.pointer = null;
    this.keep();
  }

  /** Ends a stroke: what has changed can be undone from here. */
  keep() {
    if (this.points === this.before) return;
    this.past.push(this.before);
    this.finish();
  }

  set(at) {
    this.last = at;
    if (this.points.length >= this.settings.most) {
      this.news.textContent = `There is room for ${this.settings.most} points, no more.`;
      return;
    }
    this.points = [...this.points, [...this.toPlane(at), this.pen]];
  }

  erase(at) {
    const left = this.points.filter((point) => distance(at, this.toScreen(point)) > ERASE);
    if (left.length < this.points.length) this.points = left;
  }

  press(event) {
    const step = arrowStep(event.key);
    const side = this.canvas.clientWidth;
    this.cross ??= [side / 2, side / 2];
    if (step) {
      this.cross = [1, 0].map((axis, index) =>
        clamp(this.cross[index] + step[axis] * KEY_STEP * side, 0, side),
      );
      const [x, y] = this.toPlane(this.cross);
      this.news.textContent = `x ${x}, y ${y}`;
    } else if (event.key === "Enter" || event.key === " ") {
      this.before = this.points;
      if (this.pen === ERASER) this.erase(this.cross);
      else this.set(this.cross);
      this.keep();
    } else return;
    event.preventDefault();
    this.draw();
  }

  toPlane(at) {
    const { reach } = this.settings;
    const [x, y] = at.map((value) => (2 * value) / this.canvas.clientWidth - 1);
    return [x, -y].map((value) => Math.round(clamp(value, -1, 1) * reach * 100) / 100);
  }

  toScreen([x, y]) {
    const half = this.canvas.clientWidth / 2;
    return [half * (1 + x / this.settings.reach), half * (1 - y / this.settings.reach)];
  }

  draw() {
    if (!this.settings || !this.canvas.clientWidth) return;
    const context = openCanvas(this.canvas);
    const side = this.canvas.clientWidth;
    context.strokeStyle = theme(this.canvas, "border-color");
    for (const [from, to] of [[[0, side / 2], [side, side / 2]], [[side / 2, 0], [side / 2, side]]]) {
      line(context, from, to);
    }
    for (const point of this.points) {
      context.fillStyle = CLASS_COLOURS[point[2]];
      mark(context, SHAPES[point[2]], this.toScreen(point));
    }
    if (!this.cross || !this.canvas.matches(":focus")) return;
    const [x, y] = this.cross;
    context.strokeStyle = theme(this.canvas, "text-color");
    line(context, [x - 8, y], [x + 8, y]);
    line(context, [x, y - 8], [x, y + 8]);
  }

  close() {
    this.watcher.disconnect();
  }
}

function distance([x, y], [toX, toY]) {
  return Math.hypot(toX - x, toY - y);
}

function line(context, from, to) {
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
}

/** A filled shape around a place. */
function mark(context, shape, [x, y]) {
  context.beginPath();
  if (shape === "circle") context.arc(x, y, SIZE, 0, 2 * Math.PI);
  else {
    const corners = { square: [45, 135, 225, 315], triangle: [30, 150, 270], diamond: [0, 90, 180, 270] };
    for (const degrees of corners[shape]) {
      const angle = (degrees * Math.PI) / 180;
      context.lineTo(x + 1.3 * SIZE * Math.cos(angle), y + 1.3 * SIZE * Math.sin(angle));
    }
  }
  context.fill();
}

export default instances((root) => new PointPad(root));
