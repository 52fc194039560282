// A button that copies what stands beside it; hidden where the browser can't.
"use strict";
(() => {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    const label = button.textContent;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = "已复制";
      } catch (error) {
        button.textContent = "复制不了，请手工选取";
      }
      setTimeout(() => { button.textContent = label; }, 3000);
    });
  }
})();
