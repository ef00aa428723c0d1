// A form is sent once: a second press while the first is under way does nothing.
// The mark is taken away when the page is shown again from the browser's history.

const MARK = "sent";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (MARK in form.dataset) {
    event.preventDefault();
    return;
  }
  form.dataset[MARK] = "";
  event.submitter?.setAttribute("aria-disabled", "true");
});

function release(root) {
  for (const form of root.querySelectorAll(`form[data-${MARK}]`)) {
    delete form.dataset[MARK];
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
}

window.addEventListener("pageshow", () => release(document));
document.addEventListener("htmx:afterRequest", (event) => release(event.target.parentElement ?? document));
