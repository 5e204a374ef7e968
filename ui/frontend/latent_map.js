const KEY_PAUSE = 250; // ms after the last arrow key before Python hears of it
const FAR = 5; // cells that an arrow key goes with Shift held down
const SIDE = 1000; // of the map, in the units that the pane counts in
const RIM = 13; // pixels that a mark keeps from the edge, so that its ring stays whole
const FAINT = 0.12; // opacity of the digits that were not asked for
// One for each digit; each is dark enough for light paper and light enough for dark.
const COLOURS = [
  "#2F80C9", "#D55E00", "#00906A", "#C0609A", "#A87500",
  "#7A6FD0", "#8A7460", "#2B94A8", "#5F8A1E", "#D0455F",
];

/** A plane of two numbers: what the decoder draws at the point, blended out of a sheet. */
class LatentMap {
  only = null;
  drawn = 0;

  constructor(root) {
    this.root = root.querySelector(".latent");
    this.echo = new Echo();
    for (const name of ["digit", "numbers", "nearest", "legend", "news"]) {
      this[name] = root.querySelector(`.${name}`);
    }
    this.pane = new Pane(root.querySelector(".frame"), {
      point: (kind, place, event) => this.point(kind, place, event),
      press: (event) => this.press(event),
      redraw: () => this.paint(),
    });
    this.legend.append(...COLOURS.map((_, digit) => this.chip(digit)));
    this.arrived = () => this.findSheet();
    window.addEventListener("nnkit-picture", this.arrived);
  }

  update(settings, { setStateValue }) {
    this.settings = settings;
    const [codes, labels] = settings.blobs;
    const numbers = new Float32Array(codes.slice().buffer);
    this.labels = labels;
    this.places = [...labels].map((_, at) => this.shares(numbers.slice(2 * at, 2 * at + 2)));
    this.tell = () => {
      this.echo.expect(this.at);
      setStateValue("point", this.at);
    };
    if (this.echo.isNews(settings.point)) this.at = settings.point;
    this.at = this.within(this.at);
    this.pane.describe(settings.alt, "Arrow keys move the point");
    this.findSheet();
    this.paint();
  }

  findSheet() {
    const sheet = window.nnkitPictures?.get(this.settings?.source);
    if (!sheet || sheet === this.sheet) return;
    this.sheet = sheet;
    this.whole = build("canvas", { width: sheet.width, height: sheet.height });
    this.whole.getContext("2d").putImageData(sheet, 0, 0);
    this.paint();
  }

  /** A button of the legend: the digit in its colour; pressed, it shows that digit alone. */
  chip(digit) {
    const button = build("button", { type: "button", textContent: digit });
    button.style.color = COLOURS[digit];
    button.setAttribute("aria-label", `Only the ${digit}s`);
    button.onclick = () => {
      this.only = this.only === digit ? null : digit;
      this.paint();
    };
    return button;
  }

  within(code) {
    const { across, up } = this.settings;
    return [across, up].map(([low, high], axis) => clamp(code[axis], low, high));
  }

  /** Where a code lies: shares of the map from its left and from its top. */
  shares([first, second]) {
    const { across, up } = this.settings;
    return [(first - across[0]) / (across[1] - across[0]), (up[1] - second) / (up[1] - up[0])];
  }

  point(kind, { y, x }, event) {
    if (kind === "move" && !event.buttons) return;
    const { across, up } = this.settings;
    this.at = this.within([
      across[0] + (x / SIDE) * (across[1] - across[0]),
      up[1] - (y / SIDE) * (up[1] - up[0]),
    ]);
    this.redraw();
    if (kind === "up") this.settle();
  }

  press(event) {
    const step = arrowStep(event.key);
    if (!step) return;
    event.preventDefault();
    const { across, up, points } = this.settings;
    const cells = (event.shiftKey ? FAR : 1) / (points - 1);
    this.at = this.within([
      this.at[0] + step[1] * cells * (across[1] - across[0]),
      this.at[1] - step[0] * cells * (up[1] - up[0]),
    ]);
    this.redraw();
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.settle(), KEY_PAUSE);
  }

  /** The point rests: say so to who cannot see it, and to Python. */
  settle() {
    this.news.textContent = `${this.numbers.textContent}. ${this.nearest.textContent}`;
    this.tell();
  }

  /** Draws at most once per screen refresh, however often the pointer moves. */
  redraw() {
    this.due ??= requestAnimationFrame(() => {
      this.due = undefined;
      this.draw();
    });
  }

  /** The map itself, which stays as it is while the point moves. */
  paint() {
    const wide = this.pane.frame.clientWidth;
    if (!this.settings || !wide) return;
    this.style = {
      ink: theme(this.root, "text-color"),
      paper: theme(this.root, "background-color"),
      primary: theme(this.root, "primary-color"),
      font: theme(this.root, "font"),
    };
    const ratio = window.devicePixelRatio || 1;
    const paper = build("canvas", { width: wide * ratio, height: wide * ratio });
    const context = paper.getContext("2d");
    context.scale(ratio, ratio);
    context.fillStyle = this.style.paper;
    context.fillRect(0, 0, wide, wide);
    if (this.settings.beneath === "sheet") this.paintSheet(context, wide);
    else this.paintCodes(context, wide);
    this.pane.paint(SIDE, SIDE, paper);
    [...this.legend.children].forEach((chip, digit) => {
      chip.setAttribute("aria-pressed", this.only === digit);
    });
    this.legend.hidden = this.settings.beneath === "sheet";
    this.draw();
  }

  /** The map's edges go through the middles of the sheet's outermost digits. */
  paintSheet(context, wide) {
    if (!this.whole) return;
    const { cell } = this.settings;
    const side = this.whole.width - cell;
    context.drawImage(this.whole, cell / 2, cell / 2, side, side, 0, 0, wide, wide);
  }

  paintCodes(context, wide) {
    context.font = `600 ${clamp(wide / 42, 8, 12)}px ${this.style.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    this.labels.forEach((label, at) => {
      const [x, y] = this.places[at];
      context.globalAlpha = this.only === null || this.only === label ? 1 : FAINT;
      context.fillStyle = COLOURS[label];
      context.fillText(label, x * wide, y * wide);
    });
    context.globalAlpha = 1;
  }

  /** What follows the point: its mark, its two numbers and its digit. */
  draw() {
    if (!this.settings || !this.pane.frame.clientWidth) return;
    const context = this.pane.open();
    const { own } = this.settings;
    if (own) this.mark(context, this.within(own), "yours");
    this.cross(context);
    const [first, second] = this.at.map((value) => value.toFixed(2).replace("-", "−"));
    this.numbers.textContent = `Y0 = ${first}, Y1 = ${second}`;
    this.nearest.textContent = `The nearest test digit is a ${this.neighbour()}.`;
    this.digit.setAttribute("aria-label", `The digit drawn from ${this.numbers.textContent}`);
    if (!this.sheet) return;
    this.digit.getContext("2d").putImageData(this.blend(), 0, 0);
    this.drawn += 1;
    this.root.dataset.drawn = this.drawn;
  }

  /** The digit at the point: the four nearest ones of the sheet, each by how near it is. */
  blend() {
    const { points, cell } = this.settings;
    const [column, row] = this.shares(this.at).map((share) => share * (points - 1));
    const [left, top] = [column, row].map((value) => Math.min(Math.floor(value), points - 2));
    const [right, low] = [column - left, row - top];
    const { data, width } = this.sheet;
    const found = new ImageData(cell, cell);
    for (let y = 0; y < cell; y++) {
      for (let x = 0; x < cell; x++) {
        const start = 4 * ((top * cell + y) * width + left * cell + x);
        const beside = start + 4 * cell;
        const below = 4 * cell * width;
        const upper = data[start] + right * (data[beside] - data[start]);
        const lower =
          data[start + below] + right * (data[beside + below] - data[start + below]);
        const to = 4 * (y * cell + x);
        const grey = upper + low * (lower - upper);
        found.data[to] = found.data[to + 1] = found.data[to + 2] = grey;
        found.data[to + 3] = 255;
      }
    }
    return found;
  }

  /** The label of the test digit whose code lies nearest on the map. */
  neighbour() {
    const [x, y] = this.shares(this.at);
    let best = 0;
    let least = Infinity;
    this.places.forEach((place, at) => {
      const far = (place[0] - x) ** 2 + (place[1] - y) ** 2;
      if (far >= least) return;
      best = at;
      least = far;
    });
    return this.labels[best];
  }

  /** Where the mark of a code stands on the screen, in pixels. */
  spot(code) {
    const wide = this.pane.frame.clientWidth;
    return this.shares(code).map((share) => clamp(share * wide, RIM, wide - RIM));
  }

  cross(context) {
    const [x, y] = this.spot(this.at);
    ring(context, x, y, 9, this.style.primary, this.style.paper);
    context.fillStyle = this.style.primary;
    context.beginPath();
    context.arc(x, y, 3, 0, 2 * Math.PI);
    context.fill();
  }

  mark(context, code, label) {
    const wide = this.pane.frame.clientWidth;
    const [x, y] = this.spot(code);
    const { ink, paper, font } = this.style;
    ring(context, x, y, 7, ink, paper);
    context.font = `600 13px ${font}`;
    context.textBaseline = "middle";
    context.textAlign = x > wide - 60 ? "right" : "left";
    context.lineWidth = 4;
    context.lineJoin = "round";
    context.strokeStyle = paper;
    const start = x > wide - 60 ? x - 12 : x + 12;
    context.strokeText(label, start, y);
    context.fillStyle = ink;
    context.fillText(label, start, y);
  }

  close() {
    window.removeEventListener("nnkit-picture", this.arrived);
    clearTimeout(this.rest);
    cancelAnimationFrame(this.due);
    this.pane.close();
  }
}

/** A ring with a rim, which stands out on digits and on paper. */
function ring(context, x, y, radius, colour, rim) {
  for (const [style, width] of [[rim, 7], [colour, 3]]) {
    context.strokeStyle = style;
    context.lineWidth = width;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.stroke();
  }
}

export default instances((root) => new LatentMap(root));
