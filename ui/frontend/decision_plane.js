const INSET = 0.12; // of the line in view lies beyond either handle
const NEAREST = 24; // CSS pixels between the two ends of a line that is turned
const LINE_REACH = 9; // CSS pixels beside the line at which a mouse takes hold of it
const SNAP = 14; // CSS pixels from a point within which that very point is picked
const KEY_STEP = 0.01; // of the box
const KEY_LEAP = 0.05; // with Shift
const KEY_PAUSE = 250; // ms after the last arrow key before Python hears of a picked place
const REST = 600; // ms after which a screen reader is told
const PUSH = 2; // the number of the handle in the middle; 0 and 1 turn

/** The plane of a neuron's two inputs with the line that the visitor drags. */
class DecisionPlane {
  constructor(root) {
    const find = (selector) => root.querySelector(selector);
    this.plane = find(".plane");
    this.field = find(".field");
    this.canvas = find(".picture");
    this.handles = [...root.querySelectorAll(".handle")];
    this.lost = find(".lost");
    this.news = find(".news");
    this.words = new PlaneWords(find(".words"));
    this.picture = new PlanePicture(this.canvas);
    this.echo = new Echo();
    this.mount = crypto.getRandomValues(new Uint32Array(2)).join("-");
    this.courier = new Courier((number) => this.post(number));
    this.grip = null; // what the pointer holds: a handle's number, where from, and the pivot
    this.listen();
    this.sizes = new ResizeObserver(() => this.schedule());
    this.sizes.observe(this.field);
  }

  listen() {
    const { canvas } = this;
    this.handles.forEach((handle, number) => {
      handle.onpointerdown = (event) => this.hold(event, handle, number);
      handle.onkeydown = (event) => this.pressHandle(event, number);
    });
    canvas.onpointerdown = (event) => {
      this.wasDragged = false;
      if (this.isNearLine(event)) this.hold(event, canvas, PUSH);
    };
    canvas.onpointermove = (event) =>
      canvas.classList.toggle("near-line", this.grip !== null || this.isNearLine(event));
    canvas.onclick = (event) => this.wasDragged || this.pickAt(this.spot(event));
    canvas.onkeydown = (event) => this.pressPlane(event);
    this.lost.querySelector("button").onclick = () => this.recall();
  }

  /** Python's neuron counts whenever nothing is held or under way to Python. */
  update(state, { setStateValue }) {
    this.state = state;
    this.picture.box = state.box;
    this.tellLine = (message) => setStateValue("dragged", message);
    this.tellPick = () => {
      this.echo.expect(this.picked);
      setStateValue("picked", this.picked);
    };
    if (state.mount === this.mount) this.courier.answer(state.number);
    if (this.grip === null && !this.courier.isWaiting) this.neuron = state.neuron;
    if (this.echo.isNews(state.picked)) this.picked = state.picked;
    const { left, right, bottom, top } = state.box;
    this.field.style.aspectRatio = clamp((right - left) / (top - bottom), 0.6, 2);
    this.words.adopt(state);
    Object.assign(this.plane.dataset, { seq: this.courier.sent, ack: this.courier.answered });
    this.schedule();
  }

  // The line

  get line() {
    return lineIn(this.neuron, this.state.box);
  }

  /** Where the three handles are: while one turns the line, both ends stay where they are. */
  get places() {
    if (this.grip?.ends) return [...this.grip.ends, between(...this.grip.ends, 0.5)];
    const { line } = this;
    return line && [INSET, 1 - INSET, 0.5].map((share) => between(...line, share));
  }

  hold(event, element, number) {
    if (event.button !== 0 || this.grip !== null || !this.line) return;
    element.setPointerCapture(event.pointerId);
    element.classList.add("held");
    const start = this.spot(event);
    const handle = this.picture.toScreen(this.places[number]);
    const offset = handle.map((value, axis) => value - start[axis]);
    this.grip = { ends: number === PUSH ? null : this.places.slice(0, 2) };
    this.wasDragged = false;
    const move = (moved) => {
      if (moved.pointerId !== event.pointerId) return;
      const place = this.spot(moved).map((value, axis) => value + offset[axis]);
      this.wasDragged = true;
      this.drag(number, this.picture.toPlane(place), this.grip.ends);
    };
    const release = (lifted) => {
      if (lifted.pointerId !== event.pointerId || this.grip === null) return;
      element.removeEventListener("pointermove", move);
      for (const end of ENDINGS) element.removeEventListener(end, release);
      element.classList.remove("held");
      this.grip = null;
      if (this.wasDragged) this.changed(true);
      this.announceSoon();
    };
    element.addEventListener("pointermove", move);
    for (const end of ENDINGS) element.addEventListener(end, release);
  }

  /** Moves a handle to a place; `ends` are the two that turn. */
  drag(number, place, ends) {
    if (number === PUSH) {
      this.neuron = pushed(this.neuron, place);
    } else {
      if (this.picture.distance(place, ends[1 - number]) < NEAREST) return;
      ends[number] = place;
      this.neuron = turned(this.neuron, ...ends);
    }
    this.changed();
  }

  pressHandle(event, number) {
    const step = arrowStep(event.key);
    if (!step || this.grip !== null || !this.line) return;
    event.preventDefault();
    const { places } = this;
    this.drag(number, this.stepped(places[number], step, event.shiftKey), places.slice(0, 2));
    this.announceSoon();
  }

  /** A place moved by an arrow key, within the box. */
  stepped([x, y], [down, across], isFar) {
    const { left, right, bottom, top } = this.state.box;
    const share = isFar ? KEY_LEAP : KEY_STEP;
    return [
      clamp(x + across * share * (right - left), left, right),
      clamp(y - down * share * (top - bottom), bottom, top),
    ];
  }

  /** Puts a line that cannot be seen back through the middle. */
  recall() {
    const isFlat = Math.hypot(...this.neuron.weights) === 0;
    const neuron = isFlat ? { weights: [Math.SQRT1_2, Math.SQRT1_2] } : this.neuron;
    this.neuron = pushed(neuron, this.middle);
    this.changed(true);
    this.announce();
  }

  get middle() {
    const { left, right, bottom, top } = this.state.box;
    return [(left + right) / 2, (bottom + top) / 2];
  }

  changed(isUrgent = false) {
    this.courier.call(isUrgent);
    this.schedule();
  }

  post(number) {
    const { mount, neuron } = this;
    this.tellLine({ mount, number, weights: neuron.weights, bias: neuron.bias });
    this.plane.dataset.seq = number;
  }

  // Picking a point

  spot(event) {
    const { left, top } = this.canvas.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  /** A finger scrolls the page over the plane, so it takes the line by the handles only. */
  isNearLine(event) {
    const { line } = this;
    if (!line || event.pointerType === "touch") return false;
    const [[x, y], [toX, toY]] = line.map((end) => this.picture.toScreen(end));
    const [across, down] = this.spot(event);
    const along = [toX - x, toY - y];
    const length = Math.hypot(...along);
    const share = ((across - x) * along[0] + (down - y) * along[1]) / length ** 2;
    const away = Math.abs((across - x) * along[1] - (down - y) * along[0]) / length;
    return share >= 0 && share <= 1 && away <= LINE_REACH;
  }

  pickAt(spot) {
    const place = this.picture.toPlane(spot);
    const distance = (point) => this.picture.distance(point.place, place);
    const near = this.state.points.filter((point) => distance(point) <= SNAP);
    const nearest = near.sort((one, other) => distance(one) - distance(other))[0];
    this.pick(nearest?.place ?? this.rounded(place));
    this.tellPick();
  }

  /** To about three digits: finer than a pixel, and fit to be read. */
  rounded([x, y]) {
    const { left, right, bottom, top } = this.state.box;
    return [round(x, right - left), round(y, top - bottom)];
  }

  pick(place) {
    this.picked = place;
    this.announceSoon();
    this.schedule();
  }

  pressPlane(event) {
    const step = arrowStep(event.key);
    if (!step || event.target !== this.canvas) return;
    event.preventDefault();
    this.pick(this.rounded(this.stepped(this.picked ?? this.middle, step, event.shiftKey)));
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.tellPick(), KEY_PAUSE);
  }

  // Showing

  announceSoon() {
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.announce(), REST);
  }

  announce() {
    clearTimeout(this.rest);
    this.rest = undefined;
    this.news.textContent = this.words.spoken(this.neuron, this.picked);
  }

  schedule() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      if (this.state && this.canvas.clientWidth > 0) this.paint();
    });
  }

  paint() {
    const { neuron, state, picked, line, places } = this;
    const outputs = outputRange(neuron, state);
    this.picture.paint({ ...state, neuron, picked, line, middle: places?.[PUSH], outputs });
    this.placeHandles(places);
    this.words.show(neuron, picked, outputs);
    this.canvas.setAttribute("aria-label", `${state.alt} ${this.words.spoken(neuron, picked)}`);
    const [w1, w2] = neuron.weights;
    Object.assign(this.plane.dataset, { w1, w2, b: neuron.bias });
  }

  placeHandles(places) {
    this.lost.hidden = places !== null;
    this.lost.firstElementChild.textContent = Math.hypot(...this.neuron.weights)
      ? "The line lies outside this piece of the plane."
      : "With both weights at 0 there is no line.";
    this.handles.forEach((handle, number) => {
      handle.hidden = places === null;
      if (places === null) return;
      const [left, top] = this.picture.toScreen(places[number]);
      Object.assign(handle.style, { left: `${left}px`, top: `${top}px` });
      const [x, y] = places[number].map((value) => figure(value));
      const { names } = this.state;
      const title = number === PUSH ? "Push the line" : `Turn the line, end ${number + 1} of 2`;
      const [now, most] = number === PUSH ? this.shift : this.direction;
      handle.setAttribute("aria-label", title);
      handle.setAttribute("aria-valuemin", -most);
      handle.setAttribute("aria-valuemax", most);
      handle.setAttribute("aria-valuenow", now);
      handle.setAttribute("aria-valuetext", `at ${names[0]} ${x}, ${names[1]} ${y}`);
    });
  }

  /** Where the weights point to, in degrees, and the largest such number. */
  get direction() {
    const [across, up] = this.neuron.weights;
    return [(Math.atan2(up, across) * 180) / Math.PI, 180];
  }

  /** The bias, and the largest with which the line is still in the box. */
  get shift() {
    const { left, right, bottom, top } = this.state.box;
    const [across, up] = this.neuron.weights.map(Math.abs);
    const [x, y] = [Math.max(-left, right), Math.max(-bottom, top)];
    return [this.neuron.bias, across * x + up * y];
  }

  close() {
    this.sizes.disconnect();
    this.courier.reset();
    clearTimeout(this.rest);
    clearTimeout(this.telling);
    cancelAnimationFrame(this.frame);
  }
}

const ENDINGS = ["pointerup", "pointercancel", "lostpointercapture"];

function round(value, width) {
  return Number(value.toFixed(clamp(2 - Math.floor(Math.log10(width)), 0, 9)));
}

export default instances((root) => new DecisionPlane(root));
