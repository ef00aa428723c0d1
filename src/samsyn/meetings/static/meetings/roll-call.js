// The roll call by keyboard: type some letters of a name, Enter presses the first button of the first line that is left.

const field = document.getElementById("roll-search");

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function narrow() {
  const wanted = fold(field.value).split(/\s+/).filter(Boolean);
  for (const line of document.querySelectorAll("[data-name]")) {
    const words = fold(line.dataset.name).split(/[\s-]+/);
    line.hidden = !wanted.every((part) => words.some((word) => word.startsWith(part)));
  }
}

field?.addEventListener("input", narrow);
document.addEventListener("live:shown", narrow);
field?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" && event.key !== "Escape") return;
  event.preventDefault();
  if (event.key === "Enter" && field.value) document.querySelector("[data-name]:not([hidden]) button")?.click();
  field.value = "";
  narrow();
});
