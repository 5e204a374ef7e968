const SWEEPS = 24; // sweeps over a large picture; each stands for several rows of output
const FIRST_SWEEP = 2400; // ms; each next one takes three quarters of it, down to
const FASTEST_SWEEP = 400; // ms
const STILL_STEP = 900; // ms between two jumps when the visitor prefers reduced motion

/**
 * Slides the window over the picture row by row.
 *
 * `place` is null when it is not under way, otherwise the output pixel reached and the rows
 * `from`..`to` that the current sweep stands for.
 */
class SlowMotion {
  constructor(button, stopButton, moved) {
    Object.assign(this, { button, stopButton, moved });
    this.place = null;
    this.sweep = this.share = 0;
    button.onclick = () => this.toggle();
    stopButton.onclick = () => {
      this.stop();
      button.focus();
    };
  }

  resize(height, width) {
    const changed = this.height !== height || this.width !== width;
    Object.assign(this, { height, width });
    if (changed && this.place) this.stop();
  }

  toggle() {
    if (this.timer) this.pause();
    else this.play();
  }

  play() {
    if (!this.place) this.sweep = this.share = 0;
    this.go();
    this.label("Pause");
  }

  /** Takes the first step now and the next ones by itself. */
  go() {
    let before = performance.now();
    const still = prefersStillness();
    const wait = (step) => {
      this.timer = still ? setTimeout(step, STILL_STEP) : requestAnimationFrame(step);
    };
    const step = () => {
      const now = performance.now();
      const duration = Math.max(FIRST_SWEEP * 0.75 ** this.sweep, FASTEST_SWEEP);
      if (this.place) this.advance(still ? 1 : Math.min(now - before, 100) / duration);
      before = now;
      if (this.sweep >= this.sweeps) {
        this.stop();
        return;
      }
      wait(step);
      this.tell();
    };
    step();
  }

  get sweeps() {
    return Math.min(SWEEPS, this.height);
  }

  advance(share) {
    this.share += share;
    if (this.share < 1) return;
    this.share = 0;
    this.sweep += 1;
  }

  tell() {
    const edge = (sweep) => Math.floor((sweep * this.height) / this.sweeps);
    const [from, to] = [edge(this.sweep), edge(this.sweep + 1)];
    const column = Math.min(this.width - 1, Math.floor(this.share * this.width));
    this.place = { row: Math.floor((from + to - 1) / 2), column, from, to };
    this.moved();
  }

  pause() {
    this.halt();
    this.label("Go on");
  }

  /** Ends it; the whole output is seen again. */
  stop() {
    this.halt();
    this.place = null;
    this.label("Slow motion");
    this.moved();
  }

  halt() {
    cancelAnimationFrame(this.timer);
    clearTimeout(this.timer);
    this.timer = 0;
  }

  label(text) {
    this.button.querySelector(".text").textContent = text;
    this.button.classList.toggle("playing", text === "Pause");
    this.stopButton.hidden = text === "Slow motion";
  }
}

/** Covers the part of the output that is not made yet. */
function coverUnmade(context, pane, { from, to, column }, colour) {
  const { scale, width, height } = pane;
  context.fillStyle = colour;
  context.globalAlpha = 0.88;
  context.fillRect(0, to * scale, width * scale, (height - to) * scale);
  context.fillRect((column + 1) * scale, from * scale, width * scale, (to - from) * scale);
  context.globalAlpha = 1;
}
