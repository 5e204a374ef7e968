/** One row for each class: its name, its percentage and one bar, or two for before and after. */
class ClassBars {
  constructor(root) {
    this.section = root.querySelector(".bars");
    this.bars = [];
  }

  update({ title, rows, scale }) {
    const signature = JSON.stringify([title, rows.map(({ label, after }) => [label, after === null])]);
    if (signature !== this.signature) this.rebuild(title, rows);
    this.signature = signature;
    rows.forEach((row, index) => this.move(this.bars[index], row, scale));
  }

  rebuild(title, rows) {
    this.bars = rows.map(({ label, after }) => {
      const hasAfter = after !== null;
      const first = build("div", { className: hasAfter ? "bar before" : "bar" });
      const second = build("div", { className: "bar after" });
      const text = build("span", { className: "text" });
      const track = build("div", { className: "track", ariaHidden: "true" }, first);
      if (hasAfter) track.append(second);
      const name = build("span", { className: "label", textContent: label });
      const row = build("div", { className: "row" }, name, text, track);
      return { row, text, first, second };
    });
    const heading = build("p", { textContent: title });
    this.section.replaceChildren(heading, ...this.bars.map(({ row }) => row));
  }

  move({ row, text, first, second }, { share, after, marked, text: words }, scale) {
    row.classList.toggle("marked", marked);
    text.textContent = words;
    first.style.width = `${(100 * share) / scale}%`;
    second.style.width = `${(100 * (after ?? 0)) / scale}%`;
  }
}

export default instances((root) => new ClassBars(root));
