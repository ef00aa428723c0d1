// Questions that only follow from some answers are shown with those answers alone. Without this module all are shown.

const form = document.querySelector("form.form");
const asked = [...form.querySelectorAll("[data-only-for]")].map((control) => ({
  field: control.closest(".field"),
  when: control.dataset.onlyFor.split(";").map((part) => part.split(":")),
}));

function answer(name) {
  const control = form.elements.namedItem(name);
  if (control?.type === "checkbox") return control.checked ? "on" : "";
  return control?.value ?? "";
}

function show() {
  for (const { field, when } of asked) {
    field.hidden = !when.every(([name, values]) => values.split(" ").includes(answer(name)));
  }
}

form.addEventListener("change", show);
show();
