const STAGE = 1200; // ms
// Which parts of the diagram are at work in a stage, and which of its arrows.
const AT_WORK = {
  "critic sees real": ["real", "look", "critic"],
  "critic sees fake": ["noise", "make", "forger", "bring", "forgeries", "show", "critic"],
  "critic learns": ["critic"],
  "generator asks": ["forger", "bring", "forgeries", "show", "critic", "back"],
  "generator learns": ["forger", "back"],
};

/** Plays the stages of one round after the other, each long enough to be read. */
class Stages {
  /** lab: has `redraw`, `finishRound`, and the diagram's `flow`. */
  constructor(lab) {
    this.lab = lab;
    this.stages = [];
    this.at = 0;
  }

  /** The stage that is shown, or undefined. */
  get shown() {
    return this.stages[this.at];
  }

  play(stages) {
    this.stop();
    this.stages = stages;
    this.at = 0;
    this.wait();
  }

  wait() {
    this.light();
    this.lab.redraw();
    this.timer = setTimeout(() => {
      this.at += 1;
      if (this.shown) this.wait();
      else this.lab.finishRound();
    }, STAGE);
  }

  stop() {
    clearTimeout(this.timer);
    this.stages = [];
    this.light();
  }

  /** Lights up what is at work. */
  light() {
    const parts = AT_WORK[this.shown?.kind] ?? [];
    for (const part of this.lab.flow.children) {
      part.classList.toggle("on", parts.includes(part.dataset.part));
    }
    this.lab.flow.classList.toggle("back", parts.includes("back"));
  }
}
