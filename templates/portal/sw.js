// Without a line: a page that says what waits on the phone. Keeps no page of anybody's, answers nothing the network can answer.
"use strict";
const KEPT = "portal {{ version }}", PAGE = "{% url 'portal-offline' %}", FILES = [{% for file in files %}"{{ file }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
addEventListener("install", (event) => {
  const asked = [PAGE].concat(FILES).map((file) => new Request(file, { credentials: "omit" }));
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(asked)));
});
addEventListener("activate", (event) => event.waitUntil(
  caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))
));
addEventListener("fetch", (event) => {
  const file = new URL(event.request.url).pathname, asked = event.request;
  if (asked.method !== "GET") return;
  if (asked.mode === "navigate") event.respondWith(fetch(asked).catch(() => caches.match(PAGE)));
  else if (FILES.indexOf(file) >= 0) event.respondWith(fetch(asked).catch(() => caches.match(file)));
});
