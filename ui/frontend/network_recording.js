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
