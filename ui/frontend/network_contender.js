const HINT_PAIR = "Point at a neuron or an edge: both networks show theirs.";

/** One of the two networks: its heading, its graph and its map. */
class Contender {
  constructor(element, look, pair) {
    Object.assign(this, { element, pair });
    const find = (selector) => element.querySelector(selector);
    for (const name of ["graph", "status", "note", "side"]) this[name] = find(`.${name}`);
    this.heading = find("h3 span");
    element.style.setProperty("--line", look.colour ?? "currentcolor");
    element.style.setProperty("--dash", look.dash.length ? "dashed" : "solid");
    const { root } = pair;
    const options = { switches: root, hint: HINT_PAIR };
    this.panel = new MapPanel(this.side, () => pair.redraw(), options);
    this.drawing = new Drawing(find(".stage"), {
      point: (place, way) => pair.point(this, place, way),
      pointEdge: (edge) => pair.pointEdge(this, edge),
    });
  }

  /** Takes a run over, which has come with all its frames. */
  load(run) {
    this.run = run;
    this.recording = new Recording(run);
    this.recording.append(run);
    this.names = nameAll(run);
    const name = capitalised(run.name);
    this.heading.textContent = `${name}: ${run.title}`;
    this.graph.dataset.name = name;
    const hidden = run.sizes.slice(1, -1).join(", ") || "no";
    this.element.ariaLabel =
      `${run.name}, ${run.title}: ${run.sizes[0]} inputs, ${hidden} hidden neurons and ` +
      `${run.sizes.at(-1)} outputs. Arrow keys go from neuron to neuron.`;
  }

  paint() {
    this.colours = new Colours(this.pair.root, this.run.classes);
    this.panel.update(this.run, this.recording, this.names, this.colours);
    this.drawing.update(this.recording, this.names, this.colours);
  }

  arrange(height) {
    this.drawing.arrange(this.graph.clientWidth, height);
    this.panel.map.isStale = true;
  }

  /** Its frame at this place of the time line; who ended early stays as it was. */
  frameAt(at) {
    const { frames } = this.recording;
    return frames[Math.min(at, frames.length - 1)];
  }

  get last() {
    return this.recording.sizes.length - 1;
  }

  get isClassifier() {
    return this.run.classes > 0;
  }

  /** Where a place of the other network is in this one, if it is: output stands for output. */
  own(place, other) {
    if (!place) return null;
    const column = place.column === other.last ? this.last : place.column;
    const isHere = column < this.last === place.column < other.last;
    return isHere && place.row < this.recording.sizes[column] ? { ...place, column } : null;
  }

  /** Likewise of an edge. */
  ownEdge(edge, other) {
    const end = edge && this.own({ column: edge.column, row: edge.to }, other);
    const start = edge && this.own({ column: edge.column - 1, row: edge.source }, other);
    if (!end || !start || start.column !== end.column - 1) return null;
    return { ...edge, column: end.column };
  }

  draw(at, marked, edge) {
    const frame = this.frameAt(at);
    this.drawing.draw(frame, this.run.blobs[1], marked, edge);
    this.panel.draw(frame, marked);
    this.panel.read();
    if (edge) rewrite(this.panel.reading, this.weigh(frame, edge));
    rewrite(this.status, inWords(frame, this.isClassifier));
    rewrite(this.note, frame.note);
  }

  /** The number of the class that wins at each pixel. */
  answers(at) {
    const { recording, last } = this;
    const frame = this.frameAt(at);
    const maps = Array.from({ length: recording.sizes[last] }, (_, row) =>
      recording.map(frame, last, row),
    );
    return maps[0].map((byte, pixel) => {
      if (maps.length === 1) return byte < ZERO ? 0 : 1;
      return maps.reduce((best, map, row) => (map[pixel] > maps[best][pixel] ? row : best), 0);
    });
  }

  weigh(frame, { column, to, source }) {
    const from = this.names.neurons[column - 1][source];
    const weight = threeDigits(this.recording.weight(frame, column, to, source));
    return `${from} → ${this.names.neurons[column][to]}: weight ${weight}`;
  }
}

function capitalised(text) {
  return text[0].toUpperCase() + text.slice(1);
}
