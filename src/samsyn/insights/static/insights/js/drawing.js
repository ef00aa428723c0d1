// Drawing a measure on the map: a click fills the fields, and the fields draw the line. What is kept is what the fields
// say, so that without this module, or by keyboard, the lists beside the map do the same.

const DRAG_FROM = 5;
const SVG = "http://www.w3.org/2000/svg";

class Drawing {
  constructor(form) {
    this.form = form;
    this.svg = form.querySelector(".map-drawing");
    this.words = form.querySelector(".drawing-words");
    this.kmOfPixel = Number(form.querySelector(".drawing-map").dataset.kmOfPixel ?? 0);
    this.nodes = new Map([...form.querySelectorAll("#nodes option")].map((option) => [option.value, option]));
    if (!this.svg) return;
    form.toggleAttribute("data-map", true);
    form.querySelector(".drawing-help").hidden = false;
    this.line = document.createElementNS(SVG, "path");
    this.line.setAttribute("class", "way-drawn");
    this.svg.querySelector(".map-network").append(this.line);
    this.listen();
    this.draw();
  }

  field(name) {
    return this.form.elements.namedItem(name);
  }

  listen() {
    this.svg.addEventListener("pointerdown", (event) => {
      this.pressed = [event.clientX, event.clientY];
    });
    this.svg.addEventListener("click", (event) => this.click(event));
    this.form.addEventListener("input", (event) => {
      if (event.target === this.field("km")) delete this.field("km").dataset.proposed;
      if (event.target === this.field("mode")) this.fit();
      this.draw();
    });
  }

  click(event) {
    const moved = this.pressed && Math.hypot(event.clientX - this.pressed[0], event.clientY - this.pressed[1]);
    const found = event.target.closest("[data-node], [data-link]");
    if (!found || moved >= DRAG_FROM) return;
    if (found.dataset.node) this.takeNode(found.dataset.node);
    else this.takeLink(found.dataset.link);
    this.form.dispatchEvent(new Event("change"));
    this.draw();
  }

  takeLink(code) {
    if (code.startsWith("drawn-")) return;
    if (this.field("what").value === "new") this.field("what").value = "time";
    this.field("link").value = code;
  }

  // The first click begins a link, the second ends it, the third begins another.
  takeNode(place) {
    const [start, end] = [this.field("start"), this.field("end")];
    this.field("what").value = "new";
    const node = this.at(place);
    if (!start.value || end.value) [start.value, end.value] = [node, ""];
    else if (node !== start.value) end.value = node;
  }

  // Of the nodes in one place, the one where what was chosen moves.
  at(place) {
    const there = [...this.nodes.values()].filter((option) => option.dataset.place === place);
    const mode = this.field("mode").value;
    return (there.find((option) => option.dataset.modes.split(" ").includes(mode)) ?? there[0])?.value ?? place;
  }

  // Another mode stops at other nodes in the same places.
  fit() {
    for (const name of ["start", "end"]) {
      const place = this.nodes.get(this.field(name).value)?.dataset.place;
      if (place) this.field(name).value = this.at(place);
    }
  }

  mark(name) {
    const place = this.nodes.get(this.field(name).value)?.dataset.place;
    return place === undefined ? null : this.svg.querySelector(`[data-node="${CSS.escape(place)}"]`);
  }

  draw() {
    const isNew = this.field("what").value === "new";
    const ends = isNew ? ["start", "end"].map((name) => this.mark(name)) : [];
    for (const mark of this.svg.querySelectorAll("[data-node]")) {
      mark.toggleAttribute("data-chosen", ends.includes(mark));
    }
    const both = ends.length === 2 && ends.every(Boolean);
    this.line.setAttribute("d", both ? this.between(ends) : isNew ? "" : this.ofLink());
    this.propose(both ? this.km(ends) : 0);
    this.say(both);
  }

  between(ends) {
    return `M${ends.map((mark) => `${mark.getAttribute("cx")} ${mark.getAttribute("cy")}`).join("L")}`;
  }

  ofLink() {
    const link = this.svg.querySelector(`[data-link="${CSS.escape(this.field("link").value)}"]`);
    return link?.getAttribute("d") ?? "";
  }

  km([one, other]) {
    const [x, y] = ["cx", "cy"].map((name) => other.getAttribute(name) - one.getAttribute(name));
    return Math.hypot(x, y) * this.kmOfPixel;
  }

  // A length that nobody has said follows the line.
  propose(km) {
    const field = this.field("km");
    if (field.value && !("proposed" in field.dataset)) return;
    field.value = km ? km.toFixed(1) : "";
    field.dataset.proposed = "";
  }

  say(both) {
    const { between, km } = this.words.dataset;
    const named = (name) => this.nodes.get(this.field(name).value)?.textContent ?? this.field(name).value;
    const way = between.replace("{start}", named("start")).replace("{end}", named("end"));
    const long = "proposed" in this.field("km").dataset ? km.replace("{km}", Number(this.field("km").value).toLocaleString(document.documentElement.lang)) : "";
    this.words.textContent = both ? [way, long].filter(Boolean).join(", ") : "";
  }
}

new Drawing(document.querySelector("#drawing"));
