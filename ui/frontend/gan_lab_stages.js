const STAGE = 2500; // ms: up to 25 words are to be read, and the plane to be looked at
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
    this.isHeld = false;
  }

  /** The stage that is shown, or undefined. */
  get shown() {
    return this.stages[this.at];
  }

  play(stages) {
    clearTimeout(this.timer);
    this.stages = stages;
    this.at = 0;
    this.show();
  }

  show() {
    this.light();
    this.lab.redraw();
    if (!this.isHeld) this.wait();
  }

  wait() {
    this.timer = setTimeout(() => {
      this.at += 1;
      if (this.shown) this.show();
      else this.lab.finishRound();
    }, STAGE);
  }

  /** Holds the stage that is shown, or gives it all its time again. */
  toggle() {
    this.isHeld = !this.isHeld;
    clearTimeout(this.timer);
    if (this.shown && !this.isHeld) this.wait();
  }

  stop() {
    clearTimeout(this.timer);
    this.stages = [];
    this.isHeld = false;
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
