/** A picture with marks over it. `point` hears of the pointer in picture pixels, `press` of keys. */
class Pane {
  constructor(frame, { point, press, redraw }) {
    this.frame = frame;
    this.picture = frame.querySelector(".picture");
    this.overlay = frame.querySelector(".overlay");
    this.width = this.height = 1;
    const tell = (kind) => (event) => point(kind, this.place(event), event);
    this.overlay.onpointermove = tell("move");
    this.overlay.onpointerdown = (event) => {
      this.overlay.setPointerCapture(event.pointerId);
      tell("down")(event);
    };
    this.overlay.onpointerup = (event) => {
      this.overlay.focus({ preventScroll: true });
      tell("up")(event);
    };
    this.overlay.onkeydown = press;
    this.sizes = new ResizeObserver(() => {
      this.sharpen();
      redraw();
    });
    this.sizes.observe(frame);
  }

  describe(alt, help) {
    this.picture.setAttribute("aria-label", alt);
    this.overlay.setAttribute("aria-label", `${alt}. ${help}`);
  }

  /** Paints in one go, so that nothing flickers; `height` x `width` are the picture's pixels. */
  paint(height, width, source) {
    if (this.picture.width !== source.width || this.picture.height !== source.height) {
      Object.assign(this.picture, { width: source.width, height: source.height });
    }
    const context = this.picture.getContext("2d", { willReadFrequently: true });
    if (source instanceof ImageData) context.putImageData(source, 0, 0);
    else context.drawImage(source, 0, 0);
    Object.assign(this, { height, width });
    this.frame.style.aspectRatio = `${width} / ${height}`;
    this.sharpen();
  }

  /** Small pictures are shown as the squares that they are. */
  sharpen() {
    this.frame.classList.toggle("pixelated", this.scale >= 3);
  }

  /** CSS pixels per picture pixel. */
  get scale() {
    return this.frame.clientWidth / this.width;
  }

  /** The event's place as fractional row `y` and column `x` of the picture. */
  place(event) {
    const { left, top, width, height } = this.overlay.getBoundingClientRect();
    const x = ((event.clientX - left) / width) * this.width;
    const y = ((event.clientY - top) / height) * this.height;
    return { y: clamp(y, 0, this.height - 1e-6), x: clamp(x, 0, this.width - 1e-6) };
  }

  /** A cleared context over the picture, in CSS pixels. */
  open() {
    return openCanvas(this.overlay);
  }

  close() {
    this.sizes.disconnect();
  }
}

/** A rectangle that stands out on any picture: light line, dark rim. */
function outline(context, left, top, width, height, colour = "#ffffff") {
  context.lineJoin = "round";
  for (const [style, thickness] of [["#000000b0", 4], [colour, 2]]) {
    context.strokeStyle = style;
    context.lineWidth = thickness;
    context.strokeRect(left, top, width, height);
  }
}
