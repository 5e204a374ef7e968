const FIGURES = 5; // of a frame: epoch, training loss, test loss, training score, test score

/** The frames of a run that have arrived so far. Column 0 are the inputs, the last the outputs. */
class Recording {
  constructor({ run, sizes, side }) {
    Object.assign(this, { run, sizes, pixels: side * side, frames: [] });
    this.places = [0]; // where the parameters of each layer begin: weights [out, in], then biases
    this.firsts = [0, 0]; // the number of each column's first map
    for (let column = 1; column < sizes.length; column++) {
      this.places.push(this.places[column - 1] + sizes[column] * (sizes[column - 1] + 1));
      this.firsts.push(this.firsts[column] + sizes[column]);
    }
  }

  /** Takes over the frames that are new; false if frames before them never came. */
  append({ start, count, notes, blobs }) {
    if (this.frames.length > count) this.frames.length = count;
    if (start > this.frames.length) return false;
    const figures = new Float64Array(blobs[2].slice().buffer);
    const parameters = new Float32Array(blobs[3].slice().buffer);
    const scales = new Float32Array(blobs[4].slice().buffer);
    const neurons = this.firsts.at(-1);
    const hidden = neurons - this.sizes.at(-1);
    const part = (values, size, at) => values.subarray(at * size, (at + 1) * size);
    // A copy, for the message that the bytes are a part of would stay in memory as a whole.
    const [dropped, maps] = [blobs[5].slice(), blobs[6].slice()];
    for (let at = this.frames.length - start; at < figures.length / FIGURES; at++) {
      const [epoch, trainLoss, testLoss, trainScore, testScore] = part(figures, FIGURES, at);
      this.frames.push({
        epoch,
        losses: [trainLoss, testLoss],
        scores: [trainScore, testScore],
        parameters: part(parameters, this.places.at(-1), at),
        scales: part(scales, neurons, at),
        dropped: part(dropped, hidden, at),
        maps: part(maps, neurons * this.pixels, at),
        note: notes[at],
      });
    }
    return this.frames.length >= count;
  }

  weight(frame, column, to, source) {
    const into = this.sizes[column - 1];
    return frame.parameters[this.places[column - 1] + to * into + source];
  }

  bias(frame, column, to) {
    const [into, out] = [this.sizes[column - 1], this.sizes[column]];
    return frame.parameters[this.places[column - 1] + out * into + to];
  }

  map(frame, column, row) {
    const at = this.firsts[column] + row;
    return frame.maps.subarray(at * this.pixels, (at + 1) * this.pixels);
  }

  scale(frame, column, row) {
    return frame.scales[this.firsts[column] + row];
  }

  isDropped(frame, column, row) {
    return column < this.sizes.length - 1 && frame.dropped[this.firsts[column] + row] === 1;
  }

  /** The frame whose epoch is nearest. */
  nearest(epoch) {
    let best = 0;
    this.frames.forEach((frame, at) => {
      if (Math.abs(frame.epoch - epoch) < Math.abs(this.frames[best].epoch - epoch)) best = at;
    });
    return best;
  }
}

/** A number with `digits` decimals and a true minus; what is no number in words. */
function written(value, digits = 3) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const text = size >= 1e5 ? value.toExponential(1) : value.toFixed(digits);
  return text.replace("-", Number(text) === 0 ? "" : "−");
}

/** Three significant digits. */
function brief(value) {
  if (!Number.isFinite(value) || value === 0) return written(value, 0);
  const digits = clamp(2 - Math.floor(Math.log10(Math.abs(value))), 0, 6);
  return written(value, digits);
}

/** Whole percents that never claim to be all or nothing when they are not. */
function percent(share) {
  if (Number.isNaN(share)) return "– %";
  if (share > 0 && share < 0.005) return "< 1 %";
  if (share < 1 && share >= 0.995) return "> 99 %";
  return `${Math.round(100 * share)} %`;
}

/** Round numbers from `low` to `high`, about `count` of them. */
function ticks(low, high, count) {
  const rough = (high - low) / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) * power;
  const found = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + step * 1e-9; at++) {
    found.push(Number((at * step).toPrecision(12)));
  }
  return found;
}
