const AHEAD = 1.5; // seconds left to play when more frames are asked for

/** Goes from frame to frame at the chosen speed; waits at the last one until there are more. */
class Playback {
  /** network: has `at`, `last`, `header`, `speed` (frames a second), `draw`, `wish`, `pause`. */
  constructor(network) {
    this.network = network;
    this.due = 0;
  }

  get isOn() {
    return this.due !== 0;
  }

  start() {
    const { network } = this;
    if (network.at === network.last && network.header.isComplete) network.at = 0;
    let position = network.at;
    let before;
    const tick = (now) => {
      const seconds = before === undefined ? 0 : Math.min((now - before) / 1000, 0.25);
      before = now;
      position = Math.min(position + seconds * network.speed, network.last + 0.999);
      if (network.last - position < AHEAD * network.speed) network.wish("more");
      const at = Math.floor(position);
      if (at !== network.at) {
        network.at = at;
        network.draw();
      }
      if (at === network.last && network.header.isComplete) network.pause();
      else this.due = requestAnimationFrame(tick);
    };
    this.due = requestAnimationFrame(tick);
  }

  stop() {
    cancelAnimationFrame(this.due);
    this.due = 0;
  }
}
