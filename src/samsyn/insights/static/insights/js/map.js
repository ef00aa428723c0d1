// Maps of areas: zoom, drag, pointing, choosing and keys, on the drawing that the server made.
// Without this module the map is whole and its areas are links; nothing here knows what the map is about.

const LARGEST = 12;
const STEP = 1.6;
const LABELS = [8, 4, 2, 1, 0.5];
const DRAG_FROM = 5;
const DURATION = 220;
const PARTS = [".map-title", ".map-network", ".map-flows", ".map-chosen-text", ".map-legend", ".map-remarks"];
const CHOSEN = "[data-area], [data-link]";
const POINTED = `${CHOSEN}, [data-node], .map-flows path`;
const LOOKS = ["class", "fill"];
const SVG = "http://www.w3.org/2000/svg";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const companies = new Map();

const same = (one, other) => one.dataset.area === other.dataset.area && one.dataset.link === other.dataset.link;

class AreaMap {
  constructor(figure) {
    this.figure = figure;
    this.svg = figure.querySelector(".map-drawing");
    this.stage = figure.querySelector(".map-stage");
    this.labels = this.svg.querySelector(".map-labels");
    this.whole = this.svg.getAttribute("viewBox").split(" ").map(Number);
    this.view = { x: 0, y: 0, zoom: 1 };
    this.pointers = new Map();
    this.areas = new Map([...this.svg.querySelectorAll("[data-area]")].map((path) => [path.dataset.area, path]));
    this.takeLinks();
    this.addTools();
    this.takeWords(this.svg);
    this.pointed = this.addOutline("map-pointed");
    this.focused = this.addOutline("map-focus");
    this.listen();
    this.rove(this.links.find((link) => link.hasAttribute("aria-current")) ?? this.links[0]);
    this.joinCompany(figure.dataset.together);
    new ResizeObserver(() => this.draw()).observe(this.svg);
  }

  // --- What the server could not draw

  addTools() {
    const tools = this.stage.querySelector("template").content.cloneNode(true);
    this.card = tools.querySelector(".map-card");
    this.figure.querySelector(".map-side").append(tools.querySelector(".map-help"));
    this.stage.append(tools);
  }

  addOutline(name) {
    const outline = document.createElementNS(SVG, "path");
    outline.setAttribute("class", name);
    this.svg.querySelector(".map-ground").append(outline);
    return outline;
  }

  takeLinks() {
    this.links = [...this.svg.querySelectorAll("a")];
    this.ways = new Map([...this.svg.querySelectorAll("[data-link]")].map((path) => [path.dataset.link, path]));
  }

  // The browser would show a title beside our card: its words become the name of the link, or wait for the pointer.
  takeWords(root) {
    for (const title of root.querySelectorAll("a > title, path > title, circle > title")) {
      const owner = title.parentElement;
      owner.setAttribute(owner.matches("a") ? "aria-label" : "data-words", title.textContent);
      title.remove();
    }
  }

  // --- The part that is seen

  draw() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      const [left, top, width, height] = this.whole;
      const { x, y, zoom } = this.view;
      this.svg.setAttribute("viewBox", [left + x, top + y, width / zoom, height / zoom].join(" "));
      this.svg.toggleAttribute("data-zoomed", zoom > 1);
      const magnified = (zoom * this.svg.getBoundingClientRect().width) / width || 1;
      const shown = String(LABELS.find((least) => least <= magnified * 1.02) ?? LABELS.at(-1));
      if (this.svg.dataset.zoom !== shown) this.svg.dataset.zoom = shown;
      // On the labels alone: set higher up it would have every area's style computed again in each frame.
      this.labels.style.setProperty("--map-zoom", magnified.toFixed(3));
    });
  }

  look(view, alone = false) {
    const [, , width, height] = this.whole;
    const zoom = Math.min(Math.max(view.zoom, 1), LARGEST);
    const within = (value, size) => Math.min(Math.max(value, 0), size - size / zoom);
    this.view = { x: within(view.x, width), y: within(view.y, height), zoom };
    this.draw();
    if (!alone) {
      for (const other of this.company) {
        const [, , otherWidth, otherHeight] = other.whole;
        other.look({ x: (this.view.x / width) * otherWidth, y: (this.view.y / height) * otherHeight, zoom }, true);
      }
    }
  }

  // Zoom so that what lies at a point of the screen stays there.
  zoomAt(factor, point, from = this.view) {
    const [, , width, height] = this.whole;
    const box = this.svg.getBoundingClientRect();
    const across = point ? (point.x - box.left) / box.width : 0.5;
    const down = point ? (point.y - box.top) / box.height : 0.5;
    const zoom = Math.min(Math.max(from.zoom * factor, 1), LARGEST);
    return {
      x: from.x + width * across * (1 / from.zoom - 1 / zoom),
      y: from.y + height * down * (1 / from.zoom - 1 / zoom),
      zoom,
    };
  }

  glide(target) {
    cancelAnimationFrame(this.gliding);
    if (calm.matches) return this.look(target);
    const start = this.view;
    const began = performance.now();
    const step = (now) => {
      const done = Math.min(Math.max((now - began) / DURATION, 0), 1);
      const eased = 1 - (1 - done) ** 3;
      const zoom = start.zoom * (target.zoom / start.zoom) ** eased;
      // The point that stays still is the same all the way, so the way there is straight.
      const share = target.zoom === start.zoom ? eased : (1 / start.zoom - 1 / zoom) / (1 / start.zoom - 1 / target.zoom);
      this.look({ x: start.x + (target.x - start.x) * share, y: start.y + (target.y - start.y) * share, zoom });
      this.svg.toggleAttribute("data-gliding", done < 1);
      if (done < 1) this.gliding = requestAnimationFrame(step);
    };
    this.svg.toggleAttribute("data-gliding", true);
    this.gliding = requestAnimationFrame(step);
    return undefined;
  }

  zoomBy(name) {
    const factor = { in: STEP, out: 1 / STEP }[name];
    this.glide(factor ? this.zoomAt(factor) : { x: 0, y: 0, zoom: 1 });
  }

  // --- Listening

  listen() {
    const { svg, stage } = this;
    stage.addEventListener("click", (event) => {
      const tool = event.target.closest("[data-zoom]:is(button)");
      if (tool) this.zoomBy(tool.dataset.zoom);
    });
    svg.addEventListener("click", (event) => this.click(event));
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    svg.addEventListener("pointerdown", (event) => this.press(event));
    svg.addEventListener("pointermove", (event) => this.move(event));
    svg.addEventListener("pointerleave", () => this.point(null));
    for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, (event) => this.release(event));
    stage.addEventListener("keydown", (event) => this.key(event));
    svg.addEventListener("focusin", (event) => this.focus(event.target.closest("a")));
    svg.addEventListener("focusout", () => this.focus(null));
  }

  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.look(this.zoomAt(1.0022 ** -event.deltaY, { x: event.clientX, y: event.clientY }));
  }

  press(event) {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.start = { view: this.view, ...this.grip() };
    if (this.pointers.size > 1) return;
    this.dragged = false;
    if (event.pointerType !== "mouse") this.point(event.target.closest(`${CHOSEN}, [data-node]`), event);
  }

  // The middle of the fingers, and how far apart they are.
  grip() {
    const all = [...this.pointers.values()];
    const x = all.reduce((sum, one) => sum + one.x, 0) / all.length;
    const y = all.reduce((sum, one) => sum + one.y, 0) / all.length;
    return { x, y, spread: all.length > 1 ? Math.hypot(all[0].x - all[1].x, all[0].y - all[1].y) : 0 };
  }

  move(event) {
    if (!this.pointers.has(event.pointerId)) return this.point(event.target.closest(POINTED), event);
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const { view, x, y, spread } = this.start;
    const now = this.grip();
    if (!this.dragged && !spread && Math.hypot(now.x - x, now.y - y) < DRAG_FROM) return undefined;
    if (view.zoom === 1 && !spread) return undefined;
    if (!this.dragged) this.svg.setPointerCapture(event.pointerId);
    this.dragged = true;
    this.svg.toggleAttribute("data-dragging", true);
    this.point(null);
    const box = this.svg.getBoundingClientRect();
    const zoomed = spread ? this.zoomAt(now.spread / spread, { x, y }, view) : view;
    const unit = this.whole[2] / zoomed.zoom / box.width;
    return this.look({ x: zoomed.x - (now.x - x) * unit, y: zoomed.y - (now.y - y) * unit, zoom: zoomed.zoom });
  }

  release(event) {
    this.pointers.delete(event.pointerId);
    this.svg.removeAttribute("data-dragging");
    if (this.pointers.size) this.start = { view: this.view, ...this.grip() };
  }

  click(event) {
    const link = event.target.closest("a");
    if (!link) return;
    if (this.dragged) {
      event.preventDefault();
      this.dragged = false;
    } else if (!event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      this.rove(link);
      this.choose(link);
    }
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const zoom = { "+": "in", "=": "in", "-": "out", 0: "whole" }[event.key];
    const link = event.target.closest("a");
    if (way && link) this.step(link, way);
    else if (zoom) this.zoomBy(zoom);
    else if (event.key === "Escape") this.escape();
    else return;
    event.preventDefault();
  }

  // First the card goes, then the zoom.
  escape() {
    if (this.card.hidden) this.zoomBy("whole");
    this.point(null);
  }

  // --- Pointing

  point(element, at) {
    if (element === this.under && element) return this.place(at);
    this.under = element;
    const { area, link } = element?.dataset ?? {};
    for (const one of [this, ...this.company]) {
      one.outline(one.pointed, area);
      one.mark(link);
    }
    this.show(element, at);
    return undefined;
  }

  outline(path, code) {
    path.setAttribute("d", this.areas.get(code)?.getAttribute("d") ?? "");
  }

  mark(link) {
    this.marked?.removeAttribute("data-pointed");
    this.marked = this.ways.get(link);
    this.marked?.setAttribute("data-pointed", "");
  }

  show(element, at) {
    const words = element?.closest("a")?.getAttribute("aria-label") ?? element?.dataset.words;
    this.card.hidden = !words;
    if (!words) return;
    const [first, ...rest] = words.split("\n");
    const name = document.createElement("strong");
    name.textContent = first;
    this.card.replaceChildren(name, rest.join(" "));
    this.place(at ?? this.middle(element));
  }

  // Beside the pointer, and inside the map.
  place(at) {
    const box = this.stage.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = this.card;
    const right = at.clientX - box.left + 14;
    const x = right + offsetWidth < box.width ? right : Math.max(at.clientX - box.left - offsetWidth - 14, 0);
    const y = Math.min(Math.max(at.clientY - box.top + 14, 0), Math.max(box.height - offsetHeight, 0));
    this.card.style.setProperty("transform", `translate(${Math.round(x)}px, ${Math.round(y)}px)`);
  }

  middle(element) {
    const box = element.getBoundingClientRect();
    return { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
  }

  // --- The keyboard

  // One stop for the tabulator; the arrow keys move between the areas.
  rove(link) {
    for (const other of this.links) other.setAttribute("tabindex", other === link ? "0" : "-1");
  }

  step(link, [across, down]) {
    const places = this.links.map((one) => [one, this.middle(one)]);
    const here = this.middle(link);
    const far = ([, there]) => {
      const x = there.clientX - here.clientX;
      const y = there.clientY - here.clientY;
      const ahead = x * across + y * down;
      return ahead > 1 ? ahead + 2.5 * Math.abs(x * down) + 2.5 * Math.abs(y * across) : Infinity;
    };
    const best = places.reduce((one, other) => (far(other) < far(one) ? other : one));
    if (far(best) === Infinity) return;
    this.rove(best[0]);
    best[0].focus({ preventScroll: true });
  }

  focus(link) {
    const path = link?.querySelector(CHOSEN);
    const seen = link?.matches(":focus-visible") ? path : undefined;
    this.outline(this.focused, seen?.dataset.area);
    if (!seen) return this.show(null);
    this.bring(path);
    return this.show(path);
  }

  // An area that is reached by key and lies outside what is seen is brought to the middle.
  bring(path) {
    const [, , width, height] = this.whole;
    const box = this.svg.getBoundingClientRect();
    const { clientX, clientY } = this.middle(path);
    if (clientX > box.left && clientX < box.right && clientY > box.top && clientY < box.bottom) return;
    const { x, y, zoom } = this.view;
    this.look({
      x: x + ((clientX - box.left) / box.width - 0.5) * (width / zoom),
      y: y + ((clientY - box.top) / box.height - 0.5) * (height / zoom),
      zoom,
    });
  }

  // --- Choosing: the page of the link is fetched, and its parts of this map take the place of ours

  async choose(link) {
    this.loading?.abort();
    this.loading = new AbortController();
    this.figure.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(link.href.baseVal, { signal: this.loading.signal });
      const page = answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
      const fresh = page?.getElementById(this.figure.id);
      if (!fresh) return void location.assign(link.href.baseVal);
      for (const one of new Set([this, ...this.company])) {
        const own = page.getElementById(one.figure.id);
        if (own) one.take(page, own);
      }
      history.replaceState(history.state, "", link.href.baseVal);
      this.figure.removeAttribute("aria-busy");
    } catch (error) {
      if (error.name !== "AbortError") location.assign(link.href.baseVal);
    }
    return undefined;
  }

  take(page, fresh) {
    // The elements stay and their content goes, so that a screen reader tells what is new in the live one.
    for (const part of PARTS) {
      this.figure.querySelector(part).replaceChildren(...document.importNode(fresh.querySelector(part), true).childNodes);
    }
    for (const beside of document.querySelectorAll(`[data-with-map="${this.svg.id}"][id]`)) {
      const other = page.getElementById(beside.id);
      if (other) beside.replaceWith(document.importNode(other, true));
    }
    for (const old of this.svg.querySelectorAll(".map-chosen, .map-chosen-casing")) old.remove();
    const lines = fresh.querySelectorAll(".map-chosen, .map-chosen-casing");
    this.pointed.before(...[...lines].map((line) => document.importNode(line, true)));
    this.takeLinks();
    const chosen = fresh.querySelector(`a[aria-current] :is(${CHOSEN})`);
    for (const link of this.links) {
      const path = link.querySelector(CHOSEN);
      link.removeAttribute("aria-current");
      if (chosen && same(path, chosen)) link.setAttribute("aria-current", "true");
    }
    this.recolour(fresh);
    this.takeWords(this.svg);
    if (!this.svg.contains(document.activeElement)) this.goOn(chosen);
  }

  // The lines of a network were made anew: whoever stood on the chosen one stands there still.
  goOn(chosen) {
    const link = this.links.find((one) => chosen && same(one.querySelector(CHOSEN), chosen)) ?? this.links[0];
    if (!link) return;
    this.rove(link);
    if (chosen?.dataset.link) link.focus({ preventScroll: true });
  }

  // A map that depends on the chosen area, as one of times from it, colours and tells of every area anew.
  recolour(fresh) {
    for (const path of fresh.querySelectorAll("[data-area]")) {
      const own = this.areas.get(path.dataset.area);
      for (const look of LOOKS) {
        if (path.hasAttribute(look)) own?.setAttribute(look, path.getAttribute(look));
        else own?.removeAttribute(look);
      }
      const title = (path.closest("a") ?? path).querySelector(":scope > title");
      if (title) (own?.closest("a") ?? own)?.prepend(document.importNode(title, true));
    }
    for (const pattern of fresh.querySelectorAll("pattern[id]")) {
      if (!document.getElementById(pattern.id)) this.svg.querySelector(".map-ground").before(document.importNode(pattern, true));
    }
  }

  // --- Maps that belong together

  joinCompany(name) {
    const all = companies.get(name) ?? new Set();
    if (name) companies.set(name, all.add(this));
    this.everyone = all;
  }

  get company() {
    return [...this.everyone].filter((other) => other !== this);
  }
}

for (const figure of document.querySelectorAll("figure.map")) new AreaMap(figure);
