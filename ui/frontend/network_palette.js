// Okabe and Ito's; the first two are the signs of a classifier's only output.
const CLASS_COLOURS = [NEGATIVE, POSITIVE, "#009E73", "#CC79A7"];
const NEUTRAL = { light: [250, 249, 246], dark: [38, 44, 54] };
const FULL = 0.74; // the strongest colour of a map is paler than the points that lie on it
const ZERO = 128; // the byte for 0

/** The colours of one theme, read once and not for each frame. */
class Colours {
  constructor(element, classes) {
    this.text = theme(element, "text-color");
    this.background = theme(element, "background-color");
    this.border = theme(element, "border-color");
    this.primary = theme(element, "primary-color");
    this.font = theme(element, "font");
    const [red, green, blue] = channels(this.background);
    this.isDark = 0.3 * red + 0.6 * green + 0.1 * blue < 128;
    this.neutral = NEUTRAL[this.isDark ? "dark" : "light"];
    this.signed = palette(this.neutral, channels(NEGATIVE), channels(POSITIVE));
    // With more than two classes, each has an output of its own, from 0 to 1.
    const shades = CLASS_COLOURS.slice(0, classes).map(channels);
    this.ofClass = classes > 2 ? shades.map((end) => palette(this.neutral, end, end)) : null;
  }

  /** For maps of outputs and of all other neurons. */
  of(row, isOutput) {
    return isOutput && this.ofClass ? this.ofClass[row] : this.signed;
  }

  /** The colour of a number, the strongest from 1 on, as CSS. */
  number(value) {
    const shade = this.signed[Math.round(clamp(value, -1, 1) * (ZERO - 1)) + ZERO];
    return `rgb(${shade & 255} ${(shade >> 8) & 255} ${(shade >> 16) & 255})`;
  }
}

/** The channels of a CSS colour. */
function channels(colour) {
  const context = build("canvas").getContext("2d");
  context.fillStyle = colour;
  return [1, 3, 5].map((at) => parseInt(context.fillStyle.slice(at, at + 2), 16));
}

/** One colour for each byte, in the order of the bytes of an ImageData. */
function palette(neutral, negative, positive) {
  const bytes = new Uint8ClampedArray(4 * 256).fill(255);
  for (let byte = 0; byte < 256; byte++) {
    const value = clamp((byte - ZERO) / (ZERO - 1), -1, 1);
    const end = value < 0 ? negative : positive;
    neutral.forEach((channel, at) => {
      bytes[4 * byte + at] = channel + Math.abs(value) * FULL * (end[at] - channel);
    });
  }
  return new Uint32Array(bytes.buffer);
}

/** The palette with nothing between its two ends. */
function hardened(colours) {
  return colours.map((_, byte) => colours[byte < ZERO ? 1 : 255]);
}

/** The palette of a map whose values are to be shown `gain` times as strong. */
function strengthened(colours, gain) {
  return colours.map((_, byte) => {
    const value = clamp(Math.round((byte - ZERO) * gain), 1 - ZERO, ZERO - 1);
    return colours[value + ZERO];
  });
}

/** A context in CSS pixels on a canvas that nobody sees, as large as one that is seen. */
function openCopy(copy, { width, height }) {
  const ratio = window.devicePixelRatio || 1;
  Object.assign(copy, { width, height });
  const context = copy.getContext("2d");
  context.scale(ratio, ratio);
  return context;
}

/** Changes a text only if it is another: the browser would lay everything out again. */
function rewrite(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
