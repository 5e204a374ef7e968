/** The filter bench: two pictures, the kernel between them and the arithmetic beneath. */
class Lens {
  constructor(root) {
    const find = (selector) => root.querySelector(selector);
    this.host = root.host ?? root;
    this.input = this.pane(find(".input"), (y, x) => this.outputUnder(y, x));
    this.output = this.pane(find(".output"), (y, x) => ({ row: Math.floor(y), column: Math.floor(x) }));
    this.kernel = new KernelGrid(find(".cells"), () => this.redraw());
    this.arithmetic = new Arithmetic(find(".arithmetic"));
    this.slow = new SlowMotion(find(".slow"), find(".stop"), () => this.follow());
    this.sizes = { input: find(".input-size"), output: find(".output-size") };
    this.channels = find(".channels");
    this.units = find(".units");
    this.pin = find(".pin");
    this.news = find(".news");
    this.at = { row: 0, column: 0 };
    this.pinned = false;
    this.painted = this.asked = 0;

    this.channels.onchange = this.units.onchange = () => this.redraw();
    this.pin.onclick = () => this.setPinned(false);
    this.resize = new ResizeObserver(() => this.redraw());
    this.resize.observe(find(".arithmetic"));
    this.arrived = () => this.findSource();
    window.addEventListener("nnkit-picture", this.arrived);
  }

  pane(element, locate) {
    return new Pane(element.querySelector(".frame"), {
      point: (kind, { y, x }, event) => this.point(kind, locate(y, x), event),
      press: (event) => this.press(event),
      redraw: () => this.redraw(),
    });
  }

  outputUnder(y, x) {
    return nearestOutput(y, x, this.current);
  }

  /** Called at each message from Python and each change of theme. */
  update(settings, { setStateValue }) {
    const sameSource = this.settings?.source === settings.source;
    this.settings = settings;
    this.kernel.update(settings.kernel, settings.revision, (edit) => setStateValue("kernel", edit));
    this.slow.resize(settings.height, settings.width);
    const help = "Arrow keys move the pixel, Escape lets go of it";
    this.input.describe(settings.altInput, help);
    this.output.describe(settings.altOutput, help);
    this.channels.hidden = settings.grey;
    this.units.hidden = !SCALABLE.has(settings.activation);
    this.sizes.output.textContent = `${settings.width} × ${settings.height}`;
    if (!sameSource) this.picture = null;
    this.paintResult(); // first, because the browser decodes it while the rest is drawn
    this.findSource();
  }

  /** The settings with the kernel as it is in the cells, which may be ahead of Python's. */
  get current() {
    return { ...this.settings, kernel: this.kernel.kernel };
  }

  get channel() {
    return this.settings.grey ? GREY : this.channels.querySelector(":checked").value;
  }

  findSource() {
    const picture = window.nnkitPictures?.get(this.settings?.source);
    if (picture && (picture !== this.picture || this.shownGrey !== this.settings.grey)) {
      this.picture = picture;
      this.shownGrey = this.settings.grey;
      this.input.paint(picture.height, picture.width, this.shownGrey ? greyed(picture) : picture);
      this.sizes.input.textContent = `${picture.width} × ${picture.height}`;
    }
    this.redraw();
  }

  async paintResult() {
    const asked = ++this.asked;
    const { height, width, source, blobs } = this.settings;
    const bitmap = await decode(blobs[0]).catch(() => null);
    if (!bitmap || asked !== this.asked) return;
    this.keepPlace(height, width, source);
    this.output.paint(height, width, bitmap);
    bitmap.close();
    this.redraw();
    const paintedAt = performance.now();
    this.painted += 1;
    for (const { dataset } of [this.host, this.output.picture]) {
      Object.assign(dataset, { painted: this.painted, paintedAt });
    }
  }

  /** Stays at the same place when the output's size changes; a new picture starts at the centre. */
  keepPlace(height, width, source) {
    const fresh = this.placedOn !== source;
    const across = (at, before, now) =>
      clamp(Math.floor(fresh ? now / 2 : ((at + 0.5) * now) / before), 0, now - 1);
    this.at = {
      row: across(this.at.row, this.output.height, height),
      column: across(this.at.column, this.output.width, width),
    };
    if (fresh) this.setPinned(false);
    this.placedOn = source;
  }

  /** A mouse that hovers or a finger that drags moves the pixel; a click or a tap pins it. */
  point(kind, place, event) {
    if (!this.ready) return;
    const dragging = event.buttons > 0;
    if (kind === "down") this.wasPinnedHere = this.pinned && this.isAt(place);
    if (kind === "up") this.setPinned(!this.wasPinnedHere);
    else if (kind === "down" || dragging || !this.pinned) this.select(place);
  }

  press(event) {
    const step = arrowStep(event.key);
    if (event.key === "Escape") {
      this.setPinned(false);
      if (this.slow.place) this.slow.stop();
    } else if (step && this.ready) {
      event.preventDefault();
      const far = event.shiftKey ? 10 : 1;
      this.select({ row: this.at.row + far * step[0], column: this.at.column + far * step[1] });
      this.setPinned(true);
      this.announce();
    }
  }

  select({ row, column }) {
    if (this.slow.place) this.slow.stop();
    this.at = this.within(row, column);
    this.redraw();
  }

  within(row, column) {
    const { height, width } = this.output;
    return { row: clamp(row, 0, height - 1), column: clamp(column, 0, width - 1) };
  }

  isAt({ row, column }) {
    const place = this.within(row, column);
    return place.row === this.at.row && place.column === this.at.column;
  }

  setPinned(pinned) {
    this.pinned = pinned;
    this.pin.hidden = !pinned;
  }

  follow() {
    if (this.slow.place) this.at = this.within(this.slow.place.row, this.slow.place.column);
    this.redraw();
  }

  get ready() {
    return Boolean(this.picture && this.painted + this.output.height > 1);
  }

  /** Draws at most once per screen refresh, however many things have changed. */
  redraw() {
    this.drawing ??= requestAnimationFrame(() => {
      this.drawing = undefined;
      if (this.picture && this.placedOn === this.settings.source) this.draw();
    });
  }

  draw() {
    const { row, column } = this.at;
    const settings = this.current;
    this.words = this.arithmetic.show({
      picture: this.picture,
      row,
      column,
      settings,
      channel: this.channel,
      numbers: this.units.querySelector(":checked").value,
      colour: this.colourOf(row, column, settings),
    });
    this.markInput(windowOf(row, column, settings), settings);
    this.markOutput(row, column);
  }

  /** The output pixel's colour, computed, or read from the picture when that was stretched. */
  colourOf(row, column, settings) {
    if (settings.display === "stretch") {
      const { width, height } = this.output.picture;
      const x = Math.floor(((column + 0.5) * width) / settings.width);
      const y = Math.floor(((row + 0.5) * height) / settings.height);
      const pixel = this.output.picture.getContext("2d").getImageData(x, y, 1, 1).data;
      return [...pixel.slice(0, 3)].map((value) => value / 255);
    }
    const outputs = (settings.grey ? [GREY, GREY, GREY] : Object.keys(CHANNELS)).map(
      (channel) => onePixel(this.picture, row, column, channel, settings).output,
    );
    return outputs.map((x) => clamp(settings.display === "signed" ? 0.5 + x / 2 : x, 0, 1));
  }

  markInput({ top, left, height, width }, { kernel, dilation }) {
    const context = this.input.open();
    const { scale } = this.input;
    if (dilation > 1 && dilation * scale >= 3) {
      context.fillStyle = POSITIVE;
      kernel.forEach((cells, i) =>
        cells.forEach((_, j) => {
          context.beginPath();
          const radius = clamp(scale / 2, 1, 3);
          const [x, y] = [left + j * dilation + 0.5, top + i * dilation + 0.5];
          context.arc(x * scale, y * scale, radius, 0, 2 * Math.PI);
          context.fill();
        }),
      );
    }
    outlineVisibly(context, left * scale, top * scale, width * scale, height * scale);
  }

  markOutput(row, column) {
    const context = this.output.open();
    const { scale } = this.output;
    if (this.slow.place) {
      const colour = theme(this.host, "background-color") || "#808080";
      coverUnmade(context, this.output, this.slow.place, colour);
    }
    outlineVisibly(context, column * scale, row * scale, scale, scale);
  }

  /** Screen readers hear where the keys have led once they rest. */
  announce() {
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => (this.news.textContent = this.words), 500);
  }

  close() {
    window.removeEventListener("nnkit-picture", this.arrived);
    for (const part of [this.input, this.output, this.kernel]) part.close();
    this.resize.disconnect();
    this.slow.halt();
    clearTimeout(this.quiet);
    cancelAnimationFrame(this.drawing);
  }
}

/** An outline that can be found even around a single pixel. */
function outlineVisibly(context, left, top, width, height) {
  const [wide, high] = [Math.max(width, 9), Math.max(height, 9)];
  outline(context, left - (wide - width) / 2, top - (high - height) / 2, wide, high);
}

/** The picture as the grey one that the filter sees. */
function greyed(picture) {
  const grey = new ImageData(picture.width, picture.height);
  for (let start = 0; start < grey.data.length; start += 4) {
    const [red, green, blue] = picture.data.subarray(start, start + 3);
    const light = LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue;
    grey.data.fill(light, start, start + 3);
    grey.data[start + 3] = 255;
  }
  return grey;
}

export default instances((root) => new Lens(root));
