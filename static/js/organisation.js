// The page of one union: the time line opens at the day looked at, the record at a link to it.
"use strict";
(() => {
  for (const box of document.querySelectorAll(".time-line .scroll")) {
    box.scrollLeft = Math.max(0, Number(box.dataset.focus) - box.clientWidth * 0.75);
  }
  const record = document.getElementById("record");
  const open = () => { if (record && location.hash === "#record") { record.open = true; record.scrollIntoView(); } };
  window.addEventListener("hashchange", open);
  open();
})();
