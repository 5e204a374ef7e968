/** What one network says: its answer and a bar for each label. */
class Group {
  constructor({ title, labels }) {
    this.answer = build("p", { className: "answer" });
    this.note = build("p", { className: "note" });
    this.items = labels.map((label) => {
      const fill = build("div", { className: "fill" });
      const track = build("div", { className: "track", ariaHidden: "true" }, fill);
      const share = build("span", { className: "share" });
      const item = build("li", {}, build("span", { textContent: label }), track, share);
      return { item, fill, share };
    });
    // Safari takes a list without bullets for no list unless the role says so.
    const list = build("ul", { role: "list", ariaLabel: `${title}: how probable is each answer` });
    list.append(...this.items.map(({ item }) => item));
    list.style.setProperty("--label", `${Math.max(...labels.map((label) => label.length))}ch`);
    const heading = build("p", { className: "title", textContent: title });
    this.element = build("div", { className: "group", role: "group", ariaLabel: title });
    this.element.append(heading, this.answer, list, this.note);
  }

  update({ answer, note, shares }) {
    const highest = shares ? shares.indexOf(Math.max(...shares)) : -1;
    this.element.dataset.answer = answer;
    this.element.classList.toggle("silent", !shares);
    this.answer.textContent = answer;
    this.note.textContent = note;
    this.items.forEach(({ item, fill, share }, index) => {
      item.classList.toggle("top", index === highest);
      fill.style.setProperty("--share", shares ? shares[index] : 0);
      share.textContent = shares ? percent(shares[index]) : "–";
    });
  }
}

class DigitBars {
  constructor(root) {
    this.bars = root.querySelector(".bars");
    this.place = root.querySelector(".groups");
    this.updates = 0;
  }

  update({ rows, mark }) {
    const structure = JSON.stringify(rows.map(({ title, labels }) => [title, labels]));
    if (structure !== this.structure) {
      this.groups = rows.map((row) => new Group(row));
      this.place.replaceChildren(...this.groups.map(({ element }) => element));
      this.structure = structure;
    }
    rows.forEach((row, index) => this.groups[index].update(row));
    this.updates += 1;
    Object.assign(this.bars.dataset, { mark, painted: this.updates });
  }
}

export default instances((root) => new DigitBars(root));
