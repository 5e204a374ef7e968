const NEAR = 11; // pixels a side of the neighbourhood, more when the window is larger
const LEGIBLE = 20; // CSS pixels a cell needs for its number
// With these activations the arithmetic is the same in 0..255 as in 0..1, only 255 times larger.
const SCALABLE = new Set(["identity", "relu", "leaky_relu", "abs"]);
const SHOWN_AS = {
  clip: "Below 0 is shown black, above the top white.",
  signed: "Shown as ½ + x/2: zero is mid-grey.",
  stretch: "Shown stretched: the lowest output black, the highest white.",
};

/** The panel that computes one output pixel before the visitor's eyes. */
class Arithmetic {
  constructor(section) {
    const find = (selector) => section.querySelector(selector);
    this.section = section;
    this.canvas = find(".neighbourhood");
    this.tables = ["values", "weights", "products"].map((name) => new NumberTable(find(`.${name}`)));
    this.parts = Object.fromEntries(
      ["where", "total", "bias", "activation", "then", "result", "shown", "swatch", "swatch-text"].map(
        (name) => [name, find(`.${name}`)],
      ),
    );
  }

  /**
   * Shows output pixel (`row`, `column`) in `channel`; `numbers` is "bytes" or "unit", `colour` the
   * pixel's [red, green, blue] in 0..1 as the output picture has it.
   */
  show({ picture, row, column, channel, numbers, settings, colour }) {
    const pixel = onePixel(picture, row, column, channel, settings);
    const unit = numbers === "bytes" && SCALABLE.has(settings.activation) ? 255 : 1;
    const short = (value) => printed(value, unit);
    this.publish(row, column, channel, pixel, settings);

    const [values, weights, products] = this.tables;
    const spacing = density(Math.max(pixel.values.length, pixel.values[0].length));
    const brief = BRIEF.has(spacing);
    const inTable = (value) => printed(value, unit, brief);
    this.section.dataset.density = spacing;
    values.fill(pixel.values, inTable, (cell, value, i, j) => {
      shade(cell, value, value, value);
      cell.classList.toggle("outside", pixel.outside[i][j]);
    });
    const heaviest = Math.max(...pixel.weights.flat().map(Math.abs));
    const asWeight = brief ? briefNumber : shortNumber;
    weights.fill(pixel.weights, asWeight, (cell, value) => tint(cell, value, heaviest));
    const largest = Math.max(...pixel.products.flat().map(Math.abs));
    products.fill(pixel.products, inTable, (cell, value) => tint(cell, value, largest));
    this.section.classList.toggle("flipped", settings.flip);

    const { parts } = this;
    const activated = settings.activation !== "identity";
    this.section.classList.toggle("activated", activated);
    parts.then.textContent = activated ? "→" : "=";
    parts.where.textContent = `Output pixel: row ${row}, column ${column}`;
    parts.total.textContent = short(pixel.sum);
    parts.bias.textContent = short(settings.bias);
    parts.activation.textContent = settings.activation.replace("_", " ");
    parts.result.textContent = short(pixel.output);
    parts.shown.textContent = SHOWN_AS[settings.display];
    parts.swatch.style.background = cssColour(...colour);
    parts["swatch-text"].textContent = colour.map((value) => Math.round(value * 255)).join(" ");
    this.drawNeighbourhood(picture, row, column, channel, settings, unit);
    return `Row ${row}, column ${column}: sum ${short(pixel.sum)}, output ${short(pixel.output)}`;
  }

  /** Full precision in units of 0..1 for whoever wants to check the arithmetic. */
  publish(row, column, channel, pixel, settings) {
    Object.assign(this.section.dataset, {
      row,
      column,
      channel,
      sum: pixel.sum,
      bias: settings.bias,
      output: pixel.output,
      values: JSON.stringify(pixel.values),
    });
  }

  drawNeighbourhood(picture, row, column, channel, settings, unit) {
    const side = this.canvas.clientWidth;
    if (side === 0) return;
    const context = openCanvas(this.canvas);
    const view = windowOf(row, column, settings);
    const count = Math.max(NEAR, view.height + 2, view.width + 2);
    const cell = side / count;
    const top = view.top - Math.floor((count - view.height) / 2);
    const left = view.left - Math.floor((count - view.width) / 2);
    const padding = settings.padding === "valid" ? "zeros" : settings.padding;
    context.font = `${Math.min(12, cell * 0.4)}px ${theme(this.canvas, "font")}`;
    context.textAlign = "center";
    context.textBaseline = "middle";

    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        const [y, x] = [top + i, left + j];
        const read = (name) => paddedBrightness(picture, y, x, name, padding);
        const value = read(channel);
        const rgb = channel === GREY ? [value, value, value] : ["red", "green", "blue"].map(read);
        context.fillStyle = cssColour(...rgb);
        // Rounded, so that no seams show between the cells.
        const [x0, y0] = [Math.round(j * cell), Math.round(i * cell)];
        const [x1, y1] = [Math.round((j + 1) * cell), Math.round((i + 1) * cell)];
        context.fillRect(x0, y0, x1 - x0, y1 - y0);
        if (y < 0 || x < 0 || y >= picture.height || x >= picture.width) {
          hatch(context, x0, y0, x1 - x0, y1 - y0);
        }
        if (cell < LEGIBLE) continue;
        context.fillStyle = inkOn(...rgb);
        context.fillText(printed(value, unit, true), (x0 + x1) / 2, (y0 + y1) / 2 + 0.5);
      }
    }
    const place = (at, start) => (at - start) * cell;
    if (settings.dilation > 1) this.markTaps(context, view, settings, cell, top, left);
    outline(
      context,
      place(view.left, left),
      place(view.top, top),
      view.width * cell,
      view.height * cell,
    );
  }

  /** With dilation the window has gaps: frame the pixels that count. */
  markTaps(context, view, { kernel, dilation }, cell, top, left) {
    context.lineWidth = 1.5;
    context.strokeStyle = POSITIVE;
    kernel.forEach((cells, i) =>
      cells.forEach((_, j) => {
        const x = (view.left + j * dilation - left) * cell;
        const y = (view.top + i * dilation - top) * cell;
        context.strokeRect(x + 1.5, y + 1.5, cell - 3, cell - 3);
      }),
    );
  }
}

/** A table of numbers that is rebuilt only when its size changes. */
class NumberTable {
  constructor(table) {
    this.table = table;
    this.cells = [];
  }

  fill(numbers, print, paint) {
    if (this.cells.length !== numbers.length || this.cells[0].length !== numbers[0].length) {
      this.cells = numbers.map((row) => row.map(() => build("td")));
      this.table.replaceChildren(...this.cells.map((cells) => build("tr", {}, ...cells)));
    }
    numbers.forEach((row, i) =>
      row.forEach((value, j) => {
        const cell = this.cells[i][j];
        cell.textContent = print(value);
        paint(cell, value, i, j);
      }),
    );
  }
}

/** A brightness as text: whole numbers or one decimal in 0..255, two or three in 0..1. */
function printed(value, unit, brief = false) {
  const scaled = value * unit;
  if (unit === 1 && brief) return briefNumber(scaled);
  if (unit === 1) return plain(scaled.toFixed(Math.abs(scaled) >= 10 ? 2 : 3));
  return plain(scaled.toFixed(Math.abs(scaled) >= (brief ? 10 : 100) ? 0 : 1));
}

/** With a true minus sign, without trailing zeros and without "minus nothing". */
function plain(number) {
  return String(Number(number) || 0).replace("-", "−");
}

function cssColour(red, green, blue) {
  const bytes = [red, green, blue].map((value) => Math.round(clamp(value, 0, 1) * 255));
  return `rgb(${bytes.join(" ")})`;
}

/** Black or white, whichever is easier to read on this colour. */
function inkOn(red, green, blue) {
  return 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 ? "#000000" : "#ffffff";
}

function shade(cell, red, green, blue) {
  cell.style.background = cssColour(red, green, blue);
  cell.style.color = inkOn(red, green, blue);
}

/** Marks a cell outside the picture, which padding made up. */
function hatch(context, x, y, width, height) {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = "#8888";
  context.lineWidth = 1;
  context.beginPath();
  for (let offset = -height; offset < width; offset += 6) {
    context.moveTo(x + offset, y + height);
    context.lineTo(x + offset + height, y);
  }
  context.stroke();
  context.restore();
}
