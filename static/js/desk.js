// Small comforts of the desk; every page works without them.
"use strict";
(() => {
  const button = document.querySelector(".menu-button");
  const rooms = document.getElementById("rooms");
  if (button && rooms) {
    button.addEventListener("click", () => {
      button.setAttribute("aria-expanded", String(rooms.classList.toggle("open")));
    });
  }
  // The menu is longer than the window: where one is comes into view, the page itself stays where it is.
  const here = rooms && rooms.querySelector("[aria-current]");
  if (here) {
    const below = here.getBoundingClientRect().bottom - Math.min(rooms.getBoundingClientRect().bottom, innerHeight);
    if (below > 0) rooms.scrollTop += below + rooms.clientHeight / 3;
  }
  // The theme writes icons as ligatures: English words that nobody should hear.
  for (const icon of document.querySelectorAll(".material-symbols-outlined")) icon.setAttribute("aria-hidden", "true");
  // The searchable choices (select2) do not say what they choose: their names are the label's words.
  const nameChoices = () => {
    for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
      const label = document.querySelector(`label[for="${select.id}"]`);
      const drawn = select.parentElement.querySelector(".select2-container");
      if (!label || !drawn) continue;
      const words = label.textContent.replace(/[*：:]/g, "").trim();
      for (const part of drawn.querySelectorAll('[role="combobox"], [role="textbox"]')) part.setAttribute("aria-label", words);
      drawn.querySelector('[role="combobox"]').removeAttribute("aria-labelledby");
    }
  };
  // jQuery calls in order: they are drawn by then.
  if (window.django && window.django.jQuery) window.django.jQuery(() => window.django.jQuery(nameChoices));
  // On a phone a row is a card: lines that say nothing are left out of it (css/desk.css).
  for (const cell of document.querySelectorAll("#result_list td")) {
    if (["—", "-", ""].includes(cell.textContent.trim()) && !cell.querySelector("input, img")) cell.classList.add("says-nothing");
  }
  // Ticking rows of a list: all of the page at once, and how many there are.
  const bar = document.querySelector(".chosen");
  const boxes = [...document.querySelectorAll("input.action-select")].filter((box) => box.id !== "action-toggle");
  const all = document.getElementById("action-toggle");
  if (bar && boxes.length) {
    const count = () => {
      const ticked = boxes.filter((box) => box.checked).length;
      bar.querySelector(".chosen-count").textContent = ticked ? `已选 ${ticked} 条` : "请先勾选记录";
      bar.classList.toggle("some", ticked > 0);
      for (const box of boxes) box.closest("tr").classList.toggle("selected", box.checked);
      for (const button of bar.querySelectorAll("button")) button.disabled = ticked === 0;
      if (all) { all.checked = ticked === boxes.length; all.indeterminate = ticked > 0 && ticked < boxes.length; }
    };
    if (all) all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; count(); });
    for (const box of boxes) box.addEventListener("change", count);
    window.addEventListener("pageshow", count);
    count();
  }
  // A box that scrolls sideways can be reached and scrolled from the keyboard, and says what it is; whether it does is
  // known once it is laid out, and anew when the window changes.
  const reach = (box) => {
    if (box.tabIndex === 0 || box.scrollWidth <= box.clientWidth) return;
    const head = box.closest("section")?.querySelector("h2, h3") || document.querySelector("h1");
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", `${head ? head.textContent.trim() : "表格"}（可左右滚动）`);
  };
  const laidOut = new ResizeObserver((seen) => { for (const one of seen) reach(one.target); });
  for (const box of document.querySelectorAll(".scroll, #changelist-form > div:has(> #result_list)")) laidOut.observe(box);
  // Pressed twice, sent once: where the answer is shown only once, the second copy would hide it.
  for (const form of document.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  }
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
  // A drop-down closes when one clicks elsewhere or presses Escape.
  const open = () => document.querySelectorAll("details.filter[open], details.account[open]");
  document.addEventListener("click", (event) => {
    for (const details of open()) if (!details.contains(event.target)) details.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") for (const details of open()) { details.open = false; details.querySelector("summary").focus(); }
  });
})();
