const REST = 500; // ms after which a screen reader is told
const PARTS = 7; // blobs of one run
const LOOKS = [{ dash: [] }, { dash: [6, 3], colour: "#A05FC4" }];
const FARTHEST = 4; // times the first losses: what flies away leaves the chart

/** Two runs on one time line. */
class NetworkPair {
  constructor(root) {
    const find = (selector) => root.querySelector(selector);
    this.root = find(".network");
    for (const name of ["scrub", "play", "news", "logarithmic", "differ", "difference"]) {
      this[name] = find(`.${name}`);
    }
    this.differ.onchange = () => this.redraw();
    this.speedChoice = find(".speed");
    this.header = { isComplete: true }; // as Playback asks
    this.playback = new Playback(this);
    this.at = this.drawn = 0;
    this.read = null;
    this.pointed = {};
    this.contenders = LOOKS.map((look) => {
      const element = find("template").content.cloneNode(true).firstElementChild;
      return new Contender(element, look, this);
    });
    find(".contenders").append(...this.contenders.map(({ element }) => element));
    this.curvesBox = find(".curves");
    find(".first").onclick = () => this.seek(0);
    find(".back").onclick = () => this.seek(this.at - 1);
    find(".forward").onclick = () => this.seek(this.at + 1);
    this.play.onclick = () => (this.playback.isOn ? this.pause() : this.start());
    this.scrub.oninput = () => this.seek(Number(this.scrub.value));
    this.logarithmic.onchange = () => this.updateCurves();
    this.root.onkeydown = (event) => {
      if (event.key !== " " || event.target.matches("input, select, .controls button")) return;
      event.preventDefault();
      this.play.click();
    };
    this.sizes = new ResizeObserver(() => this.resize());
    for (const one of this.contenders) this.sizes.observe(one.graph);
  }

  /** Called at each message from Python and each change of theme. */
  update(given) {
    const isNew = given.id !== this.id;
    if (isNew) this.load(given);
    for (const one of this.contenders) one.paint();
    this.updateCurves();
    this.resize();
    if (isNew && given.autoplay && !prefersStillness()) this.start();
  }

  load(given) {
    this.pause();
    Object.assign(this, { id: given.id, height: given.height, at: 0, read: null, pointed: {} });
    this.contenders.forEach((one, place) => {
      const blobs = given.blobs.slice(place * PARTS, (place + 1) * PARTS);
      one.load({ ...given.runs[place], blobs });
    });
    this.scrub.max = this.last;
    this.root.ariaLabel = `Two networks: ${this.contenders
      .map(({ heading }) => heading.textContent)
      .join("; ")}.`;
    const looks = Object.fromEntries(LOOKS.map((look, at) => [given.runs[at].name, look]));
    const actions = {
      scrub: (frame) => this.seek(frame),
      read: (frame) => {
        this.read = frame;
        this.redraw();
      },
    };
    const score = given.runs[0].classes ? "Test points right" : "R² of test points";
    this.curves = ["Training loss", "Test loss", score].map(
      (title) => new Curve(title, actions, looks),
    );
    this.curvesBox.replaceChildren(...this.curves.map(({ element }) => element));
    for (const { element } of this.curves) {
      element.querySelectorAll(".reading i").forEach((line, at) => {
        line.style.setProperty("--line", LOOKS[at].colour ?? "currentcolor");
        line.style.setProperty("--dash", LOOKS[at].dash.length ? "dashed" : "solid");
      });
    }
  }

  /** A figure of both runs, by name; a run that has ended leaves a gap. */
  series(figure, at) {
    return Object.fromEntries(
      this.contenders.map(({ run, recording }) => {
        const values = Array.from({ length: this.last + 1 }, (_, frame) => {
          return recording.frames[frame]?.[figure][at];
        });
        return [run.name, values];
      }),
    );
  }

  updateCurves() {
    const [one, other] = this.contenders.map(({ recording }) => recording.frames);
    const epochs = (one.length < other.length ? other : one).map(({ epoch }) => epoch);
    const losses = [0, 1].map((at) => this.series("losses", at));
    const isLog = this.logarithmic.checked;
    const all = losses.flatMap((series) => Object.values(series));
    const limit = FARTHEST * Math.max(...all.map(([first]) => first));
    const near = all.flat().filter((loss) => isLog || loss <= limit);
    const bounds = lossBounds({ near }, isLog);
    const { colours, isClassifier } = this.contenders[0];
    const said = (write) => (value, isMark) =>
      value === undefined ? "ended" : write(value, isMark);
    const format = said((value, isMark) => (isMark ? String(value) : written(value)));
    losses.forEach((series, at) => {
      this.curves[at].update(epochs, series, colours, { format, bounds, isLog });
    });
    const scores = this.series("scores", 1);
    this.curves[2].update(epochs, scores, colours, {
      format: said(isClassifier ? percent : (value, isMark) => written(value, isMark ? 1 : 3)),
      bounds: scoreBounds(scores),
      isLog: false,
    });
    this.redraw();
  }

  resize() {
    if (!this.id || this.contenders[0].graph.clientWidth === 0) return;
    for (const one of this.contenders) one.arrange(this.height);
    this.redraw();
  }

  get last() {
    return Math.max(...this.contenders.map(({ recording }) => recording.frames.length)) - 1;
  }

  get speed() {
    return Number(this.speedChoice.value);
  }

  seek(at) {
    this.pause();
    this.at = clamp(at, 0, this.last);
    this.redraw();
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

  /** Playback would ask for more frames: all are here. */
  wish() {}

  label(action) {
    this.root.classList.toggle("playing", action === "Pause");
    this.play.ariaLabel = this.play.title = action;
  }

  /** Tells a screen reader what is shown, once it rests. */
  announce() {
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      if (this.playback.isOn || !this.id) return;
      this.news.textContent = this.contenders
        .map((one) => `${one.run.name}: ${inWords(one.frameAt(this.at), one.isClassifier)}`)
        .join(". ");
    }, REST);
  }

  point(contender, place, way) {
    this.pointed[way] = place && { contender, place };
    this.redraw();
  }

  pointEdge(contender, edge) {
    this.edge = edge && { contender, edge };
    contender.drawing.canvas.style.cursor = edge ? "help" : "";
    this.redraw();
  }

  /** Draws at most once per screen refresh, however many things have changed. */
  redraw() {
    this.due ??= requestAnimationFrame(() => {
      this.due = undefined;
      if (this.id && this.contenders[0].graph.clientWidth > 0) this.draw();
    });
  }

  /** Says on how much of the plane the two disagree, and hides the rest if that is wanted. */
  compareAnswers() {
    const [one, other] = this.contenders;
    const isClassifier = one.isClassifier;
    this.differ.parentElement.hidden = this.difference.hidden = !isClassifier;
    if (!isClassifier) return;
    const theirs = other.answers(this.at);
    const mask = one.answers(this.at).map((answer, pixel) => (answer === theirs[pixel] ? 0 : 1));
    const share = mask.reduce((sum, differs) => sum + differs, 0) / mask.length;
    for (const { panel } of this.contenders) panel.mask = this.differ.checked ? mask : null;
    const names = `${capitalised(one.run.name)} and ${other.run.name}`;
    const words = `${names} answer differently on ${percent(share)} of the plane.`;
    rewrite(this.difference, share ? words : `${names} give the same answer everywhere.`);
  }

  draw() {
    const marked = this.pointed.over ?? this.pointed.focus;
    this.compareAnswers();
    for (const one of this.contenders) {
      const place = marked ? one.own(marked.place, marked.contender) : null;
      const edge = this.edge ? one.ownEdge(this.edge.edge, this.edge.contender) : null;
      one.draw(this.at, place, edge);
    }
    for (const curve of this.curves) curve.draw(this.at, this.read);
    for (const curve of this.curves) curve.write(this.at, this.read);
    this.scrub.value = this.at;
    const epoch = Math.max(...this.contenders.map((one) => one.frameAt(this.at).epoch));
    this.scrub.setAttribute("aria-valuetext", `epoch ${epoch}`);
    this.drawn += 1;
    Object.assign(this.root.dataset, { frame: this.at, frames: this.last + 1, drawn: this.drawn });
  }

  close() {
    this.pause();
    this.sizes.disconnect();
    clearTimeout(this.rest);
    cancelAnimationFrame(this.due);
  }
}

export default instances((root) => new NetworkPair(root));
