// A part of a page that keeps itself up to date: <div data-live="address of the part">.
// It asks again and again with the tag of what it shows, and is answered with nothing as long as nothing has changed.
// When the connection is lost it says so, waits longer each time, and goes on by itself when the server is back.
// What is pressed in it is sent until it has been received: everything that can be pressed may safely be sent twice.

const EVERY = 1200;
const SLOWEST = 5000;
const PATIENCE = 8000;

class Lost extends Error {}

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

async function request(address, options) {
  let answer;
  try {
    answer = await fetch(address, { ...options, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    throw new Lost();
  }
  if (answer.status >= 500) throw new Lost();
  if (answer.headers.has("HX-Redirect")) location.assign(answer.headers.get("HX-Redirect"));
  return answer;
}

class Live {
  constructor(region) {
    this.region = region;
    this.tag = "";
    this.wait = EVERY;
    this.status = document.getElementById(region.dataset.status);
    region.addEventListener("submit", (event) => this.press(event));
    document.addEventListener("visibilitychange", () => document.hidden || this.ask());
    this.tick();
  }

  async tick() {
    for (;;) {
      await this.ask();
      await pause(this.wait);
    }
  }

  async ask() {
    try {
      const answer = await request(this.region.dataset.live, {
        headers: { "HX-Request": "true", "If-None-Match": this.tag },
      });
      if (answer.status === 200 && answer.headers.has("ETag")) {
        this.tag = answer.headers.get("ETag");
        this.show(await answer.text());
      } else if (answer.status >= 400) {
        this.say(this.region.dataset.refused, "error");
      }
      this.found();
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      this.lost();
    }
  }

  show(content) {
    const focused = this.region.contains(document.activeElement) ? document.activeElement.id : "";
    const typed = [...this.region.querySelectorAll("input[id], select[id]")].map((field) => [field.id, field.value]);
    const opened = [...this.region.querySelectorAll("details[id][open]")].map((details) => details.id);
    this.region.innerHTML = content;
    for (const [id, value] of typed) {
      const field = document.getElementById(id);
      if (field) field.value = value;
    }
    for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
    if (focused) document.getElementById(focused)?.focus();
    this.region.dispatchEvent(new CustomEvent("live:shown", { bubbles: true }));
  }

  async press(event) {
    event.preventDefault();
    event.stopPropagation();
    const form = event.target;
    if (form.dataset.sending) return;
    form.dataset.sending = "yes";
    const body = new FormData(form, event.submitter);
    const address = event.submitter?.getAttribute("formaction") ?? form.getAttribute("action");
    event.submitter?.setAttribute("aria-disabled", "true");
    await this.send(address, body);
    delete form.dataset.sending;
    event.submitter?.removeAttribute("aria-disabled");
    await this.ask();
  }

  async send(address, body) {
    for (let wait = 300; ; wait = Math.min(2 * wait, SLOWEST)) {
      try {
        const answer = await request(address, { method: "POST", body, headers: { "HX-Request": "true" } });
        this.found();
        this.say(answer.ok ? "" : refusal(await answer.text()), "error");
        return;
      } catch (error) {
        if (!(error instanceof Lost)) throw error;
        this.lost();
        await pause(wait);
      }
    }
  }

  lost() {
    this.wait = Math.min(1.5 * this.wait, SLOWEST);
    this.say(this.region.dataset.lost, "lost");
  }

  found() {
    this.wait = EVERY;
    if (this.status.dataset.kind === "lost") this.say("", "");
  }

  say(text, kind) {
    this.status.textContent = text;
    this.status.dataset.kind = text ? kind : "";
  }
}

function refusal(content) {
  return new DOMParser().parseFromString(content, "text/html").body.textContent.trim();
}

for (const region of document.querySelectorAll("[data-live]")) new Live(region);
