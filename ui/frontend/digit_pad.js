const SHEET = 280; // units a side
const INK = "#ffffff";
const NEAREST = 1.5; // units between two points of a line
const KEY_STEP = 4; // units
const KEY_LEAP = 16; // with Shift
const KEY_REST = 600; // ms after the last arrow key before the place is announced
const HELP =
  "Drawing pad. Arrow keys move the pen, with Shift faster. Space or Enter puts it down and " +
  "lifts it. Backspace takes back the last stroke, Delete clears.";

/** A sheet of white lines on black; a line is [width, x, y, x, y ...] in units of the sheet. */
class DigitPad {
  constructor(root) {
    const find = (name) => root.querySelector(`.${name}`);
    this.pad = find("pad");
    this.paper = find("paper");
    this.news = find("news");
    this.invitation = find("invitation");
    this.brush = root.querySelector("input");
    this.mount = crypto.getRandomValues(new Uint32Array(2)).join("-");
    this.courier = new Courier((number) => this.post(number));
    this.strokes = [];
    this.line = null; // the stroke under the pen, the last of this.strokes
    this.finger = null; // the pointer that draws it, null for the keyboard
    this.cursor = [SHEET / 2, SHEET / 2];
    this.paper.setAttribute("aria-label", HELP);
    this.listen(find("undo"), find("clear"));
    this.sizes = new ResizeObserver(() => {
      this.showBrush();
      this.paint();
    });
    this.sizes.observe(this.paper);
  }

  listen(undo, clear) {
    const { paper } = this;
    paper.onpointerdown = (event) => this.touch(event);
    paper.onpointermove = (event) => this.follow(event);
    paper.onpointerup = (event) => event.pointerId === this.finger && this.lift();
    paper.onpointercancel = paper.onlostpointercapture = paper.onpointerup;
    paper.oncontextmenu = (event) => this.line && event.preventDefault();
    paper.onkeydown = (event) => this.press(event);
    paper.onfocus = () => this.showCursor(paper.matches(":focus-visible"));
    paper.onblur = () => {
      if (this.finger === null) this.lift();
      this.showCursor(false);
    };
    undo.onclick = () => this.undo();
    clear.onclick = () => this.clear();
    this.brush.oninput = () => this.showBrush();
  }

  /** Python's strokes count when they belong to another example, or before anything was drawn. */
  update(state, { setStateValue }) {
    this.tell = (message) => setStateValue("drawing", message);
    this.most = state.most;
    if (state.edition !== this.edition || !this.courier.sent) this.adopt(state);
    if (state.mount === this.mount) this.courier.answer(state.number);
    this.show();
  }

  adopt({ edition, strokes, isTouched, brush }) {
    this.courier.reset();
    this.strokes = strokes;
    this.line = this.finger = null;
    if (this.edition === undefined) this.brush.value = (isTouched && strokes.at(-1)?.[0]) || brush;
    this.edition = edition;
    this.isTouched = isTouched;
    this.showBrush();
    this.schedule();
  }

  // The pen

  touch(event) {
    if (event.button !== 0 || this.finger !== null) return;
    this.lift();
    this.showCursor(false);
    this.paper.setPointerCapture(event.pointerId);
    this.finger = event.pointerId;
    if (!this.begin(this.place(event))) this.finger = null;
  }

  follow(event) {
    if (event.pointerId !== this.finger) return;
    const events = event.getCoalescedEvents?.() ?? [];
    this.extend((events.length ? events : [event]).map((each) => this.place(each)));
  }

  place({ clientX, clientY }) {
    const { left, top, width, height } = this.paper.getBoundingClientRect();
    const unit = (share) => clamp(Math.round(share * SHEET), 0, SHEET);
    return [unit((clientX - left) / width), unit((clientY - top) / height)];
  }

  /** Puts the pen down; returns whether there is room. */
  begin(place) {
    if (!this.isTouched) this.strokes = [];
    if (this.strokes.length >= this.most.strokes || this.room < 1) {
      this.announce("The sheet is full: clear it or take a stroke back.");
      return false;
    }
    this.isTouched = true;
    this.line = [Number(this.brush.value), ...place];
    this.strokes = [...this.strokes, this.line];
    this.changed();
    return true;
  }

  extend(places) {
    if (!this.line) return;
    const before = this.line.length;
    for (const [x, y] of places.slice(0, this.room)) {
      const [lastX, lastY] = this.line.slice(-2);
      if (Math.hypot(x - lastX, y - lastY) >= NEAREST) this.line.push(x, y);
    }
    if (this.line.length > before) this.changed();
  }

  lift() {
    if (!this.line) return;
    this.line = this.finger = null;
    this.announce(`Pen lifted, ${this.count}.`);
    this.changed(true);
  }

  undo() {
    this.line = this.finger = null;
    if (!this.isTouched || !this.strokes.length) return this.announce("There is nothing to undo.");
    this.strokes = this.strokes.slice(0, -1);
    this.announce(`Undone, ${this.count}.`);
    this.changed(true);
  }

  clear() {
    this.line = this.finger = null;
    this.isTouched = true;
    this.strokes = [];
    this.announce("The sheet is empty.");
    this.changed(true);
  }

  get room() {
    return this.most.points - this.strokes.reduce((sum, line) => sum + (line.length - 1) / 2, 0);
  }

  get count() {
    return this.strokes.length === 1 ? "1 stroke" : `${this.strokes.length} strokes`;
  }

  // The keyboard

  press(event) {
    const action = this.action(event);
    if (!action || this.finger !== null) return;
    event.preventDefault();
    action();
    this.showCursor(true);
  }

  action({ key, shiftKey, ctrlKey, metaKey, altKey, repeat }) {
    if (ctrlKey || metaKey) return key.toLowerCase() === "z" ? () => this.undo() : null;
    if (altKey) return null;
    const step = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[key];
    if (step) return () => this.walk(step, shiftKey ? KEY_LEAP : KEY_STEP);
    if (key === " " || key === "Enter") return () => repeat || this.toggle();
    return { Backspace: () => this.undo(), Delete: () => this.clear() }[key];
  }

  walk(step, far) {
    this.cursor = this.cursor.map((value, axis) => clamp(value + far * step[axis], 0, SHEET));
    this.extend([this.cursor]);
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      const [x, y] = this.cursor.map((value) => Math.round((100 * value) / SHEET));
      this.announce(`${x} % from the left, ${y} % from the top.`);
    }, KEY_REST);
  }

  toggle() {
    if (this.line) this.lift();
    else if (this.begin(this.cursor)) this.announce("Pen down.");
  }

  // Telling and showing

  changed(isUrgent = false) {
    this.courier.call(isUrgent);
    this.show();
    this.schedule();
  }

  post(number) {
    const { mount, edition, strokes } = this;
    // A copy: the line grows on while the message waits in the browser's queue.
    const copy = strokes.map((line) => [...line]);
    this.tell({ mount, number, edition, isFinal: !this.line, strokes: copy });
    this.show();
  }

  announce(words) {
    clearTimeout(this.rest);
    this.news.textContent = words;
  }

  show() {
    const { pad, strokes, courier, isTouched } = this;
    const isExample = !isTouched && strokes.length > 0;
    Object.assign(pad.dataset, {
      strokes: strokes.length,
      seq: courier.sent,
      ack: courier.answered,
    });
    pad.classList.toggle("example", isExample);
    const words = isExample ? "An example: draw your own over it" : "Draw a digit";
    this.invitation.textContent = strokes.length && !isExample ? "" : words;
  }

  showBrush() {
    const pixels = (this.brush.value / SHEET) * this.paper.clientWidth;
    this.pad.style.setProperty("--thickness", `${pixels}px`);
  }

  showCursor(isShown) {
    this.isCursorShown = isShown;
    this.schedule();
  }

  schedule() {
    this.frame ??= requestAnimationFrame(() => this.paint());
  }

  paint() {
    cancelAnimationFrame(this.frame);
    this.frame = undefined;
    const context = openCanvas(this.paper);
    const scale = this.paper.clientWidth / SHEET;
    context.scale(scale, scale);
    context.lineCap = context.lineJoin = "round";
    context.strokeStyle = INK;
    for (const [width, ...places] of this.strokes) {
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(places[0], places[1]);
      context.lineTo(places[0] + 0.01, places[1]); // a line of no length would leave no dot
      for (let at = 2; at < places.length; at += 2) context.lineTo(places[at], places[at + 1]);
      context.stroke();
    }
    if (this.isCursorShown) this.paintCursor(context);
  }

  /** A ring as wide as the brush, filled while the pen is down; seen on ink and on paper. */
  paintCursor(context) {
    context.beginPath();
    context.arc(...this.cursor, this.brush.value / 2 + 2, 0, 2 * Math.PI);
    context.fillStyle = POSITIVE;
    if (this.line) context.fill();
    for (const [style, width] of [["#000000", 4], ["#F0A35E", 2]]) {
      context.strokeStyle = style;
      context.lineWidth = width;
      context.stroke();
    }
  }

  close() {
    this.sizes.disconnect();
    this.courier.reset();
    clearTimeout(this.rest);
    cancelAnimationFrame(this.frame);
  }
}

export default instances((root) => new DigitPad(root));
