const PATIENCE = 10000; // ms after which frames are asked for again
const REST = 500; // ms after which a screen reader is told

class NetworkGraph {
  constructor(root) {
    const find = (selector) => root.querySelector(selector);
    this.root = find(".network");
    for (const name of ["graph", "scrub", "status", "note", "play", "news", "logarithmic"]) {
      this[name] = find(`.${name}`);
    }
    this.speedChoice = find(".speed");
    this.playback = new Playback(this);
    this.at = this.number = this.drawn = 0;
    this.read = null; // the frame under the pointer in a chart
    this.pointed = {}; // what is pointed at or focused, by way of doing so
    this.card = new Card(find(".card"), this.root);
    this.panel = new MapPanel(find(".side"), () => this.redraw());
    this.drawing = new Drawing(find(".stage"), {
      point: (place, way) => this.point(place, way),
      open: (place, opener) => this.openNeuron(place, opener),
      pointEdge: (edge, event) => this.pointEdge(edge, event),
      openEdge: (edge, event) => this.openEdge(edge, event),
    });
    const curve = (title) =>
      new Curve(title, {
        scrub: (frame) => this.seek(frame),
        read: (frame) => this.readCurve(frame),
      });
    this.loss = curve("Loss");
    this.score = curve("Accuracy");
    find(".curves").append(this.loss.element, this.score.element);
    this.listen(find);
    this.sizes = new ResizeObserver(() => this.resize());
    for (const name of [".graph", ".side", ".curves"]) this.sizes.observe(find(name));
  }

  listen(find) {
    find(".first").onclick = () => this.seek(0);
    find(".back").onclick = () => this.seek(this.at - 1);
    find(".forward").onclick = () => this.seek(this.at + 1);
    this.play.onclick = () => this.toggle();
    this.scrub.oninput = () => this.seek(Number(this.scrub.value));
    find(".branch").onclick = () => this.send({ kind: "branch" });
    this.logarithmic.onchange = () => this.updateCurves();
    this.root.onkeydown = (event) => {
      if (event.key !== " " || /BUTTON|INPUT|SELECT/.test(event.target.tagName)) return;
      event.preventDefault();
      this.toggle();
    };
  }

  /** Called at each message from Python and each change of theme. */
  update(header, { setStateValue }) {
    Object.assign(this, { header, tell: setStateValue });
    this.number = Math.max(this.number, header.heard);
    if (this.recording?.run !== header.run) this.forget();
    const before = this.recording.frames.length;
    const isWhole = this.recording.append(header);
    const isMore = this.recording.frames.length > before;
    if (isMore) this.asked = undefined;
    if (!isWhole) this.wish("again");
    if (this.recording.frames.length === 0) return;

    this.names = nameAll(header);
    this.inputs = header.blobs[1];
    const colours = (this.colours = new Colours(this.root, header.classes));
    this.panel.update(header, this.recording, this.names, colours);
    this.drawing.update(this.recording, this.names, colours);
    this.describe();
    this.updateCurves();
    this.scrub.max = this.last;
    if (!this.hasBegun) this.begin();
    else if (isMore && this.owesStep) this.at = before;
    if (isMore) this.owesStep = false;
    this.at = clamp(this.at, 0, this.last);
    this.resize();
  }

  forget() {
    this.pause();
    this.card.hide();
    this.recording = new Recording(this.header);
    this.hasBegun = false;
    this.asked = undefined;
  }

  begin() {
    this.hasBegun = true;
    this.at = this.recording.nearest(this.header.begin);
    if (this.header.autoplay && !prefersStillness()) this.start();
  }

  describe() {
    const { classes, sizes } = this.header;
    const hidden = sizes.slice(1, -1).join(", ") || "no";
    this.root.ariaLabel =
      `A network with ${sizes[0]} inputs, ${hidden} hidden neurons and ${sizes.at(-1)} outputs. ` +
      "Arrow keys go from neuron to neuron.";
    this.score.title.textContent = classes ? "Accuracy" : "R²";
  }

  updateCurves() {
    const { frames } = this.recording;
    const epochs = frames.map(({ epoch }) => epoch);
    const [losses, scores] = ["losses", "scores"].map((name) => seriesOf(frames, name));
    const isLog = this.logarithmic.checked;
    const bounds = lossBounds(losses, isLog);
    const format = (value, isMark) => (isMark ? String(value) : written(value));
    this.loss.update(epochs, losses, this.colours, { format, bounds, isLog });
    this.score.update(epochs, scores, this.colours, {
      format: this.header.classes ? percent : (value, isMark) => written(value, isMark ? 1 : 3),
      bounds: scoreBounds(scores),
      isLog: false,
    });
    this.redraw();
  }

  resize() {
    if (!this.names || this.graph.clientWidth === 0) return;
    this.drawing.arrange(this.graph.clientWidth, this.header.height);
    this.panel.map.isStale = true;
    this.redraw();
  }

  get frame() {
    return this.recording.frames[this.at];
  }

  get speed() {
    return Number(this.speedChoice.value);
  }

  get last() {
    return this.recording.frames.length - 1;
  }

  seek(at) {
    this.pause();
    this.owesStep = at > this.last;
    if (this.owesStep) this.wish("more");
    this.at = clamp(at, 0, this.last);
    this.redraw();
  }

  toggle() {
    if (this.playback.isOn) this.pause();
    else this.start();
  }

  start() {
    this.label("Pause");
    this.playback.start();
  }

  pause() {
    this.playback.stop();
    this.label("Play");
    this.announce();
  }

  label(action) {
    this.root.classList.toggle("playing", action === "Pause");
    this.play.ariaLabel = this.play.title = action;
  }

  /** Tells a screen reader what is shown, once it rests. */
  announce() {
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      if (this.playback.isOn || !this.names || !this.frame) return;
      const { focus } = this.pointed;
      const computes = focus && formula(this.recording, this.frame, this.names, focus);
      this.news.textContent = computes || inWords(this.frame, this.header.classes > 0);
    }, REST);
  }

  /** Asks for frames: "more" to train on, "again" for those that were lost on the way. */
  wish(kind) {
    const have = this.recording.frames.length;
    if (kind === "more" && (this.header.isComplete || have < this.header.count)) return;
    const asked = `${kind} ${have}`;
    const now = performance.now();
    if (this.asked?.asked === asked && now - this.asked.when < PATIENCE) return;
    this.asked = { asked, when: now };
    const epoch = this.recording.frames.at(-1)?.epoch ?? 0;
    this.number += 1;
    this.tell("wish", { kind, run: this.header.run, have, epoch, number: this.number });
  }

  send(event) {
    this.pause();
    this.number += 1;
    const { run } = this.header;
    this.tell("event", { run, epoch: this.frame.epoch, number: this.number, ...event });
  }

  point(place, way) {
    this.pointed[way] = place;
    if (way === "bias" && place) {
      const { square } = this.drawing.columns[place.column][place.row];
      const { right, bottom } = square.getBoundingClientRect();
      const bias = this.recording.bias(this.frame, place.column, place.row);
      this.card.tell(`Bias of ${this.nameOf(place)}: ${threeDigits(bias)}`, right, bottom);
    } else if (way === "bias") this.card.stopTelling();
    if (way === "focus" && place) this.announce();
    this.redraw();
  }

  get marked() {
    const { over, bias, edit, focus } = this.pointed;
    return over ?? bias ?? edit ?? focus ?? null;
  }

  nameOf({ column, row }) {
    return this.names.neurons[column][row];
  }

  pointEdge(edge, event) {
    this.edge = edge;
    if (edge && !this.card.isEditing) {
      const { column, to, source } = edge;
      const from = this.nameOf({ column: column - 1, row: source });
      const weight = threeDigits(this.recording.weight(this.frame, column, to, source));
      const words = `${from} → ${this.nameOf({ column, row: to })}: weight ${weight}`;
      this.card.tell(words, event.clientX, event.clientY);
    } else this.card.stopTelling();
    this.drawing.canvas.style.cursor = edge ? "pointer" : "";
    this.redraw();
  }

  openEdge({ column, to, source }, event) {
    const at = { x: event.clientX, y: event.clientY };
    this.openCard({ column, row: to }, source, at, null);
  }

  openNeuron(place, opener) {
    const { right, bottom } = opener.getBoundingClientRect();
    const bias = this.recording.sizes[place.column - 1];
    this.openCard(place, bias, { x: right, y: bottom }, opener);
  }

  /** A field for each weight into a neuron, and for its bias, which comes last. */
  openCard({ column, row }, chosen, at, opener) {
    this.pause();
    const place = { layer: column - 1, to: row };
    const options = this.names.neurons[column - 1].map((name, source) => ({
      name: `weight from ${name}`,
      value: this.recording.weight(this.frame, column, row, source),
      event: { kind: "edit_weight", ...place, source },
    }));
    const value = this.recording.bias(this.frame, column, row);
    options.push({ name: "bias", value, event: { kind: "edit_bias", ...place } });
    const apply = (event) => this.send(event);
    const closed = () => this.point(null, "edit");
    const handlers = { opener, apply, closed };
    this.card.edit(this.nameOf({ column, row }), options, chosen, { ...at, ...handlers });
    this.point({ column, row }, "edit");
  }

  readCurve(frame) {
    this.read = frame;
    this.redraw();
  }

  /** Draws at most once per screen refresh, however many things have changed. */
  redraw() {
    this.due ??= requestAnimationFrame(() => {
      this.due = undefined;
      if (this.recording && this.frame && this.graph.clientWidth > 0) this.draw();
    });
  }

  draw() {
    const { frame, marked } = this;
    this.drawing.draw(frame, this.inputs, marked, this.edge);
    this.panel.draw(frame, marked);
    this.loss.draw(this.at, this.read);
    this.score.draw(this.at, this.read);
    this.panel.read();
    this.loss.write(this.at, this.read);
    this.score.write(this.at, this.read);
    rewrite(this.status, inWords(frame, this.header.classes > 0));
    rewrite(this.note, frame.note);
    this.scrub.value = this.at;
    this.scrub.setAttribute("aria-valuetext", `epoch ${frame.epoch}`);
    this.drawn += 1;
    const { length } = this.recording.frames;
    Object.assign(this.root.dataset, { frame: this.at, frames: length, drawn: this.drawn });
  }

  close() {
    this.pause();
    this.sizes.disconnect();
    clearTimeout(this.rest);
    cancelAnimationFrame(this.due);
  }
}

export default instances((root) => new NetworkGraph(root));
