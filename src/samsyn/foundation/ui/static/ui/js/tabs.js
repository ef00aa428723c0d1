// On a phone the tabs are a strip wider than the screen: show where one is. Without this it begins at the first.

const show = () => {
  for (const current of document.querySelectorAll(".tabs [aria-current]")) {
    const strip = current.closest(".tabs");
    strip.scrollLeft = current.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2;
  }
};

show();
addEventListener("resize", show);
