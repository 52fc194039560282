// Forms that outlive a lost line: what is typed and the photo chosen stay on the phone until the server has counted them.
// A page takes part with {% draft_owner %} in its head and, on a form answered through accounts.once.once,
// data-draft="name" data-draft-title="悬挂牌匾" and {% once_field %}. Old phones: no modules, nothing newer than ES2017.
// A field with data-unkept (a person's document number) is in no draft: it goes while its page is open, or is typed again.
"use strict";
(() => {
  if (!window.fetch || !window.FormData || !FormData.prototype.entries) return;
  const meta = document.querySelector("meta[name=draft-owner]"), owner = meta ? meta.content : "";
  const WEEK = 7 * 864e5, EDGE = 1600, wired = {}, gone = [], unkept = {};
  const LACKS = "证件号码没有存在手机上，请再填一次";
  const KEPT = "已保存在手机上，联网后自动发送。", BUSY = `${KEPT}服务器暂时没有响应，过一会儿再试。`;
  const FAULTS = [".invalid-feedback", ".errorlist", "[role=alert]", "main p"];
  let sending = "", line = Promise.resolve(), foreign = 0;

  // Where drafts lie: IndexedDB, or localStorage (without photos) where the browser has none.
  const base = new Promise((yes) => {
    try {
      const ask = indexedDB.open("drafts", 1);
      ask.onupgradeneeded = () => ask.result.createObjectStore("drafts", { keyPath: "id" });
      ask.onsuccess = () => yes(ask.result);
      ask.onerror = ask.onblocked = () => yes(null);
    } catch (error) { yes(null); }
  });
  const ask = async (mode, act) => {
    const db = await base;
    return new Promise((yes, no) => {
      const work = db.transaction("drafts", mode), got = act(work.objectStore("drafts"));
      work.oncomplete = () => yes(got.result);
      work.onabort = work.onerror = no;
    });
  };
  const plain = "draft ", photos = {};
  const all = async () => await base ? ask("readonly", (drafts) => drafts.getAll())
    : Object.keys(localStorage).filter((name) => name.startsWith(plain)).map((name) => JSON.parse(localStorage[name]))
      .map((draft) => Object.assign(draft, { photos: photos[draft.id] || [] }));
  const put = async (draft) => {
    if (await base) return ask("readwrite", (drafts) => drafts.put(draft));
    photos[draft.id] = draft.photos; // as long as the page is open
    return localStorage.setItem(plain + draft.id, JSON.stringify(Object.assign({}, draft, { photos: [] })));
  };
  const drop = async (id) => await base ? ask("readwrite", (drafts) => drafts.delete(id)) : localStorage.removeItem(plain + id);

  const make = (tag, words, more) => Object.assign(document.createElement(tag), { textContent: words }, more);
  const press = (words, act) => make("button", words, { type: "button", className: "btn btn-outline-secondary", onclick: act });
  const clock = (at) => {
    const day = new Date(at), time = `${day.getHours()}:${`0${day.getMinutes()}`.slice(-2)}`;
    return day.toDateString() === new Date().toDateString() ? time : `${day.getMonth() + 1}月${day.getDate()}日 ${time}`;
  };

  const read = (file, how) => new Promise((yes, no) => {
    const reader = new FileReader();
    reader.onload = () => yes(reader.result);
    reader.onerror = no;
    reader[how](file);
  });
  // Smaller for the line's sake; left as it is where the browser would lose the way the phone was held.
  const shrink = async (file) => {
    if (file.size < 4e5 || !/^image\//.test(file.type) || !window.CSS || !CSS.supports("image-orientation", "from-image")) return file;
    const image = new Image();
    image.src = await read(file, "readAsDataURL");
    await new Promise((yes, no) => { image.onload = yes; image.onerror = no; });
    const part = Math.min(1, EDGE / Math.max(image.width, image.height)), canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * part);
    canvas.height = Math.round(image.height * part);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const small = await new Promise((yes) => canvas.toBlob(yes, "image/jpeg", 0.85));
    return small && small.size < file.size ? small : file;
  };
  const keep = async (field, file) => {
    const small = await shrink(file).catch(() => file);
    const name = small === file ? file.name : file.name.replace(/\.\w+$/, "") + ".jpg";
    return { field, name, type: small.type, bytes: await read(small, "readAsArrayBuffer") };
  };

  // One attempt: {sent}, {refused, page}, {other}, or {wait, login} when it is to be tried again.
  const soon = (asked) => Promise.race([asked, new Promise((yes, no) => setTimeout(no, 9e4))]);
  const token = async () => {
    const answer = await soon(fetch("/portal/token/", { credentials: "same-origin", cache: "no-store" }));
    if (answer.redirected) return { wait: "登录已过期。已保存在手机上，登录后自动发送。", login: answer.url };
    return answer.ok ? answer.json() : { wait: BUSY };
  };
  const post = async (draft) => {
    const pass = await token();
    if (pass.wait) return pass;
    if (pass.owner !== draft.owner) return { other: true };
    const body = new FormData();
    draft.fields.concat(unkept[draft.id] || []).forEach((pair) => body.append(pair[0], pair[1]));
    draft.photos.forEach((photo) => body.append(photo.field, new Blob([photo.bytes], { type: photo.type }), photo.name));
    body.append("csrfmiddlewaretoken", pass.token);
    const headers = { "X-Draft": draft.owner };
    const answer = await soon(fetch(draft.action, { method: "POST", body, headers, credentials: "same-origin" }));
    if (answer.redirected) { const now = await token(); return now.wait ? now : { sent: answer.url }; }
    if (/json/.test(answer.headers.get("Content-Type"))) return answer.json();
    if (answer.status >= 500 || answer.status === 429) return { wait: BUSY };
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fault = FAULTS.map((one) => page.querySelector(one)).find(Boolean);
    return { refused: fault ? fault.textContent.trim() : "请打开修改后重新发送", page: answer.ok && page };
  };

  const flush = () => (line = line.then(work, work));
  const work = async () => {
    for (const draft of (await all()).filter((one) => one.owner === owner && one.state === "waiting")) {
      if (draft.lacks && !unkept[draft.id]) {
        await put(Object.assign(draft, { state: "lacking", why: LACKS }));
        continue;
      }
      sending = draft.id;
      await paint();
      const answer = await post(draft).catch(() => ({ wait: KEPT })); // navigator.onLine is not asked: some browsers are wrong
      const here = wired[draft.id];
      sending = "";
      if (answer.sent || answer.other) await drop(draft.id);
      if (answer.sent && here) return location.assign(answer.sent);
      if (answer.sent) gone.push(Object.assign(draft, { state: "sent", page: answer.sent }));
      else if (answer.other) return location.reload();
      else if ((await all()).some((one) => one.id === draft.id)) { // not given up in the meantime
        Object.assign(draft, { why: answer.wait || answer.refused, login: answer.login, state: answer.wait ? "waiting" : "refused" });
        await put(draft);
        if (here) here(draft, answer.page);
        if (answer.wait) break;
      }
    }
    await paint();
  };

  // What is on its way stands first on every page.
  const bar = make("section", "", { className: "drafts" });
  bar.setAttribute("role", "status");
  const WORDS = { waiting: "待发送", refused: "被拒绝", lacking: "要补填", sent: "已发送" };
  const paint = async () => {
    const now = await all(), rows = now.filter((one) => one.owner === owner && one.state !== "draft" && !(wired[one.id] && /refused|lacking/.test(one.state))).concat(gone);
    bar.textContent = "";
    if (foreign) bar.appendChild(make("p", `手机上其他账号或已结束任职的 ${foreign} 份草稿已删除，没有发送。`, { className: "alert alert-secondary" }));
    if (!owner && now.length) {
      const names = now.map((draft) => draft.title.replace(/（.*/, "") + `（${clock(draft.at)}）`).join("、");
      bar.appendChild(make("p", `手机上保存着没有发送的表单：${names}。登录后可继续。`, { className: "alert alert-info" }));
    }
    rows.forEach((draft) => {
      const state = draft.id === sending ? "发送中" : WORDS[draft.state], row = make("p", "", { className: "alert alert-info draft" });
      row.dataset.state = draft.id === sending ? "sending" : draft.state;
      row.append(make("b", state), ` ${draft.title}（${clock(draft.at)}）`);
      if (draft.state === "waiting" && !sending) row.append(`：${draft.why || KEPT}`);
      const back = draft.state === "refused" || draft.state === "lacking";
      if (back) row.append(`：${draft.why} `);
      if (draft.login && draft.state === "waiting") {
        const to = new URL(draft.login);
        to.searchParams.set("next", location.pathname);
        row.append(make("a", "去登录", { href: to.href, className: "btn btn-primary" }));
      }
      if (draft.state === "sent" || back) {
        row.append(make("a", draft.state === "sent" ? "查看" : "打开修改", { href: draft.page, className: "btn btn-outline-secondary" }));
      }
      if (draft.state === "waiting" && wired[draft.id] && !sending) {
        row.append(press("修改", async () => { draft.state = "draft"; await put(draft); wired[draft.id](draft); paint(); }));
      }
      bar.appendChild(row);
    });
    const main = document.querySelector("main");
    if (main && bar.parentNode !== main) main.insertBefore(bar, main.firstChild);
  };

  const wire = async (form, quiet) => {
    const action = new URL(form.getAttribute("action") || "", location.href).href, id = [owner, form.dataset.draft, action].join(" ");
    const title = form.dataset.draftTitle || document.title, clean = new FormData(form).get("once") || "";
    const note = form.insertBefore(make("div", ""), form.firstChild), held = make("p", "", { className: "small quiet" });
    let draft = { id, owner, title, action, page: location.pathname + location.search, fields: [], photos: [], state: "draft" };
    const asks = Boolean(form.querySelector("[type=file][required]"));
    let making = Promise.resolve(), timer = 0, pressed = null;
    const buttons = () => form.querySelectorAll("button:not([type=button]), [type=submit]");

    const take = () => {
      const given = Array.from(new FormData(form)).filter((pair) => typeof pair[1] === "string" && pair[0] !== "csrfmiddlewaretoken");
      const bare = (pair) => form.elements[pair[0]].dataset && form.elements[pair[0]].dataset.unkept !== undefined;
      draft.fields = given.filter((pair) => !bare(pair));
      draft.lacks = Boolean(form.querySelector("[data-unkept]"));
      if (draft.lacks) unkept[id] = given.filter(bare);
      draft.at = Date.now();
    };
    const fill = () => {
      const left = draft.fields.slice();
      Array.from(form.elements).forEach((field) => {
        if (!field.name || /file|submit|button|password/.test(field.type) || (field.type === "hidden" && field.name !== "once")) return;
        const marks = /checkbox|radio/.test(field.type);
        const at = left.findIndex((pair) => pair[0] === field.name && (!marks || pair[1] === field.value));
        if (marks) field.checked = at >= 0;
        else if (at >= 0) field.value = left[at][1];
        if (at >= 0) left.splice(at, 1);
      });
    };
    const show = () => {
      const files = form.querySelector("[type=file]");
      held.textContent = draft.photos.map((photo) => `照片已保存在手机上：${photo.name}（${Math.ceil(photo.bytes.byteLength / 1024)} KB）`).join("；");
      if (!files) return;
      files.after(held);
      files.required = asks && !draft.photos.length;
    };
    const say = (words, kind, button) => {
      note.textContent = words;
      note.className = words && `alert alert-${kind} draft`;
      if (button) note.appendChild(button);
    };
    const settle = (now, page) => {
      draft = now;
      form.hidden = draft.state === "waiting";
      form.inert = false;
      buttons().forEach((button) => { button.disabled = false; });
      if (draft.state === "refused") { say(`被拒绝：${draft.why}`, "danger"); note.scrollIntoView(); }
      if (!page || !page.querySelector("main form[data-draft]")) return;
      draft.state = "draft"; // the form came back with its faults marked
      put(draft).then(() => {
        document.querySelector("main").replaceWith(document.importNode(page.querySelector("main"), true));
        document.querySelectorAll("main .no-draft").forEach((words) => words.remove());
        document.querySelectorAll("form[data-draft]").forEach((again) => wire(again, true));
        paint();
      });
    };
    const save = () => {
      clearTimeout(timer);
      timer = 0;
      take();
      return put(draft).catch(() => say("手机存储空间不足，草稿没有保存。", "warning"));
    };

    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 250); });
    form.addEventListener("change", (event) => {
      const input = event.target;
      if (input.type !== "file") return save();
      const files = Array.from(input.files);
      return (making = making.then(async () => {
        draft.photos = draft.photos.filter((photo) => photo.field !== input.name);
        for (const file of files) draft.photos.push(await keep(input.name, file));
        show();
        await save();
      }));
    });
    // The camera may take the browser's memory: what was typed is kept before it opens.
    ["pagehide", "visibilitychange"].forEach((leaving) => addEventListener(leaving, () => { if (timer) save(); }, true));
    form.addEventListener("click", (event) => { pressed = event.target.closest("button[name]"); });
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      event.preventDefault();
      form.inert = true; // what is on its way does not change any more
      buttons().forEach((button) => { button.disabled = true; });
      making = making.then(async () => {
        draft.state = "draft";
        await save();
        if (pressed) draft.fields.push([pressed.name, pressed.value]);
        draft.state = "waiting";
        await put(draft);
        flush();
      });
    });

    const kept = (await all()).find((one) => one.id === id);
    wired[id] = settle;
    if (!kept) return;
    draft = kept;
    fill();
    show();
    settle(kept);
    if (!quiet) say(`${kept.state === "refused" ? `被拒绝：${kept.why}。` : ""}已恢复 ${clock(kept.at)} 的草稿。` + (kept.lacks ? `${LACKS}。` : ""), "info", press("放弃草稿", async () => {
      form.reset();
      draft = Object.assign({}, draft, { photos: [], state: "draft" });
      if (form.elements.once) form.elements.once.value = clean;
      show();
      say("", "");
      await drop(id);
      paint();
    }));
  };

  // Leaving: the drafts may stay for the next time, or go with the session.
  document.addEventListener("submit", async (event) => {
    const out = event.target;
    if (!/\/(logout|sign-out)\/$/.test(out.getAttribute("action") || "") || out.dataset.asked) return;
    event.preventDefault();
    out.dataset.asked = "yes";
    const left = (await all()).filter((one) => one.owner === owner);
    if (!left.length) return out.submit();
    const leave = make("p", `手机上还有 ${left.length} 份没有发送的草稿。`, { className: "alert alert-warning draft" });
    leave.append(press("删除草稿并退出", async () => { for (const one of left) await drop(one.id); out.submit(); }), press("保留草稿并退出", () => out.submit()));
    out.parentNode.insertBefore(leave, out);
    return leave.scrollIntoView();
  });

  (async () => {
    for (const draft of await all()) {
      const other = owner && draft.owner !== owner;
      if (other || Date.now() - draft.at > WEEK) await drop(draft.id);
      if (other) foreign += 1;
    }
    if (owner) for (const form of document.querySelectorAll("form[data-draft]")) await wire(form);
    await flush();
    addEventListener("online", flush);
    if (document.body.dataset.offline !== undefined) setInterval(() => token().then(() => location.reload(), () => 0), 4e3);
    if (owner && navigator.serviceWorker) navigator.serviceWorker.register("/portal/sw.js").catch(() => 0);
    setInterval(async () => { if (!sending && (await all()).some((one) => one.state === "waiting")) flush(); }, 15e3);
  })();
})();
