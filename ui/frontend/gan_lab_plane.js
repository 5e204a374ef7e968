const REAL_COLOUR = NEGATIVE;
const FAKE_COLOUR = POSITIVE;
const RIMS = { dots: "#ffffffc0", grid: { light: "#ffffff90", dark: "#00000090" } };
const POINT = { real: 2.6, fake: 2.5, few: 4 }; // CSS pixels, half a point's size
const RING = 16; // CSS pixels around forgeries that have collapsed
const LONGEST_ARROW = 0.24; // of half the plane, for an endless push
const HALFWAY = 1; // the strength of a push whose arrow is half as long
const SHORTEST_ARROW = 1.5; // CSS pixels
const HEAD_OF_ARROW = 4; // CSS pixels
const DARKEST_CELL = 0.6; // opacity where all of the noise lands on one spot, square in between

/** The plane in layers: the critic's map, the forger's grid, real points, forgeries, pushes. */
class LabPlane {
  constructor(canvas) {
    this.canvas = canvas;
    this.cover = build("canvas");
    this.map = build("canvas");
  }

  update({ blobs, side, grid, reach }, colours) {
    Object.assign(this, { colours, side, reach });
    [this.rows, this.columns] = grid;
    this.points = floats(blobs[0]);
    this.noise = floats(blobs[1]);
    // What is taken for real is as blue as real points, what is taken for fake as orange as fakes.
    this.shades = palette(colours.neutral, channels(FAKE_COLOUR), channels(REAL_COLOUR));
    Object.assign(this.map, { width: side, height: side });
    this.isStale = true;
  }

  get size() {
    return this.canvas.clientWidth;
  }

  x(value) {
    return ((value + this.reach) / (2 * this.reach)) * this.size;
  }

  y(value) {
    return ((this.reach - value) / (2 * this.reach)) * this.size;
  }

  /**
   * view: a frame or a stage. layers: which are shown. unfolded: how far the noise is on its way to
   * where the forger puts it, 0..1.
   */
  draw(view, layers, unfolded = 1) {
    const context = (this.context = openCanvas(this.canvas));
    this.drawMap(layers.map ? view.map : null);
    if (layers.grid) this.drawGrid(view, unfolded);
    if (view.real) this.drawDots(context, view.real, POINT.few);
    else if (layers.real) this.drawCover();
    if (layers.fakes && unfolded === 1) {
      this.drawSquares(view.fakes, view.real ? POINT.few : POINT.fake);
    }
    if (view.moves?.length) this.drawMoves(view);
    if (layers.pushes && unfolded === 1) this.drawPushes(view);
    if (layers.fakes && view.alarm) this.drawRing(view.fakes);
  }

  drawMap(bytes) {
    const { context, size } = this;
    const [red, green, blue] = this.colours.neutral;
    context.fillStyle = `rgb(${red} ${green} ${blue})`;
    context.fillRect(0, 0, size, size);
    if (!bytes) return;
    const picture = new ImageData(this.side, this.side);
    const shades = new Uint32Array(picture.data.buffer);
    for (let at = 0; at < shades.length; at++) shades[at] = this.shades[bytes[at]];
    this.map.getContext("2d").putImageData(picture, 0, 0);
    context.drawImage(this.map, 0, 0, size, size);
  }

  /** Real points stay where they are: they are kept as a picture. */
  drawCover() {
    const { canvas, cover, size } = this;
    if (this.isStale || cover.width !== canvas.width) {
      this.drawDots(openCopy(cover, canvas), this.points, POINT.real);
      this.isStale = false;
    }
    this.context.drawImage(cover, 0, 0, size, size);
  }

  drawDots(context, points, radius) {
    context.beginPath();
    for (let at = 0; at < points.length; at += 2) {
      const [x, y] = [this.x(points[at]), this.y(points[at + 1])];
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    }
    Object.assign(context, { fillStyle: REAL_COLOUR, strokeStyle: RIMS.dots, lineWidth: 1.5 });
    context.stroke();
    context.fill();
  }

  drawSquares(points, half) {
    const { context } = this;
    for (let at = 0; at < points.length; at += 2) {
      const [x, y] = [this.x(points[at]), this.y(points[at + 1])];
      const square = (reach) => context.fillRect(x - reach, y - reach, 2 * reach, 2 * reach);
      context.fillStyle = RIMS.dots;
      square(half + 0.75);
      context.fillStyle = FAKE_COLOUR;
      square(half);
    }
  }

  /** Around the middle one: forgeries that all lie on one spot look like a single square. */
  drawRing(fakes) {
    const middle = (axis) => fakes.filter((_, at) => at % 2 === axis).sort()[fakes.length / 4];
    const { context } = this;
    Object.assign(context, { strokeStyle: FAKE_COLOUR, lineWidth: 2.5 });
    context.beginPath();
    context.arc(this.x(middle(0)), this.y(middle(1)), RING, 0, 2 * Math.PI);
    context.stroke();
  }

  /** Where the grid of noise lands: a cell is the darker, the more crowded it is there. */
  drawGrid({ warp, crowding }, unfolded) {
    const { context, rows, columns, noise, colours } = this;
    const place = (row, column) => {
      const at = 2 * (row * columns + column);
      const way = (axis) => noise[at + axis] + unfolded * (warp[at + axis] - noise[at + axis]);
      return [this.x(way(0)), this.y(way(1))];
    };
    if (rows > 1) {
      context.fillStyle = colours.text;
      for (let cell = 0; cell < crowding.length; cell++) {
        const [row, column] = [Math.floor(cell / (columns - 1)), cell % (columns - 1)];
        const corners = [[row, column], [row, column + 1], [row + 1, column + 1], [row + 1, column]];
        context.globalAlpha = DARKEST_CELL * (crowding[cell] / 255) ** 2;
        context.beginPath();
        this.trace(corners.map(([one, other]) => place(one, other)));
        context.fill();
      }
      context.globalAlpha = 1;
    }
    const rim = RIMS.grid[colours.isDark ? "dark" : "light"];
    const along = (length, at) => Array.from({ length }, (_, step) => at(step));
    const lines = along(rows, (row) => along(columns, (column) => place(row, column)));
    if (rows > 1) {
      lines.push(...along(columns, (column) => along(rows, (row) => place(row, column))));
    }
    const widths = rows > 1 ? [1.8, 0.8] : [6, 3];
    context.beginPath();
    for (const line of lines) this.trace(line);
    for (const [pass, style] of [rim, colours.text].entries()) {
      Object.assign(context, { strokeStyle: style, lineWidth: widths[pass], lineJoin: "round" });
      context.stroke();
    }
    if (rows === 1) this.drawKnots(lines[0], crowding);
  }

  /** Along a line of noise, knots stand for equal shares of it: where they meet, it is crowded. */
  drawKnots(line, crowding) {
    const { context } = this;
    context.fillStyle = this.colours.text;
    line.slice(1).forEach(([x, y], at) => {
      context.beginPath();
      context.arc(x, y, 2 + 3 * (crowding[at] / 255), 0, 2 * Math.PI);
      context.fill();
    });
  }

  trace([first, ...others]) {
    this.context.moveTo(...first);
    for (const place of others) this.context.lineTo(...place);
  }

  /** An arrow on a forgery: which way the critic would have it go, the longer the stronger. */
  drawPushes({ fakes, pushes }) {
    const { context, colours } = this;
    const most = (LONGEST_ARROW * this.size) / 2;
    context.beginPath();
    for (let at = 0; at < pushes.length; at += 2) {
      const strength = Math.hypot(pushes[at], pushes[at + 1]);
      const long = (most * strength) / (strength + HALFWAY);
      if (!(long > SHORTEST_ARROW)) continue;
      const way = [pushes[at] / strength, -pushes[at + 1] / strength];
      this.traceArrow([this.x(fakes[at]), this.y(fakes[at + 1])], way, long);
    }
    const rim = RIMS.grid[colours.isDark ? "dark" : "light"];
    for (const [style, width] of [[rim, 3], [colours.text, 1.3]]) {
      Object.assign(context, { strokeStyle: style, lineWidth: width, lineCap: "round" });
      context.stroke();
    }
  }

  traceArrow([x, y], [dx, dy], long) {
    const [tipX, tipY] = [x + long * dx, y + long * dy];
    const head = Math.min(HEAD_OF_ARROW, long);
    const end = (side) => [
      tipX - head * (dx + 0.6 * side * dy),
      tipY - head * (dy - 0.6 * side * dx),
    ];
    this.trace([[x, y], [tipX, tipY]]);
    this.trace([end(1), [tipX, tipY], end(-1)]);
  }

  /** A line from where each forgery was to where it is now. */
  drawMoves({ fakes, moves }) {
    const { context } = this;
    Object.assign(context, { strokeStyle: this.colours.text, lineWidth: 1.3 });
    context.beginPath();
    for (let at = 0; at < moves.length; at += 2) {
      context.moveTo(this.x(fakes[at] - moves[at]), this.y(fakes[at + 1] - moves[at + 1]));
      context.lineTo(this.x(fakes[at]), this.y(fakes[at + 1]));
    }
    context.stroke();
  }
}
