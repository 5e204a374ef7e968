// The arithmetic of one output pixel, as nnkit.convolution does it. Values are 0..1.

const GREY = "grey";
const CHANNELS = { red: 0, green: 1, blue: 2 };
const LUMA = [0.299, 0.587, 0.114]; // Rec. 601

const ACTIVATIONS = {
  identity: (x) => x,
  relu: (x) => Math.max(x, 0),
  relu6: (x) => Math.min(Math.max(x, 0), 6),
  leaky_relu: (x) => (x > 0 ? x : 0.01 * x),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  step: (x) => (x > 0 ? 1 : 0),
  abs: Math.abs,
};

/** Brightness of one pixel of an ImageData in a channel: "red", "green", "blue" or "grey". */
function brightness(picture, row, column, channel) {
  const start = 4 * (row * picture.width + column);
  if (channel !== GREY) return picture.data[start + CHANNELS[channel]] / 255;
  return LUMA.reduce((sum, weight, at) => sum + weight * (picture.data[start + at] / 255), 0);
}

/** Where padding takes the value for `index` from; -1 stands for a zero. */
function padded(index, side, padding) {
  if (index >= 0 && index < side) return index;
  const modulo = (period) => ((index % period) + period) % period;
  if (padding === "replicate") return clamp(index, 0, side - 1);
  if (padding === "circular") return modulo(side);
  if (padding === "reflect") {
    const period = Math.max(1, 2 * (side - 1));
    const inside = modulo(period);
    return inside < side ? inside : period - inside;
  }
  return -1;
}

/** Brightness at any place, also outside the picture, where `padding` decides. */
function paddedBrightness(picture, row, column, channel, padding) {
  const inRow = padded(row, picture.height, padding);
  const inColumn = padded(column, picture.width, padding);
  return inRow < 0 || inColumn < 0 ? 0 : brightness(picture, inRow, inColumn, channel);
}

/** The window on the input that output pixel (row, column) looks through, in input pixels. */
function windowOf(row, column, { kernel, stride, dilation, padding }) {
  const height = dilation * (kernel.length - 1) + 1;
  const width = dilation * (kernel[0].length - 1) + 1;
  const before = (extent) => (padding === "valid" ? 0 : Math.floor((extent - 1) / 2));
  return {
    top: row * stride - before(height),
    left: column * stride - before(width),
    height,
    width,
  };
}

/** Row and column of the output pixel whose window has its centre nearest to input (y, x). */
function nearestOutput(y, x, settings) {
  const { top, left, height, width } = windowOf(0, 0, settings);
  return {
    row: Math.round((y - top - height / 2) / settings.stride),
    column: Math.round((x - left - width / 2) / settings.stride),
  };
}

function rotated(kernel) {
  return kernel.map((row) => [...row].reverse()).reverse();
}

/** Everything about output pixel (row, column) in one channel. */
function onePixel(picture, row, column, channel, settings) {
  const { top, left } = windowOf(row, column, settings);
  const { dilation, padding, bias } = settings;
  const weights = settings.flip ? rotated(settings.kernel) : settings.kernel;
  const places = weights.map((cells, i) =>
    cells.map((_, j) => [top + i * dilation, left + j * dilation]),
  );
  const values = places.map((cells) =>
    cells.map(([y, x]) => paddedBrightness(picture, y, x, channel, padding)),
  );
  const outside = places.map((cells) =>
    cells.map(([y, x]) => y < 0 || x < 0 || y >= picture.height || x >= picture.width),
  );
  const products = values.map((cells, i) => cells.map((value, j) => value * weights[i][j]));
  const sum = products.flat().reduce((total, product) => total + product, 0);
  const output = ACTIVATIONS[settings.activation](sum + bias);
  return { values, weights, products, outside, sum, output };
}
