const KEY_PAUSE = 250; // ms after the last arrow key before Python hears of it

/** A picture on which a square can be placed; labelled boxes are drawn beneath the square. */
class Pointer {
  constructor(root) {
    this.echo = new Echo();
    this.news = root.querySelector(".news");
    this.pane = new Pane(root.querySelector(".frame"), {
      point: (kind, place, event) => this.point(kind, place, event),
      press: (event) => this.press(event),
      redraw: () => this.draw(),
    });
  }

  update(settings, { setStateValue }) {
    const { height, width, side, region, alt, boxes } = settings;
    this.settings = settings;
    this.tell = () => {
      this.echo.expect(this.region);
      setStateValue("region", this.region);
    };
    if (this.echo.isNews(region) && region) this.region = region;
    if (this.region) this.region = this.within(...this.region);
    const marked = boxes.map((box) => `${box.label} at row ${box.row}, column ${box.column}`);
    const words = [alt, ...(marked.length ? [`Marked: ${marked.join("; ")}`] : [])].join(". ");
    this.pane.describe(words, `Arrow keys move a square of ${side} pixels`);
    this.pane.frame.style.aspectRatio = `${width} / ${height}`;
    this.paint();
  }

  async paint() {
    const { settings } = this;
    const bitmap = await decode(settings.blobs[0]).catch(() => null);
    if (!bitmap || settings !== this.settings) return;
    this.pane.paint(settings.height, settings.width, bitmap);
    bitmap.close();
    this.draw();
  }

  within(row, column) {
    const { height, width, side } = this.settings;
    return [clamp(row, 0, height - side), clamp(column, 0, width - side)];
  }

  point(kind, { y, x }, event) {
    if (kind === "move" && !event.buttons) return;
    const half = this.settings.side / 2;
    this.region = this.within(Math.round(y - half), Math.round(x - half));
    this.draw();
    if (kind === "up") this.tell();
  }

  press(event) {
    const step = arrowStep(event.key);
    if (!step) return;
    event.preventDefault();
    const { height, width, side } = this.settings;
    const [row, column] = this.region ?? [(height - side) >> 1, (width - side) >> 1];
    const far = event.shiftKey ? 10 : 1;
    this.region = this.within(row + far * step[0], column + far * step[1]);
    this.draw();
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      this.news.textContent = `Row ${this.region[0]}, column ${this.region[1]}`;
      this.tell();
    }, KEY_PAUSE);
  }

  draw() {
    if (!this.settings) return;
    const context = this.pane.open();
    const { scale } = this.pane;
    context.font = `600 12px ${theme(this.pane.frame, "font")}`;
    context.textBaseline = "middle";
    for (const box of this.settings.boxes) this.drawBox(context, box, scale);
    if (!this.region) return;
    const [row, column] = this.region;
    const side = this.settings.side * scale;
    outline(context, column * scale, row * scale, side, side);
  }

  drawBox(context, { row, column, height, width, label, colour }, scale) {
    const [left, top] = [column * scale, row * scale];
    outline(context, left, top, width * scale, height * scale, colour);
    if (!label) return;
    const wide = context.measureText(label).width + 8;
    const x = clamp(left, 0, Math.max(0, this.pane.frame.clientWidth - wide));
    const y = top >= 19 ? top - 19 : top + height * scale + 2;
    context.fillStyle = "#000000c0";
    context.fillRect(x, y, wide, 17);
    context.fillStyle = "#ffffff";
    context.fillText(label, x + 4, y + 9);
  }

  close() {
    this.pane.close();
    clearTimeout(this.rest);
  }
}

export default instances((root) => new Pointer(root));
