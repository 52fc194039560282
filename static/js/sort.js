// Tables of figures are sorted by a press on a column's head; totals stay last. Without script they stand by body.
"use strict";
(() => {
  const value = (row, column) => {
    const text = row.cells[column].textContent.trim().replace(/,/g, "").replace("↓", "-").replace(/[↑%✓✗\s]/g, "");
    return text === "—" || text === "" ? null : Number.isNaN(Number(text)) ? text : Number(text);
  };
  const compare = (one, other) => {
    if (one === null || other === null) return (one === null) - (other === null);
    return typeof one === "number" && typeof other === "number" ? one - other : String(one).localeCompare(String(other), "zh-Hans");
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const isUp = head.getAttribute("aria-sort") !== "descending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", isUp ? "descending" : "ascending");
        const rows = [...table.tBodies[0].rows];
        const bodies = rows.filter((row) => !row.classList.contains("total"));
        bodies.sort((a, b) => {
          const [x, y] = [value(a, column), value(b, column)];
          if (x === null || y === null) return compare(x, y);
          return isUp ? compare(y, x) : compare(x, y);
        });
        table.tBodies[0].append(...bodies, ...rows.filter((row) => row.classList.contains("total")));
      });
    });
  }
})();
