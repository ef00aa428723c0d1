// Whoever cancels the browser's question about a passkey, or has no key, is told what to do. Without this nothing shows.

const told = document.createElement("div");
document.querySelector("main").prepend(told);

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  told.replaceChildren(document.getElementById("key-failed").content.cloneNode(true));
});
