// 核对花名册: how many are still there, counted in the bar at the bottom.
"use strict";
(() => {
  const count = () => {
    const told = document.querySelector("[data-count]");
    if (!told) return;
    const named = document.querySelectorAll("[name=gone]:checked"), gone = named.length;
    named.forEach((one) => { one.closest("details").open = true; });
    told.textContent = gone ? `还在 ${told.dataset.count - gone} 人，不在 ${gone} 人` : `${told.dataset.count} 人都还在`;
  };
  const unfold = () => {
    const group = location.hash && document.querySelector(location.hash);
    if (group && group.tagName === "DETAILS") group.open = true;
  };
  addEventListener("hashchange", unfold);
  document.addEventListener("change", count);
  addEventListener("pageshow", count);
  setTimeout(count, 600); // a draft may have been restored
  count();
})();
