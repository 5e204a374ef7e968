const LAB_LINES = {
  losses: { critic: { dash: [] }, forger: { dash: [5, 3], colour: FAKE_COLOUR } },
  kl: { bits: { dash: [] } },
  shares: { "JS bits": { dash: [] }, covered: { dash: [5, 3], colour: "#009E73" } },
};

/** What is measured of all frames: losses, KL, and JS together with the coverage. */
class LabCurves {
  /** handlers: `scrub` and `read`, see Curve. */
  constructor(place, handlers) {
    const curve = (title, looks) => new Curve(title, handlers, looks, "round");
    this.losses = curve("Losses", LAB_LINES.losses);
    this.kl = curve("KL divergence", LAB_LINES.kl);
    this.shares = curve("JS divergence and coverage", LAB_LINES.shares);
    this.all = [this.losses, this.kl, this.shares];
    place.append(...this.all.map(({ element }) => element));
  }

  update(frames, colours) {
    const rounds = frames.map(({ step }) => step);
    const of = (name) => frames.map((frame) => frame[name]);
    const format = (value, isMark) => (isMark ? String(value) : written(value, 2));
    const put = (curve, series, bounds) =>
      curve.update(rounds, series, colours, { format, bounds, isLog: false });
    const losses = { critic: of("criticLoss"), forger: of("forgerLoss") };
    const kl = { bits: of("kl") };
    put(this.losses, losses, mostOf(losses));
    put(this.kl, kl, mostOf(kl));
    put(this.shares, { "JS bits": of("js"), covered: of("coverage") }, [0, 1.04]);
  }

  /** read: the frame under the pointer, or null. */
  draw(frame, read) {
    for (const curve of this.all) curve.draw(frame, read);
    for (const curve of this.all) curve.write(frame, read);
  }
}

/** An axis for all but the few most extreme values, with 0 on it. */
function mostOf(series) {
  const values = Object.values(series).flat().filter(Number.isFinite).sort((a, b) => a - b);
  const at = (share) => values[Math.round(share * (values.length - 1))] ?? 0;
  const [low, high] = [Math.min(0, at(0.01)), Math.max(0, at(0.99))];
  const room = 0.04 * (high - low) || 1;
  return [low < 0 ? low - room : 0, high + room];
}
