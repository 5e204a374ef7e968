const LEGIBLE = 10; // CSS pixels, the smallest type for numbers in cells
const COMFORTABLE = 12; // the magnifier shows fewer cells rather than smaller type
const LARGEST_TYPE = 14;
const MARGIN = 6; // CSS pixels beside a number in the magnifier
const WIDEST_LOUPE = 7; // cells
const TALLEST_LOUPE = 5;
const VISIBLE_MARK = 9; // CSS pixels; smaller cells get an outline of this size
const LINED = 9; // CSS pixels a cell needs for lines between the cells

/** One grid: title, sides, picture, colour scale and magnifier. */
class Sheet {
  constructor({ point, press, redraw, pick }) {
    const canvas = (className, role) => {
      const element = build("canvas", { className });
      element.setAttribute("role", role);
      return element;
    };
    const part = (className, ...children) => build("div", { className }, ...children);
    this.overlay = canvas("overlay", "application");
    this.frame = part("frame", canvas("picture", "img"), this.overlay);
    this.title = part("title");
    this.rowTitle = part("row-title");
    this.columnTitle = part("column-title");
    this.rowLabels = part("row-labels");
    this.columnLabels = part("column-labels");
    this.bar = part("bar");
    this.marks = part("marks");
    const sides = [this.columnTitle, this.columnLabels, this.rowTitle, this.rowLabels];
    this.sheet = part("sheet", ...sides, this.frame, part("scale", this.bar, this.marks));
    this.loupe = new Loupe(pick);
    this.pane = new Pane(this.frame, { point, press, redraw });
    this.parts = [this.title, this.sheet, this.loupe.element];
  }

  /** Takes new numbers over; `colours` are three bytes a cell. */
  update(grid, rows, columns, values, colours, help) {
    Object.assign(this, { grid, rows, columns, values, colours });
    const labelled = grid.rowLabels.length + grid.columnLabels.length > 0;
    this.title.textContent = grid.title;
    this.rowTitle.textContent = labelled ? grid.rowTitle : "";
    this.columnTitle.textContent = labelled ? grid.columnTitle : "";
    relabel(this.rowLabels, grid.rowLabels);
    relabel(this.columnLabels, grid.columnLabels);
    this.sheet.classList.toggle("labelled", labelled);
    this.sheet.style.setProperty("--slenderness", Math.min(1, columns / rows));
    this.sheet.style.setProperty("--columns", columns);
    this.bar.style.background = `linear-gradient(90deg, ${grid.ramp.map(cssColour).join()})`;
    relabel(this.marks, grid.marks.map((mark) => short(mark, grid.digits)));
    this.pane.describe(grid.alt, help);
    const picture = new ImageData(columns, rows);
    for (let cell = 0; cell < values.length; cell++) {
      picture.data.set(colours.subarray(3 * cell, 3 * cell + 3), 4 * cell);
      picture.data[4 * cell + 3] = 255;
    }
    this.pane.paint(rows, columns, picture);
    this.widest = this.measure();
  }

  /** What stands in a cell: the number as text and its colour as [red, green, blue]. */
  cell(row, column) {
    const at = row * this.columns + column;
    return {
      text: short(this.values[at], this.grid.digits),
      colour: [...this.colours.subarray(3 * at, 3 * at + 3)],
    };
  }

  /** Width of the widest number in ems; the scale's ends count, so that it seldom changes. */
  measure() {
    const { digits, marks } = this.grid;
    const texts = Array.from(this.values, (value) => short(value, digits));
    texts.push(...marks.map((mark) => figure(mark, digits)));
    const longest = Math.max(...texts.map((text) => text.length));
    const context = this.overlay.getContext("2d");
    context.font = `100px ${theme(this.overlay, "font")}`;
    const wide = (text) => context.measureText(text).width / 100;
    return Math.max(...[...new Set(texts)].filter((text) => text.length === longest).map(wide));
  }

  /** The type size with which the numbers fit into the cells, or 0. */
  typeSize() {
    if (!this.grid.showValues) return 0;
    const { scale } = this.pane;
    const size = Math.min(LARGEST_TYPE, scale * 0.6, (scale - 4) / this.widest);
    return size >= LEGIBLE ? size : 0;
  }

  /** Draws lines, numbers and outlines over the picture; `view` is what the magnifier shows. */
  mark(mark, selected, view, typeSize) {
    const context = this.pane.open();
    const { scale } = this.pane;
    if (scale >= LINED) this.drawLines(context, scale);
    if (typeSize) this.writeNumbers(context, scale, typeSize);
    if (view && view.rows * scale > 2.5 * VISIBLE_MARK) {
      const [left, top] = [view.left * scale, view.top * scale];
      for (const [style, thickness] of [["#00000070", 3], ["#ffffff", 1]]) {
        Object.assign(context, { strokeStyle: style, lineWidth: thickness });
        context.strokeRect(left, top, view.columns * scale, view.rows * scale);
      }
    }
    for (const [cell, emphasis] of [[mark, 0], [selected, 2]]) {
      if (!cell) continue;
      const side = Math.max(scale, VISIBLE_MARK) - emphasis;
      const start = (at) => (at + 0.5) * scale - side / 2;
      outline(context, start(cell[1]), start(cell[0]), side, side);
      if (emphasis) outline(context, start(cell[1]) + 2, start(cell[0]) + 2, side - 4, side - 4);
    }
    const highlight = (labels, at) =>
      [...labels.children].forEach((label, index) => label.classList.toggle("on", index === at));
    highlight(this.rowLabels, mark?.[0]);
    highlight(this.columnLabels, mark?.[1]);
  }

  drawLines(context, scale) {
    context.fillStyle = "#80808058";
    for (let row = 1; row < this.rows; row++) {
      context.fillRect(0, Math.round(row * scale), this.columns * scale, 1);
    }
    for (let column = 1; column < this.columns; column++) {
      context.fillRect(Math.round(column * scale), 0, 1, this.rows * scale);
    }
  }

  writeNumbers(context, scale, size) {
    context.font = `${size}px ${theme(this.overlay, "font")}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (let row = 0; row < this.rows; row++) {
      for (let column = 0; column < this.columns; column++) {
        const { text, colour } = this.cell(row, column);
        context.fillStyle = inkOn(colour);
        context.fillText(text, (column + 0.5) * scale, (row + 0.5) * scale + 0.5);
      }
    }
  }
}

/** The cells around the marked one, large enough for their numbers. */
class Loupe {
  constructor(pick) {
    this.element = build("div", { className: "loupe", ariaHidden: "true" });
    this.cells = [];
    this.element.onclick = ({ target }) => {
      const at = this.cells.indexOf(target);
      const { top, left, columns } = this.view;
      if (at >= 0) pick([top + Math.floor(at / columns), left + (at % columns)]);
    };
  }

  /** How many cells across can be shown in type that is `widest` ems wide, an odd number. */
  capacity(widest) {
    const across = this.element.clientWidth / (COMFORTABLE * widest + MARGIN);
    return clamp(2 * Math.floor((across - 1) / 2) + 1, 3, WIDEST_LOUPE);
  }

  show(sheet, view, [row, column], widest) {
    const { top, left, rows, columns } = view;
    this.view = view;
    if (this.cells.length !== rows * columns) {
      this.cells = Array.from({ length: rows * columns }, () => build("span"));
      this.element.replaceChildren(...this.cells);
    }
    const side = this.element.clientWidth / columns;
    this.element.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
    this.element.style.fontSize = `${Math.min(LARGEST_TYPE, (side - MARGIN) / widest)}px`;
    this.cells.forEach((element, at) => {
      const [y, x] = [top + Math.floor(at / columns), left + (at % columns)];
      const { text, colour } = sheet.cell(y, x);
      element.textContent = text;
      element.style.background = cssColour(colour);
      element.style.color = inkOn(colour);
      element.classList.toggle("on", y === row && x === column);
    });
  }
}

/** As figure, with whole numbers without decimals. */
function short(value, digits) {
  return figure(value, Number.isInteger(value) ? 0 : digits);
}

function cssColour([red, green, blue]) {
  return `rgb(${red} ${green} ${blue})`;
}

/** Black or white, whichever stands out more (at least 4.5 : 1; WCAG's relative luminance). */
function inkOn(colour) {
  const linear = colour.map((byte) => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  return luminance > 0.179 ? "#000000" : "#ffffff";
}

/** Writes one span per label, new ones only when their number has changed. */
function relabel(element, labels) {
  if (element.children.length !== labels.length) {
    element.replaceChildren(...labels.map(() => build("span")));
  }
  labels.forEach((label, at) => (element.children[at].textContent = label));
}
