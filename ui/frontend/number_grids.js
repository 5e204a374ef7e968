const REST = 500; // ms after which a screen reader is told

/** Linked grids of one shape, the line that reads the marked cell, and an account. */
class NumberGrids {
  constructor(root) {
    const find = (selector) => root.querySelector(selector);
    this.echo = new Echo();
    this.group = find(".grids");
    this.stage = find(".stage");
    this.words = find(".words");
    this.reading = find(".reading");
    this.hint = find(".hint");
    this.account = find(".account");
    this.news = find(".news");
    this.sheets = [];
    this.painted = 0;
    this.sizes = new ResizeObserver(() => this.redraw());
    this.sizes.observe(this.group);
  }

  /** Called at each message from Python and each change of theme. */
  update(settings, { setStateValue }) {
    const { rows, columns, blobs } = settings;
    this.settings = settings;
    this.tell = () => {
      this.echo.expect(this.selected);
      setStateValue("cell", this.selected);
    };
    if (this.echo.isNews(settings.selected)) {
      this.selected = settings.selected;
      this.marked = this.selected ?? this.marked;
    }
    if (this.selected && String(this.within(...this.selected)) !== String(this.selected)) {
      this.selected = null;
    }
    if (this.marked) this.marked = this.within(...this.marked);
    this.arrange();
    const enter = settings.canChoose ? ", Enter chooses it" : "";
    const help = `Arrow keys move the marked cell, Home and End go along its row${enter}`;
    this.sheets.forEach((sheet, at) => {
      const values = new Float32Array(blobs[2 * at].slice().buffer);
      sheet.update(settings.grids[at], rows, columns, values, blobs[2 * at + 1], help);
    });
    this.group.ariaLabel = settings.grids.map((grid) => grid.title).join(", ");
    this.writeAccount();
    this.fresh = true;
    this.redraw();
  }

  /** Builds the grids and the operators between them, when their number has changed. */
  arrange() {
    const { grids, operators } = this.settings;
    const plan = [grids.length, ...operators].join();
    if (plan === this.plan) return;
    this.plan = plan;
    this.sheets.forEach((sheet) => sheet.pane.close());
    this.sheets = grids.map((_, at) => this.createSheet(at));
    const between = operators.flatMap((operator, at) =>
      ["of-grids", "of-loupes"].map((row) => {
        const element = build("span", { className: `operator ${row}`, textContent: operator });
        element.style.setProperty("--column", 2 * at + 2);
        return element;
      }),
    );
    const parts = this.sheets.flatMap((sheet) => sheet.parts);
    this.stage.replaceChildren(...parts, ...between, this.words);
    this.stage.classList.toggle("single", grids.length === 1);
    this.stage.style.gridTemplateColumns =
      grids.length > 1 ? grids.map(() => "minmax(0, 22rem)").join(" auto ") : "";
  }

  createSheet(at) {
    const sheet = new Sheet({
      point: (kind, { y, x }, event) => this.point(kind, [Math.floor(y), Math.floor(x)], event),
      press: (event) => this.press(event),
      redraw: () => this.redraw(),
      pick: (cell) => this.mark(cell),
    });
    for (const part of sheet.parts) part.style.setProperty("--column", 2 * at + 1);
    sheet.overlay.tabIndex = at === 0 ? 0 : -1; // one stop for the Tab key
    sheet.overlay.onpointerleave = () => {
      if (this.settings.canChoose && this.selected) this.mark(this.selected);
    };
    return sheet;
  }

  writeAccount() {
    const terms = this.settings.account.map(([operator, value, name]) => {
      const term = build("span", { className: "term" });
      term.append(build("b", { textContent: value }), build("small", { textContent: name }));
      const sign = build("span", { className: "operator", textContent: operator });
      return build("span", { className: "step" }, ...(operator ? [sign] : []), term);
    });
    this.account.replaceChildren(...terms);
  }

  within(row, column) {
    const { rows, columns } = this.settings;
    return [clamp(row, 0, rows - 1), clamp(column, 0, columns - 1)];
  }

  point(kind, cell, event) {
    this.mark(cell);
    if (kind === "down") this.pressed = String(cell);
    if (kind === "up" && event.button === 0 && this.pressed === String(cell)) this.choose();
  }

  press(event) {
    const { rows, columns } = this.settings;
    const step = arrowStep(event.key);
    const [row, column] = this.marked ?? this.middle;
    const far = event.shiftKey ? 5 : 1;
    if (step && this.marked) this.mark(this.within(row + far * step[0], column + far * step[1]));
    else if (step) this.mark([row, column]);
    else if (event.key === "Home") this.mark([event.ctrlKey ? 0 : row, 0]);
    else if (event.key === "End") this.mark([event.ctrlKey ? rows - 1 : row, columns - 1]);
    else if (event.key === "Enter" && this.marked) this.choose();
    else return;
    event.preventDefault();
  }

  get middle() {
    return [this.settings.rows >> 1, this.settings.columns >> 1];
  }

  mark(cell) {
    if (String(cell) === String(this.marked)) return;
    this.marked = cell;
    this.redraw();
    clearTimeout(this.rest);
    this.rest = setTimeout(() => (this.news.textContent = this.reading.textContent), REST);
  }

  choose() {
    if (!this.settings.canChoose || String(this.marked) === String(this.selected)) return;
    this.selected = this.marked;
    this.redraw();
    this.tell();
  }

  /** Draws at most once per screen refresh, however many things have changed. */
  redraw() {
    this.drawing ??= requestAnimationFrame(() => {
      this.drawing = undefined;
      if (this.settings && this.group.clientWidth > 0) this.draw();
    });
  }

  draw() {
    const typeSize = Math.min(...this.sheets.map((sheet) => sheet.typeSize()));
    const magnified = typeSize === 0;
    this.stage.classList.toggle("magnified", magnified);
    if (magnified) this.marked ??= this.middle;
    const view = magnified ? this.magnify() : null;
    for (const sheet of this.sheets) sheet.mark(this.marked, this.selected, view, typeSize);
    this.read(magnified);
    const { dataset } = this.group;
    if (this.fresh) dataset.painted = this.painted += 1;
    this.fresh = false;
    if (this.marked) [dataset.row, dataset.column] = this.marked;
  }

  /** Fills the magnifiers and returns which cells they show. */
  magnify() {
    const widest = Math.max(...this.sheets.map((sheet) => sheet.widest));
    const capacity = Math.min(...this.sheets.map(({ loupe }) => loupe.capacity(widest)));
    const rows = Math.min(capacity, TALLEST_LOUPE, this.settings.rows);
    const columns = Math.min(capacity, this.settings.columns);
    const start = (at, shown, all) => clamp(at - (shown >> 1), 0, all - shown);
    const top = start(this.marked[0], rows, this.settings.rows);
    const left = start(this.marked[1], columns, this.settings.columns);
    const view = { top, left, rows, columns };
    for (const sheet of this.sheets) sheet.loupe.show(sheet, view, this.marked, widest);
    return view;
  }

  read(magnified) {
    const { grids, operators, canChoose } = this.settings;
    const look = magnified && "Point at a cell, tap it or use the arrow keys to see its number.";
    const choose = canChoose && "Click a cell or press Enter to choose it.";
    this.hint.textContent = [look, choose].filter(Boolean).join(" ");
    if (!this.marked) return;
    const [row, column] = this.marked;
    const [{ rowTitle, rowLabels, columnTitle, columnLabels }] = grids;
    const [across, down] = [columnLabels[column] ?? column, rowLabels[row] ?? row];
    const numbers = this.sheets.flatMap((sheet, at) => [
      at === 0 ? "" : operators.length ? ` ${operators[at - 1]} ` : ", ",
      grids[at].name && `${grids[at].name} `,
      build("b", { textContent: sheet.cell(row, column).text }),
    ]);
    this.reading.replaceChildren(`${rowTitle} ${down}, ${columnTitle} ${across}: `, ...numbers);
  }

  close() {
    this.sizes.disconnect();
    this.sheets.forEach((sheet) => sheet.pane.close());
    clearTimeout(this.rest);
    cancelAnimationFrame(this.drawing);
  }
}

export default instances((root) => new NumberGrids(root));
