// A button on each table that copies it as text that spreadsheets take in. Selecting and copying works without it.

function text(table) {
  const rows = [...table.rows].map((row) => [...row.cells].map((cell) => cell.innerText.trim().replace(/\s+/g, " ")));
  return rows.map((cells) => cells.join("\t")).join("\n");
}

for (const table of document.querySelectorAll("table[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-text button-small no-print";
  button.textContent = table.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text(table));
    button.textContent = table.dataset.copied;
    setTimeout(() => (button.textContent = table.dataset.copy), 2000);
  });
  if (navigator.clipboard) table.closest(".table-scroll").after(button);
}
