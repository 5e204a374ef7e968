const SMALL = 64; // pixels a side; smaller pictures are shown as the squares that they are
// Two swaps make one flash: one a second, where seizures are a danger above three (WCAG 2.3.1).
const SWAP_PAUSE = 500; // ms

/** A picture, or a sentence in its place, over a caption. */
class View {
  constructor(figure) {
    this.canvas = figure.querySelector("canvas");
    this.sentence = figure.querySelector(".sentence");
    this.caption = figure.querySelector(".own");
  }

  put(pixels) {
    if (pixels) this.paint(pixels);
    else this.say("This picture could not be read.");
  }

  /** Paints in one go, so that nothing flickers. */
  paint(pixels) {
    const { canvas } = this;
    const { width, height } = pixels;
    const fits = canvas.width === width && canvas.height === height;
    if (!fits) Object.assign(canvas, { width, height });
    canvas.classList.toggle("pixelated", Math.max(width, height) < SMALL);
    canvas.getContext("2d").putImageData(pixels, 0, 0);
    this.say("");
  }

  say(sentence) {
    this.sentence.textContent = sentence;
    this.sentence.hidden = !sentence;
    this.canvas.hidden = Boolean(sentence);
  }
}

/** Two pictures and their difference; the first can be laid over the second. */
class Comparison {
  constructor(root) {
    const find = (selector) => root.querySelector(selector);
    const views = [".before", ".difference", ".after"].map((name) => new View(find(name)));
    [this.before, this.difference, this.after] = this.views = views;
    this.tune = find(".tune");
    this.range = find("#gain");
    this.factor = find(".factor");
    this.facts = find(".facts");
    this.switches = find(".switches");
    this.holdButton = find(".hold");
    this.flickerButton = find(".flicker");
    this.captions = find(".after figcaption");
    this.other = find(".after .other");
    this.news = find(".news");
    this.isHeld = this.isSwapped = false;

    this.range.oninput = () => this.drawDifference();
    this.flickerButton.onclick = () => (this.timer ? this.rest() : this.flicker());
    this.listenToPointer(this.holdButton);
    this.listenToPointer(this.after.canvas);
    this.listenToKeys(this.holdButton);
  }

  listenToPointer(element) {
    element.onpointerdown = (event) => {
      if (event.button !== 0) return;
      element.setPointerCapture(event.pointerId);
      this.hold(true);
    };
    element.onlostpointercapture = () => this.hold(false);
    // A finger that rests on a picture would open the browser's menu.
    element.oncontextmenu = (event) => this.isHeld && event.preventDefault();
  }

  listenToKeys(button) {
    const follow = (isDown) => (event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault(); // no click, which below means that nothing can be held
      this.hold(isDown);
    };
    button.onkeydown = follow(true);
    button.onkeyup = follow(false);
    button.onblur = () => this.hold(false);
    // Screen readers and voice control click without pointer or key: there the button toggles.
    button.onclick = (event) => event.detail === 0 && this.hold(!this.isHeld);
  }

  /** Called at each message from Python and each change of theme; the visitor's gain stays. */
  update(settings) {
    this.settings = settings;
    if (settings.gain !== this.givenGain) this.range.value = this.givenGain = settings.gain;
    this.views.forEach((view, index) => {
      view.caption.textContent = settings.labels[index];
      view.canvas.setAttribute("aria-label", settings.alts[index]);
    });
    this.other.textContent = settings.labels[0];
    this.read();
  }

  async read() {
    const { settings } = this;
    const read = settings.blobs.map((file) => readPixels(file).catch(() => null));
    const [first, second] = await Promise.all(read);
    if (settings !== this.settings) return;
    Object.assign(this, { first, second });
    const obstacle = whyIncomparable(first, second);
    if (obstacle) {
      this.hold(false);
      this.rest();
      this.difference.say(obstacle);
    } else {
      this.facts.textContent = inWords(measure(first.data, second.data));
      this.drawDifference();
    }
    this.tune.hidden = this.switches.hidden = Boolean(obstacle);
    this.before.put(first);
    this.show();
  }

  drawDifference() {
    const factor = `× ${this.range.value}`;
    this.factor.textContent = factor;
    this.range.setAttribute("aria-valuetext", factor);
    this.difference.paint(magnify(this.first, this.second, Number(this.range.value)));
  }

  hold(isHeld) {
    if (isHeld === this.isHeld || this.switches.hidden) return;
    this.isHeld = isHeld;
    this.holdButton.setAttribute("aria-pressed", String(isHeld));
    if (this.timer) this.flicker(); // afresh, lest two swaps follow closely
    this.show();
    this.news.textContent = `Now shown: ${this.settings.labels[isHeld ? 0 : 2]}`;
  }

  flicker() {
    this.rest();
    this.flickerButton.setAttribute("aria-pressed", "true");
    this.timer = setInterval(() => {
      if (prefersStillness()) this.rest();
      else this.swap(!this.isSwapped);
    }, SWAP_PAUSE);
  }

  rest() {
    clearInterval(this.timer);
    this.timer = 0;
    this.flickerButton.setAttribute("aria-pressed", "false");
    this.swap(false);
  }

  swap(isSwapped) {
    this.isSwapped = isSwapped;
    this.show();
  }

  /** Paints what stands in the second picture's place now. */
  show() {
    const isOriginal = this.isHeld || this.isSwapped;
    this.after.put(isOriginal ? this.first : this.second);
    this.after.canvas.setAttribute("aria-label", this.settings.alts[isOriginal ? 0 : 2]);
    this.captions.classList.toggle("original", isOriginal);
  }

  close() {
    clearInterval(this.timer);
  }
}

/** A sentence for the place of the difference, or "" when there can be one. */
function whyIncomparable(first, second) {
  if (!first || !second) return "There is no difference to show.";
  if (first.width === second.width && first.height === second.height) return "";
  const [one, other] = [first, second].map(({ width, height }) => `${width} × ${height}`);
  return `Only pictures of the same size can be compared: these are ${one} and ${other} pixels.`;
}

/** Mid-grey where nothing changed; elsewhere each channel's change, `gain` times as large. */
function magnify(first, second, gain) {
  const picture = new ImageData(first.width, first.height);
  const { data } = picture; // clamps to 0..255
  for (let at = 0; at < data.length; at++) {
    data[at] = at % 4 === 3 ? 255 : 128 + gain * (second.data[at] - first.data[at]);
  }
  return picture;
}

/** The largest change of a channel and the number of pixels with any change; alpha is ignored. */
function measure(first, second) {
  let largest = 0;
  let changed = 0;
  for (let start = 0; start < first.length; start += 4) {
    let most = 0;
    for (let at = start; at < start + 3; at++) {
      most = Math.max(most, Math.abs(second[at] - first[at]));
    }
    largest = Math.max(largest, most);
    if (most > 0) changed++;
  }
  return { largest, changed, total: first.length / 4 };
}

function inWords({ largest, changed, total }) {
  if (changed === 0) return "Nothing changed: the two pictures are the same.";
  return `Largest change: ${largest} of 255, ${share(changed, total)} changed.`;
}

/** A percentage, unless it would round a few pixels to none or nearly all of them to all. */
function share(changed, total) {
  if (changed === total) return "every pixel";
  const percent = Math.round((100 * changed) / total);
  if (percent > 0 && percent < 100) return `${percent}\u00a0% of the pixels`;
  const [part, whole] = [changed, total].map((count) => count.toLocaleString("en-GB"));
  return `${part} of ${whole} pixels`;
}

export default instances((root) => new Comparison(root));
