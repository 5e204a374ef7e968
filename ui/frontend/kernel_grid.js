const TYPING_PAUSE = 150; // ms
const ANSWER_TIMEOUT = 1500; // ms after which an answer from Python is no longer waited for

/**
 * The kernel as editable cells.
 *
 * Python's kernel is the truth. Each edit carries a running number that Python sends back, so that
 * an answer to an older edit never undoes a newer one. One edit is on its way at a time.
 */
class KernelGrid {
  constructor(container, changed) {
    this.container = container;
    this.changed = changed; // the kernel shown here is another one now
    this.kernel = [];
    this.inputs = [];
    this.revision = this.seen = 0;
    this.sentAt = -Infinity;
  }

  update(kernel, revision, send) {
    this.send = send;
    const resized =
      kernel.length !== this.kernel.length || kernel[0].length !== this.kernel[0].length;
    const first = this.inputs.length === 0;
    this.seen = revision;
    if (first || resized) {
      this.revision = Math.max(this.revision, revision);
      this.unsent = false;
      this.kernel = kernel;
      this.buildCells();
      return;
    }
    if (revision < this.revision) return;
    if (this.unsent) this.sendNow();
    else this.kernel = kernel;
    this.fill();
  }

  buildCells() {
    clearTimeout(this.pause);
    const [rows, columns] = [this.kernel.length, this.kernel[0].length];
    this.inputs = this.kernel.map((cells, row) => cells.map((_, column) => this.cell(row, column)));
    this.container.replaceChildren(...this.inputs.flat());
    this.container.style.setProperty("--columns", columns);
    this.container.dataset.density = density(Math.max(rows, columns));
    this.fill();
  }

  cell(row, column) {
    const input = build("input", { type: "text", inputMode: "decimal", autocomplete: "off" });
    input.setAttribute("aria-label", `row ${row + 1}, column ${column + 1}`);
    input.spellcheck = false;
    input.onfocus = () => {
      this.fill();
      input.select();
    };
    input.oninput = () => {
      input.dataset.typing = "yes";
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.read(input, row, column), TYPING_PAUSE);
    };
    input.onblur = () => {
      this.read(input, row, column);
      delete input.dataset.typing;
      this.fill();
    };
    input.onkeydown = (event) => {
      const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (event.key === "Enter") {
        this.read(input, row, column);
        input.select();
      } else if (direction) {
        event.preventDefault();
        this.read(input, row, column);
        delete input.dataset.typing;
        const stepped = this.kernel[row][column] + direction * (event.shiftKey ? 1 : 0.1);
        this.set(row, column, Number(stepped.toFixed(6)));
      }
    };
    return input;
  }

  /** Takes over what was typed; text that is no number only marks the cell. */
  read(input, row, column) {
    if (!input.dataset.typing) return;
    clearTimeout(this.pause);
    const value = parseNumber(input.value);
    input.setAttribute("aria-invalid", String(value === null));
    if (value !== null && value !== this.kernel[row][column]) this.set(row, column, value);
  }

  set(row, column, value) {
    this.kernel = this.kernel.map((cells) => [...cells]);
    this.kernel[row][column] = value;
    this.fill();
    this.changed();
    const waiting = this.seen < this.revision && performance.now() - this.sentAt < ANSWER_TIMEOUT;
    if (waiting) this.unsent = true;
    else this.sendNow();
  }

  sendNow() {
    this.unsent = false;
    this.revision += 1;
    this.sentAt = performance.now();
    this.send({ cells: this.kernel, revision: this.revision });
  }

  /** Writes numbers and tints; never into a cell that is being typed in. */
  fill() {
    const largest = Math.max(...this.kernel.flat().map(Math.abs));
    const focused = this.container.getRootNode().activeElement;
    const brief = BRIEF.has(this.container.dataset.density);
    this.inputs.forEach((inputs, row) =>
      inputs.forEach((input, column) => {
        const value = this.kernel[row][column];
        tint(input, value, largest);
        if (input.dataset.typing) return;
        const text = brief && input !== focused ? briefNumber(value) : shortNumber(value);
        if (input.value !== text) input.value = text;
        input.title = String(value);
        input.removeAttribute("aria-invalid");
      }),
    );
  }

  close() {
    clearTimeout(this.pause);
  }
}

/** "0.5", "0,5", "-1", "−1" and "1/9" as a number, anything else as null. */
function parseNumber(text) {
  const parts = text.trim().replace(/−/g, "-").replace(/,/g, ".").split("/");
  if (parts.length > 2 || parts.some((part) => !/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(part)))
    return null;
  const value = parts.length === 2 ? Number(parts[0]) / Number(parts[1]) : Number(parts[0]);
  return Number.isFinite(value) && Math.abs(value) <= 1e6 ? value : null;
}

/** At most three decimals, or three digits where these would all be zero. */
function shortNumber(value) {
  const rounded = Math.abs(value) >= 0.001 || value === 0 ? value.toFixed(3) : value.toPrecision(2);
  return String(Number(rounded)).replace("-", "−");
}

/** Two decimals and no zero before the point, for narrow cells. */
function briefNumber(value) {
  const text = Math.abs(value) < 10 ? String(Number(value.toFixed(2))) : value.toPrecision(2);
  return text.replace(/^(-?)0\./, "$1.").replace("-", "−");
}

/** Orange for positive, blue for negative, the stronger the larger. */
function tint(element, value, largest) {
  const share = largest > 0 ? Math.round((60 * Math.abs(value)) / largest) : 0;
  const colour = value < 0 ? NEGATIVE : POSITIVE;
  element.style.background = `color-mix(in srgb, ${colour} ${share}%, var(--st-background-color))`;
}

const BRIEF = new Set(["tight", "dense"]);

/** How tightly a grid of this many cells a side is set. */
function density(side) {
  if (side <= 3) return "roomy";
  if (side <= 5) return "even";
  return side <= 7 ? "tight" : "dense";
}
