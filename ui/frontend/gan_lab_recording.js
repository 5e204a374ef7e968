const LAB_FIGURES = 11; // of a frame, in the order of ui/gan_lab.py

/** The frames of a run that have arrived so far. */
class LabRecording {
  constructor(run) {
    Object.assign(this, { run, frames: [] });
  }

  /** Takes over the frames that are new; false if frames before them never came. */
  append(header) {
    if (this.run !== header.run) {
      this.frames.length = this.run === header.was ? Math.min(this.frames.length, header.kept) : 0;
      this.run = header.run;
    }
    const { start, count } = header;
    if (this.frames.length > count) this.frames.length = count;
    if (start > this.frames.length) return false;
    const [figures, samples, pushes, maps, warps, shades, covered] = header.blobs.slice(2, 9);
    const numbers = new Float64Array(figures.slice().buffer);
    const [rows, columns] = header.grid;
    const cells = Math.max(1, rows - 1) * (columns - 1);
    const sizes = { map: header.side ** 2, warp: 2 * rows * columns, arrows: 2 * header.arrows };
    const [points, arrows, grids] = [samples, pushes, warps].map(floats);
    const [pictures, crowding, parts] = [maps, shades, covered].map((bytes) => bytes.slice());
    const arrived = numbers.length / LAB_FIGURES;
    for (let at = this.frames.length - start; at < arrived; at++) {
      const part = (values, size) => values.subarray(at * size, (at + 1) * size);
      const [step, criticLoss, forgerLoss, realScore, fakeScore, ...measured] = part(
        numbers,
        LAB_FIGURES,
      );
      const [kl, js, coverage, quality, low, high] = measured;
      this.frames.push({
        ...{ step, criticLoss, forgerLoss, realScore, fakeScore },
        ...{ kl, js, coverage, quality, low, high },
        fakes: part(points, points.length / arrived),
        pushes: part(arrows, sizes.arrows),
        map: part(pictures, sizes.map),
        warp: part(grids, sizes.warp),
        crowding: part(crowding, cells),
        covered: part(parts, header.modes),
        alarm: header.alarms[at],
        note: header.notes[at],
      });
    }
    return this.frames.length >= count;
  }

  /** The frame whose round is nearest. */
  nearest(step) {
    const away = this.frames.map((frame) => Math.abs(frame.step - step));
    return away.indexOf(Math.min(...away));
  }
}

/** The stages of a round: what is seen in each, with pictures like those of a frame. */
function stagesOf({ stages, blobs, side, grid: [rows, columns] }) {
  const [points, warps] = [blobs[9], blobs[11]].map(floats);
  const [maps, shades] = [blobs[10], blobs[12]].map((bytes) => bytes.slice());
  const cells = Math.max(1, rows - 1) * (columns - 1);
  let first = 0;
  return stages.map(({ counts, ...words }, at) => {
    const part = (values, size) => values.subarray(at * size, (at + 1) * size);
    const [real, fakes, pushes, moves] = counts.map((count) =>
      points.subarray(first, (first += 2 * count)),
    );
    return {
      ...{ ...words, real, fakes, pushes, moves },
      map: part(maps, side ** 2),
      warp: part(warps, 2 * rows * columns),
      crowding: part(shades, cells),
    };
  });
}

/** A copy as numbers: the message that the bytes are a part of would stay in memory as a whole. */
function floats(bytes) {
  return new Float32Array(bytes.slice().buffer);
}
