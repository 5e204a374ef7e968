const HEAD = 40; // CSS pixels for the columns' titles
const FOOT = 16; // under a neuron: its bias, or the name of an input
const GAP = 5; // between two neurons at least
const LOOSE = 34; // and at most
const LARGEST = 46;
const SMALLEST = 27;
const NARROWEST = 66; // CSS pixels from column to column
const MARGIN = 40; // from the frame to the middle of the first and last column
const REACHED = 9; // CSS pixels from an edge that still touch it
const FAINT = 0.13; // edges of other neurons than the marked one
const DIM = 0.5; // all edges but the one pointed at

/** The network as a graph: neurons with their maps, edges by sign and strength.

 Without `open` and `openEdge` nothing can be edited. */
class Drawing {
  constructor(stage, { point, open, pointEdge, openEdge }) {
    Object.assign(this, { stage, point, open });
    this.canvas = stage.querySelector(".edges");
    this.heads = stage.querySelector(".heads");
    this.cells = stage.querySelector(".cells");
    const edge = (event) => this.edgeAt(...this.inside(event), event.pointerType === "touch");
    this.canvas.onpointermove = (event) => pointEdge(edge(event), event);
    this.canvas.onpointerleave = () => pointEdge(null);
    this.canvas.onclick = (event) => {
      const found = edge(event);
      if (found) openEdge?.(found, event);
    };
    stage.onkeydown = (event) => this.press(event);
  }

  /** Takes shape and names over; builds anew only what is of another shape. */
  update(recording, names, colours) {
    Object.assign(this, { recording, names, colours });
    const plan = JSON.stringify([recording.sizes, names]);
    if (plan === this.plan) return;
    this.plan = plan;
    this.columns = recording.sizes.map((size, column) =>
      Array.from({ length: size }, (_, row) => this.createNeuron(column, row)),
    );
    this.cells.replaceChildren(...this.columns.flat().map(({ cell }) => cell));
    this.heads.replaceChildren(
      ...names.columns.map(([title, kind]) =>
        build("p", {}, title, build("small", { textContent: kind })),
      ),
    );
    this.columns[0][0].button.tabIndex = 0; // one stop for the Tab key, arrows for the rest
  }

  createNeuron(column, row) {
    const { side } = this;
    const canvas = build("canvas", { width: side, height: side });
    const name = this.names.neurons[column][row];
    const canEdit = column > 0 && this.open !== undefined;
    const enter = canEdit ? ". Enter edits its weights and bias" : "";
    const button = build("button", { type: "button", className: "neuron", tabIndex: -1 }, canvas);
    button.ariaLabel = `${name}${enter}`;
    Object.assign(button.dataset, { column, row });
    const place = { column, row };
    button.onpointerenter = () => this.point(place, "over");
    button.onpointerleave = () => this.point(null, "over");
    button.onfocus = () => this.focus(place);
    button.onblur = () => this.point(null, "focus");
    button.onclick = (event) => {
      button.focus({ preventScroll: true }); // Safari does not by itself
      if (event.detail === 0 && canEdit) this.open(place, button);
    };
    const square = build("i", {});
    const below =
      column === 0
        ? build("span", { className: "label", textContent: this.names.short[0][row] })
        : build(canEdit ? "button" : "span", { className: "bias", tabIndex: -1 }, square, "bias");
    if (canEdit) {
      below.type = "button";
      below.ariaLabel = `Bias of ${name}`;
      below.onclick = () => this.open(place, button);
      below.onpointerenter = () => this.point(place, "bias");
      below.onpointerleave = () => this.point(null, "bias");
    }
    const cell = build("div", { className: "cell" }, button, below);
    const context = canvas.getContext("2d");
    const picture = new ImageData(side, side);
    const shades = new Uint32Array(picture.data.buffer);
    return { cell, button, square, context, picture, shades };
  }

  focus(place) {
    for (const neuron of this.columns.flat()) neuron.button.tabIndex = -1;
    this.columns[place.column][place.row].button.tabIndex = 0;
    this.point(place, "focus");
  }

  press(event) {
    const { column, row } = event.target.dataset;
    const step = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    }[event.key];
    if (!step || column === undefined) return;
    event.preventDefault();
    const next = clamp(Number(column) + step[0], 0, this.columns.length - 1);
    const rows = this.columns[next].length;
    // To a neighbouring column: to the neuron at about the same height.
    const share = (Number(row) + 0.5) / this.columns[column].length;
    const aim = step[0] ? Math.floor(share * rows) : Number(row) + step[1];
    const { button } = this.columns[next][clamp(aim, 0, rows - 1)];
    button.focus({ preventScroll: true });
    button.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Finds a place for everything; wider than its frame if it must be, which then scrolls. */
  arrange(room, wanted) {
    const most = Math.max(...this.recording.sizes);
    const count = this.columns.length;
    const width = Math.max(room, 2 * MARGIN + (count - 1) * NARROWEST);
    const least = HEAD + most * (SMALLEST + FOOT + GAP);
    const height = clamp(wanted, least, HEAD + most * (LARGEST + FOOT + LOOSE));
    const across = (width - 2 * MARGIN) / (count - 1);
    const free = (height - HEAD) / most - FOOT - GAP;
    this.size = Math.floor(clamp(Math.min(free, across * 0.55), SMALLEST, LARGEST));
    Object.assign(this, { across, height });
    this.stage.style.width = `${width}px`;
    this.stage.style.height = `${height}px`;
    this.stage.style.setProperty("--size", `${this.size}px`);
    [...this.heads.children].forEach((head, column) => {
      head.style.left = `${MARGIN + column * across}px`;
    });
    this.columns.forEach((column, at) =>
      column.forEach((neuron, row) => {
        neuron.x = MARGIN + at * across;
        const pitch = Math.min((height - HEAD) / column.length, this.size + FOOT + LOOSE);
        const top = HEAD + (height - HEAD - pitch * column.length) / 2;
        neuron.y = top + (row + 0.5) * pitch - FOOT / 2;
        const left = neuron.x - this.size / 2;
        neuron.cell.style.transform = `translate(${left}px, ${neuron.y - this.size / 2}px)`;
      }),
    );
  }

  get side() {
    return Math.sqrt(this.recording.pixels);
  }

  /** inputs: the maps of the features, which never change. */
  draw(frame, inputs, marked, edge) {
    const last = this.columns.length - 1;
    this.columns.forEach((neurons, column) =>
      neurons.forEach((neuron, row) => {
        const { pixels } = this.recording;
        const map =
          column === 0
            ? inputs.subarray(row * pixels, (row + 1) * pixels)
            : this.recording.map(frame, column, row);
        const palette = this.colours.of(row, column === last);
        for (let at = 0; at < pixels; at++) neuron.shades[at] = palette[map[at]];
        neuron.context.putImageData(neuron.picture, 0, 0);
        if (column === 0) return;
        const isDropped = this.recording.isDropped(frame, column, row);
        neuron.cell.classList.toggle("dropped", isDropped);
        const bias = Math.tanh(this.recording.bias(frame, column, row));
        neuron.square.style.background = this.colours.number(bias);
      }),
    );
    this.drawEdges(frame, marked, edge);
  }

  drawEdges(frame, marked, edge) {
    const context = openCanvas(this.canvas);
    context.lineCap = "butt";
    const strength = (one) => {
      if (edge) return DIM;
      return !marked || isEnd(marked, one) ? 1 : FAINT;
    };
    for (const one of this.edges()) this.drawEdge(context, frame, one, strength(one));
    if (edge) this.drawEdge(context, frame, edge, 2);
  }

  drawEdge(context, frame, { column, to, source }, strength) {
    const { recording, columns } = this;
    const weight = recording.weight(frame, column, to, source);
    if (!Number.isFinite(weight)) return;
    const off =
      recording.isDropped(frame, column, to) ||
      (column > 1 && recording.isDropped(frame, column - 1, source));
    const size = Math.abs(weight);
    const [start, end] = [columns[column - 1][source], columns[column][to]];
    const [left, right] = [start.x + this.size / 2 + 1, end.x - this.size / 2 - 1];
    const middle = (left + right) / 2;
    context.globalAlpha = Math.min(1, strength * (off ? 0.12 : 0.2 + 0.6 * Math.tanh(size)));
    context.strokeStyle = weight < 0 ? NEGATIVE : POSITIVE;
    context.lineWidth = clamp(0.5 + 1.5 * Math.log2(1 + size), 0.5, 8);
    context.beginPath();
    context.moveTo(left, start.y);
    context.bezierCurveTo(middle, start.y, middle, end.y, right, end.y);
    context.stroke();
  }

  *edges() {
    const { sizes } = this.recording;
    for (let column = 1; column < sizes.length; column++) {
      for (let to = 0; to < sizes[column]; to++) {
        for (let source = 0; source < sizes[column - 1]; source++) yield { column, to, source };
      }
    }
  }

  inside(event) {
    const { left, top } = this.canvas.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  /** The edge nearest to a place: all edges between two columns share the same x(t). */
  edgeAt(x, y, isTouch) {
    const column = Math.ceil((x - MARGIN) / this.across);
    if (column < 1 || column >= this.columns.length) return null;
    const left = this.columns[column - 1][0].x + this.size / 2;
    const share = (x - left) / (this.across - this.size);
    if (share < 0 || share > 1) return null;
    const height = rise(share);
    let best = null;
    let least = isTouch ? 2 * REACHED : REACHED;
    for (const edge of this.edges()) {
      if (edge.column !== column) continue;
      const start = this.columns[column - 1][edge.source].y;
      const away = Math.abs(start + height * (this.columns[column][edge.to].y - start) - y);
      if (away < least) [best, least] = [edge, away];
    }
    return best;
  }
}

function isEnd({ column, row }, edge) {
  if (edge.column === column) return edge.to === row;
  return edge.column === column + 1 && edge.source === row;
}

/** How much of its height an edge has risen at this share of its way across, both 0..1. */
function rise(share) {
  let [low, high] = [0, 1];
  for (let step = 0; step < 20; step++) {
    const middle = (low + high) / 2;
    const across = 1.5 * middle * (1 - middle) + middle ** 3;
    if (across < share) low = middle;
    else high = middle;
  }
  return 3 * low ** 2 - 2 * low ** 3;
}
