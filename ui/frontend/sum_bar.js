// From dark to light, so that neighbours differ; white type stands out on all of them.
const ORANGES = ["#A84A00", "#C25600"];
const BLUES = ["#00588A", "#0072B2"];
const SLIGHT = 4; // CSS pixels; a narrower part is drawn without gaps
const PADDING = 8; // CSS pixels beside a word in its part
const LARGEST_STEPS = 6; // on the axis

/** A neuron's sum as two stacks, one there and one back, and as a table. */
class SumBar {
  constructor(root) {
    const find = (selector) => root.querySelector(selector);
    this.section = find(".sum");
    this.chart = find(".chart");
    this.lanes = { for: find(".for"), against: find(".against") };
    this.zero = find(".zero");
    this.mark = find(".mark");
    this.axis = find(".axis");
    this.answer = find(".answer");
    this.rows = find("tbody");
    this.parts = [];
    this.sizes = new ResizeObserver(() => this.write());
    this.sizes.observe(this.chart);
  }

  update({ terms, bias, biasName, answers }) {
    const inputs = terms.map(({ name, weight, value }) => {
      const how = `${brief(weight)} × ${brief(value)}`;
      return { name, how, adds: weight * value };
    });
    const all = [...inputs, { name: biasName, how: "", adds: bias, isBias: true }];
    const total = all.reduce((sum, { adds }) => sum + adds, 0);
    // As Python rounds it before it asks whether it is above 0.
    this.sum = Math.round(total * 1e12) / 1e12;
    this.stack(all);
    this.arrange();
    this.tell(all, answers);
    this.write();
  }

  /** Gives each part its lane, its place and its colour. */
  stack(all) {
    let [right, left] = [0, all.reduce((sum, { adds }) => sum + Math.max(0, adds), 0)];
    this.most = left;
    const counts = { for: 0, against: 0 };
    for (const part of all) {
      part.lane = part.adds < 0 ? "against" : "for";
      const colours = part.adds < 0 ? BLUES : ORANGES;
      if (part.adds !== 0) part.colour = colours[counts[part.lane]++ % colours.length];
      if (part.adds < 0) left += part.adds;
      part.start = part.adds < 0 ? left : right;
      if (part.adds > 0) right += part.adds;
    }
    this.least = Math.min(0, left);
    while (this.parts.length > all.length) this.parts.pop().element.remove();
    while (this.parts.length < all.length) this.parts.push({ element: build("div") });
    all.forEach((part, at) => Object.assign(this.parts[at], part));
  }

  /** Places everything on a scale that ends at round numbers, so that it seldom changes. */
  arrange() {
    const step = roundStep(this.most - this.least || 1);
    const low = Math.floor(this.least / step + 1e-9) * step;
    const high = Math.max(low + step, Math.ceil(this.most / step - 1e-9) * step);
    const share = (value) => (value - low) / (high - low);
    this.share = share;
    for (const { element, start, adds, lane, colour, isBias } of this.parts) {
      if (element.parentElement !== this.lanes[lane]) this.lanes[lane].append(element);
      element.className = isBias ? "part bias" : "part";
      element.style.left = `${100 * share(start)}%`;
      element.style.width = `${100 * (share(Math.abs(adds)) - share(0))}%`;
      element.style.setProperty("--colour", colour ?? "transparent");
    }
    this.zero.style.left = `${100 * share(0)}%`;
    this.mark.style.left = `${100 * share(this.sum)}%`;
    const marks = ticks(low, high, LARGEST_STEPS).map((value) => {
      const mark = build("span", { textContent: brief(value) });
      mark.classList.toggle("threshold", value === 0);
      mark.style.left = `${100 * share(value)}%`;
      return mark;
    });
    this.axis.replaceChildren(...marks);
    for (const [name, lane] of Object.entries(this.lanes)) {
      const side = lane.querySelector(".side");
      side.hidden = this.parts.some((part) => part.lane === name && part.adds !== 0);
      side.textContent = name === "for" ? "nothing speaks for it" : "nothing speaks against it";
    }
  }

  tell(all, answers) {
    const isAbove = this.sum > 0;
    const sum = brief(this.sum);
    const where = isAbove ? "is above" : this.sum < 0 ? "is below" : "is not above";
    this.answer.textContent = `${sum} ${where} the threshold 0: ${answers[Number(isAbove)]}.`;
    this.mark.firstElementChild.textContent = `sum ${sum}`;
    const parts = all.map(({ name, adds }) => `${name} ${brief(adds)}`).join(", ");
    this.chart.setAttribute("aria-label", `A stacked bar: ${parts}. Sum ${sum}, threshold 0.`);
    const rows = all.map(({ name, how, adds, colour, isBias }) => {
      const swatch = build("span", { className: isBias ? "swatch bias" : "swatch" });
      swatch.classList.toggle("nothing", !colour);
      if (colour) swatch.style.setProperty("--colour", colour);
      return tableRow(how, adds, build("th", { scope: "row" }, swatch, name));
    });
    const total = tableRow("", this.sum, build("th", { scope: "row", textContent: "sum" }));
    total.className = "total";
    this.rows.replaceChildren(...rows, total);
  }

  /** Writes into each part what fits; the table names them all. */
  write() {
    const wide = this.chart.clientWidth;
    if (!this.share || wide === 0) return;
    const context = build("canvas").getContext("2d");
    context.font = `600 13px ${theme(this.section, "font")}`;
    for (const { element, name, adds } of this.parts) {
      const room = wide * (this.share(Math.abs(adds)) - this.share(0));
      const fits = (text) => context.measureText(text).width + PADDING <= room;
      const number = build("b", { textContent: brief(adds) });
      element.classList.toggle("slight", room < SLIGHT);
      if (fits(name) && fits(brief(adds))) element.replaceChildren(build("span", {}, name, number));
      else if (fits(brief(adds)) && adds !== 0) element.replaceChildren(number);
      else element.replaceChildren();
    }
    // The sum's label stays on the chart.
    const label = this.mark.firstElementChild;
    const place = this.share(this.sum) * wide;
    const half = label.offsetWidth / 2 - 8;
    label.style.setProperty("--shift", `${clamp(place, half, wide - half) - place}px`);
  }

  close() {
    this.sizes.disconnect();
  }
}

/** The round number of which about six make this span. */
function roundStep(span) {
  const [first, second] = ticks(0, span, LARGEST_STEPS);
  return second - first;
}

function tableRow(how, adds, name) {
  const equation = how ? `${how} =` : "";
  const parts = [equation, brief(adds)].map((textContent) => build("td", { textContent }));
  return build("tr", {}, name, ...parts);
}

export default instances((root) => new SumBar(root));
