const PATIENCE = 10000; // ms after which frames are asked for again
const REST = 500; // ms after which a screen reader is told
const UNFOLDING = 1800; // ms from the noise to where the forger puts it

class GanLab {
  constructor(root) {
    const find = (selector) => root.querySelector(selector);
    this.root = find(".network");
    const parts = "scrub status said note alarm play news flow parts pips unfold";
    for (const name of parts.split(" ")) this[name] = find(`.${name}`);
    this.speedChoice = find(".speed");
    this.slowButton = find(".slow");
    this.canvas = find(".plane");
    this.plane = new LabPlane(this.canvas);
    this.playback = new Playback(this);
    this.stages = new Stages(this);
    this.recording = new LabRecording();
    this.layers = {};
    this.at = this.number = this.drawn = 0;
    this.read = null; // the frame under the pointer in a chart
    this.unfolded = 1;
    this.curves = new LabCurves(find(".curves"), {
      scrub: (frame) => this.seek(frame),
      read: (frame) => this.readCurve(frame),
    });
    this.listen(root, find);
    this.sizes = new ResizeObserver(() => this.redraw());
    for (const name of [".plane", ".curves"]) this.sizes.observe(find(name));
  }

  listen(root, find) {
    find(".first").onclick = () => this.seek(0);
    this.play.onclick = () => this.toggle();
    this.scrub.oninput = () => this.seek(Number(this.scrub.value));
    find(".reset").onclick = () => this.ask("reset");
    find(".both").onclick = () => this.ask("both");
    find(".critic-only").onclick = () => this.ask("critic");
    find(".forger-only").onclick = () => this.ask("forger");
    this.slowButton.onclick = () => this.toggleSlow();
    this.unfold.onclick = () => this.startUnfolding();
    for (const box of root.querySelectorAll(".layers input")) {
      this.layers[box.name] = box.checked;
      box.onchange = () => {
        this.layers[box.name] = box.checked;
        this.redraw();
      };
    }
    this.root.onkeydown = (event) => {
      if (event.key !== " " || /BUTTON|INPUT|SELECT/.test(event.target.tagName)) return;
      event.preventDefault();
      this.toggle();
    };
  }

  /** Called at each message from Python and each change of theme. */
  update(header, { setStateValue }) {
    const isNew = this.recording.run !== header.run;
    const before = this.recording.frames.length;
    const isOther = before === 0 || (isNew && this.recording.run !== header.was);
    Object.assign(this, { header, tell: setStateValue });
    this.number = Math.max(this.number, header.heard);
    const isWhole = this.recording.append(header);
    if (isNew || this.recording.frames.length > before) this.asked = undefined;
    if (!isWhole) this.wish("again");
    if (this.recording.frames.length === 0) return;

    this.plane.update(header, (this.colours = new Colours(this.root, 0)));
    this.describe();
    this.curves.update(this.recording.frames, this.colours);
    this.scrub.max = this.last;
    if (isOther) this.begin();
    else if (isNew) this.follow();
    this.at = clamp(this.at, 0, this.last);
    if (header.isPending) this.send("go_on");
    this.redraw();
  }

  /** Another run: whatever was under way has ended, but for playing. */
  begin() {
    this.stopSlow();
    this.at = this.recording.nearest(this.header.begin);
    this.news.textContent = this.header.said;
  }

  /** The run goes on from the frame that was shown: with a round that was asked for, or faster. */
  follow() {
    const { kept, stages, said } = this.header;
    this.at = clamp(this.at, 0, kept - 1);
    if (said) this.news.textContent = said;
    if (this.isSlow && stages.length) this.stages.play(stagesOf(this.header));
    else if (!this.playback.isOn) {
      this.stopSlow();
      this.at = Math.min(kept, this.last);
      this.announce();
    }
  }

  describe() {
    const { title, forger, critic, said } = this.header;
    this.root.ariaLabel = "Forger against critic in the plane. Space plays.";
    this.canvas.ariaLabel =
      `A plane with real points (${title.toLowerCase()}), forgeries, and how real the critic ` +
      "takes each place to be";
    for (const [part, sizes] of [["forger", forger], ["critic", critic]]) {
      const words = sizes.slice(1, -1).join("·") || "no layer";
      rewrite(this.flow.querySelector(`[data-part="${part}"] i`), words);
    }
    rewrite(this.said, said);
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

  get isWaiting() {
    return this.header && this.number > this.header.heard;
  }

  seek(at) {
    this.pause();
    this.at = clamp(at, 0, this.last);
    this.redraw();
  }

  toggle() {
    if (this.isSlow) {
      this.stages.toggle();
      this.label(this.stages.isHeld ? "Play" : "Pause");
      this.announce();
    } else if (this.playback.isOn) this.pause();
    else this.start();
  }

  start() {
    this.label("Pause");
    this.playback.start();
  }

  pause() {
    this.playback.stop();
    this.stopSlow();
    this.label("Play");
    this.announce();
  }

  label(action) {
    this.root.classList.toggle("playing", action === "Pause");
    this.play.ariaLabel = this.play.title = action;
  }

  toggleSlow() {
    const wasSlow = this.isSlow;
    this.pause();
    if (wasSlow) return;
    this.isSlow = true;
    this.slowButton.ariaPressed = "true";
    this.label("Pause");
    this.send("slow");
  }

  stopSlow() {
    if (this.isSlow) this.label("Play");
    this.isSlow = false;
    this.slowButton.ariaPressed = "false";
    this.stages.stop();
    this.redraw();
  }

  /** All stages have been seen: the next frame is what came of them, and the next round follows. */
  finishRound() {
    this.at = Math.min(this.at + 1, this.last);
    this.redraw();
    this.send("slow");
  }

  startUnfolding() {
    const start = performance.now();
    const isStill = prefersStillness();
    this.pause();
    const tick = (now) => {
      const share = clamp((now - start) / UNFOLDING, 0, 1);
      const smooth = share * share * (3 - 2 * share);
      this.unfolded = share === 1 ? 1 : isStill ? 0 : smooth;
      this.redraw();
      if (share < 1) this.unfolding = requestAnimationFrame(tick);
    };
    cancelAnimationFrame(this.unfolding);
    this.unfolding = requestAnimationFrame(tick);
  }

  /** Tells a screen reader what is shown, once it rests. */
  announce() {
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      if (!this.playback.isOn && this.frame) this.news.textContent = this.status.textContent;
    }, REST);
  }

  /** Asks for frames: "more" to train on, "again" for those that were lost on the way. */
  wish(kind) {
    const have = this.recording.frames.length;
    if (kind === "more" && (this.header.isComplete || have < this.header.count)) return;
    const now = performance.now();
    if (this.asked && now - this.asked < PATIENCE) return;
    if (this.isWaiting && kind === "more" && now - this.sent < PATIENCE) return;
    this.asked = now;
    this.send(kind, have);
  }

  send(kind, have = 0) {
    if (kind === "go_on" && this.isWaiting) return;
    this.sent = performance.now();
    this.number += 1;
    const { run } = this.header;
    this.tell("event", { kind, run, have, step: this.frame?.step ?? 0, number: this.number });
  }

  ask(kind) {
    this.pause();
    this.send(kind);
  }

  readCurve(frame) {
    this.read = frame;
    this.redraw();
  }

  /** Draws at most once per screen refresh, however many things have changed. */
  redraw() {
    this.due ??= requestAnimationFrame(() => {
      this.due = undefined;
      if (this.colours && this.frame && this.canvas.clientWidth > 0) this.draw();
    });
  }

  draw() {
    const { frame } = this;
    const stage = this.stages.shown;
    if (stage) {
      const seen = { fakes: true, pushes: true, map: this.layers.map, grid: this.layers.grid };
      this.plane.draw(stage, seen);
    } else if (this.unfolded < 1) {
      this.plane.draw(frame, { ...this.layers, grid: true }, this.unfolded);
    } else this.plane.draw(frame, this.layers);
    this.curves.draw(this.at, this.read);
    rewrite(this.status, stage ? this.inStages(stage) : this.inWords(frame));
    rewrite(this.note, frame.note);
    this.alarm.classList.toggle("rings", frame.alarm !== "");
    this.soundAlarm(frame.alarm);
    this.writeCoverage(frame);
    this.scrub.value = this.at;
    this.scrub.setAttribute("aria-valuetext", `round ${frame.step}`);
    this.drawn += 1;
    Object.assign(this.root.dataset, { frame: this.at, frames: this.last + 1, drawn: this.drawn });
  }

  inWords({ step, realScore, fakeScore, js }) {
    const verdicts = this.header.hasVerdicts
      ? `the critic gives real points ${figure(realScore)} and forgeries ${figure(fakeScore)}`
      : `the critic puts real points ${written(realScore - fakeScore, 2)} higher than forgeries`;
    return `round ${step}: ${verdicts}, JS ${figure(js)} bits`;
  }

  inStages(stage) {
    const { stages, at } = this.stages;
    return `round ${this.frame.step + 1}, ${at + 1} of ${stages.length}: ${stage.sentence}`;
  }

  /** While it rings, its words change with every frame: a screen reader is told once it rests. */
  soundAlarm(words) {
    this.alarm.ariaLive = this.playback.isOn && this.alarm.textContent ? "off" : "assertive";
    rewrite(this.alarm, words);
  }

  writeCoverage({ covered, quality }) {
    const count = covered.reduce((sum, isCovered) => sum + isCovered, 0);
    const words = `${count} of ${covered.length} parts of the cloud are covered; `;
    rewrite(this.parts, `${words}${percent(quality)} of the forgeries lie on it`);
    rewrite(this.pips, [...covered].map((isCovered) => (isCovered ? "●" : "○")).join(""));
  }

  close() {
    this.playback.stop();
    this.stages.stop();
    this.sizes.disconnect();
    clearTimeout(this.rest);
    cancelAnimationFrame(this.due);
    cancelAnimationFrame(this.unfolding);
  }
}

export default instances((root) => new GanLab(root));
