// Stands in front of every component's script; see ui/components.py.

const POSITIVE = "#D55E00";
const NEGATIVE = "#0072B2";

/** What ui/components.py packed: the header's entries, and `blobs`, one Uint8Array per part. */
function unpack(bytes) {
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
  let start = 4 + size;
  header.blobs = header.lengths.map((length) => bytes.subarray(start, (start += length)));
  return header;
}

/** Decodes a JPEG or PNG file without any change to its colours. */
function decode(file) {
  const options = { colorSpaceConversion: "none", premultiplyAlpha: "none" };
  return createImageBitmap(new Blob([file]), options);
}

/** The exact pixels of a JPEG or PNG file as ImageData. */
async function readPixels(file) {
  const bitmap = await decode(file);
  const { width, height } = bitmap;
  const canvas = build("canvas", { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, width, height);
}

/** One object per mounted component, kept from run to run and closed when it is unmounted. */
function instances(create) {
  const known = new WeakMap();
  return ({ data, parentElement, setStateValue, setTriggerValue }) => {
    if (!known.has(parentElement)) known.set(parentElement, create(parentElement));
    const instance = known.get(parentElement);
    instance.update(unpack(data), { setStateValue, setTriggerValue });
    return () => {
      // When one update overtakes another, Streamlit cleans the slower one up although the
      // component is still there.
      if (parentElement.isConnected) return;
      known.delete(parentElement);
      instance.close?.();
    };
  };
}

/** Tells what Python newly chose from its echo of what was chosen here. */
class Echo {
  sent = [];

  /** Note a value on its way to Python. */
  expect(value) {
    this.sent = [...this.sent, String(value)].slice(-20);
  }

  /** Whether Python's value is news: neither its last one nor an echo, however late it comes. */
  isNews(value) {
    const told = String(value);
    const place = this.sent.indexOf(told);
    const isNews = place < 0 && told !== this.told;
    this.sent.splice(0, place + 1);
    this.told = told;
    return isNews;
  }
}

/** A context in CSS pixels on a cleared canvas that is as sharp as the screen. */
function openCanvas(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  return context;
}

/** The theme's variable --st-`name` as it is now. */
function theme(element, name) {
  return getComputedStyle(element).getPropertyValue(`--st-${name}`).trim();
}

function prefersStillness() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function clamp(value, lowest, highest) {
  return Math.min(highest, Math.max(lowest, value));
}

/** The step that an arrow key asks for as [rows, columns], or undefined. */
function arrowStep(key) {
  return { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key];
}

/** A new element with these properties and children; text goes through textContent only. */
function build(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
