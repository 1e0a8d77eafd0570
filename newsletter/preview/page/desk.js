// The page around the email: what is chosen (kept in the address), what is shown, and listening for the next change.

import { EmailFrame } from "/page/email.js";

const VIEWS = ["desktop", "phone", "text"];
const SCHEMES = ["light", "dark"];
const BROKEN = { token: null, error: { lines: ["The preview itself failed; its terminal says how."], hint: "" } };
const LIMIT = 102_400; // bytes at which Gmail cuts a mail off
const NEAR = 85_000; // bytes from which the check warns
const DAYS = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const asDay = (date) => DAYS.format(new Date(date)).replace(",", "");
const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

const find = (selector) => document.querySelector(selector);
const email = new EmailFrame(find("#email"), onKey);
let chosen = { view: "desktop", scheme: "light", issue: "" };
let shownToken = null;
let lines = [];

// --- what is chosen ------------------------------------------------------------------------------------------------

function readAddress() {
  const words = new URLSearchParams(location.hash.slice(1));
  const one = (name, known) => (known.includes(words.get(name)) ? words.get(name) : known[0]);
  return { view: one("view", VIEWS), scheme: one("scheme", SCHEMES), issue: words.get("issue") ?? "" };
}

function choose(change) {
  const words = new URLSearchParams(Object.entries({ ...chosen, ...change }).filter(([, value]) => value));
  history.replaceState(null, "", "#" + words.toString().replaceAll("%2F", "/"));
  apply();
}

function apply() {
  const before = chosen;
  chosen = readAddress();
  for (const name of ["view", "scheme"]) find(`input[name=${name}][value=${chosen[name]}]`).checked = true;
  const stage = find("#stage");
  stage.dataset.view = chosen.view;
  stage.dataset.scheme = chosen.scheme;
  if (chosen.view !== "text") email.setPhone(chosen.view === "phone");
  email.setScheme(chosen.scheme);
  if (chosen.issue !== before.issue) {
    shownToken = null;
    listen();
  }
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("select, textarea, input:not([type=radio])")) return;
  const changes = {
    p: { view: "phone" },
    d: { view: "desktop" },
    t: { view: "text" },
    l: { scheme: chosen.scheme === "light" ? "dark" : "light" },
  };
  const change = changes[event.key.toLowerCase()];
  if (change) choose(change);
  if (event.key === "Escape") find("#findings").open = false;
}

// --- what is shown -------------------------------------------------------------------------------------------------

let isLooking = false;
let lookAgain = false;

async function look() {
  if (isLooking) return void (lookAgain = true);
  isLooking = true;
  try {
    const answer = await fetch("/shown" + query());
    show(answer.ok ? await answer.json() : { ...BROKEN, issue: find("#stage").dataset.issue });
    const listed = await fetch("/issues");
    if (listed.ok) showIssues((await listed.json()).issues);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // the server is gone: the stream notices too, and says so
  } finally {
    isLooking = false;
    if (lookAgain) (lookAgain = false), look();
  }
}

function show({ issue, token, pictures, shown, error }) {
  const stage = find("#stage");
  const isOther = issue !== stage.dataset.issue;
  shownToken = token;
  if (error && isOther) clear(issue);
  showError(error);
  if (!shown) return;
  stage.dataset.issue = issue;
  find("#subject").textContent = shown.subject || "(no subject)";
  find("#preheader").textContent = shown.preheader;
  find("#status").textContent = shown.version ? `${shown.status} · version ${shown.version}` : shown.status;
  find("#status").dataset.status = shown.status;
  find("#text pre").textContent = shown.text;
  email.show(shown.html, { pictures, fromTop: isOther });
  showSize(shown.html_bytes);
  showFindings(shown.findings);
  showIssues(lines);
  document.title = `${shown.subject || "(no subject)"} · ${issue}`;
}

// Another issue was asked for and can't be shown: the one before it is no last good render of this one.
function clear(issue) {
  delete find("#stage").dataset.issue;
  for (const id of ["#subject", "#preheader", "#status"]) find(id).textContent = "";
  for (const id of ["#size", "#findings"]) find(id).hidden = true;
  chosen.issue ||= issue ?? "";
  showIssues(lines);
  document.title = `Preview · ${issue}`;
}

function showError(error) {
  const slip = find("#error");
  const stage = find("#stage");
  stage.classList.toggle("stale", Boolean(error));
  slip.hidden = !error;
  if (!error) return;
  find("#error ul").replaceChildren(...error.lines.map(asLine));
  find("#error .hint").textContent = error.hint;
  find("#error .below").hidden = !stage.dataset.issue;
}

// "templates/daily/lead.mjml:12: unknown name" with its place set apart
function asLine(line) {
  const item = document.createElement("li");
  const [, place, words] = line.match(/^(\S+\.\w+(?::\d+)?): (.*)$/) ?? [null, "", line];
  if (place) item.append(Object.assign(document.createElement("code"), { textContent: place }), " ");
  item.append(words);
  return item;
}

function showSize(bytes) {
  const size = find("#size");
  size.hidden = false;
  size.dataset.level = bytes > LIMIT ? "over" : bytes > NEAR ? "near" : "well";
  find("#size b").textContent = (bytes / 1000).toFixed(1);
  find("#size i").style.width = `${Math.min(100, (100 * bytes) / LIMIT)}%`;
}

function showFindings(findings) {
  const counts = ["error", "warning", "info"].map((kind) => [findings.filter(([severity]) => severity === kind).length, kind]);
  const words = counts.filter(([count, kind]) => count && kind !== "info").map(([count, kind]) => `${count} ${kind}${count > 1 ? "s" : ""}`);
  find("#findings").hidden = !findings.length;
  find("#findings").dataset.worst = counts.find(([count]) => count)?.[1] ?? "";
  find("#findings summary").textContent = words.join(", ") || (findings.length > 1 ? `${findings.length} notes` : "1 note");
  find("#findings ul").replaceChildren(
    ...findings.map(([severity, message]) => {
      const item = Object.assign(document.createElement("li"), { className: severity });
      item.append(Object.assign(document.createElement("b"), { textContent: severity }), ` ${message}`);
      return item;
    }),
  );
}

function showIssues(fresh) {
  lines = fresh.length ? fresh : lines;
  const current = find("#stage").dataset.issue ?? chosen.issue;
  const line = lines.find(({ id }) => id === current);
  find("#name").textContent = line?.name || current || "Preview";
  find("#sender").textContent = line?.date ? line.name : "";
  find("#date").textContent = line?.date ? asDay(line.date) : "";
  if (document.activeElement !== find("#issues")) find("#issues").replaceChildren(...groups(current));
}

// The issues, and apart from them what belongs to no day.
function groups(current) {
  const option = ({ id, name, date, status, stories }) => {
    const says = date ? `${name}, ${asDay(date)} (${status}, ${stories} ${stories === 1 ? "story" : "stories"})` : name;
    return new Option(says, id, id === current, id === current);
  };
  const dated = lines.filter(({ date }) => date).map(option);
  const others = lines.filter(({ date }) => !date).map(option);
  if (!others.length) return dated;
  const group = Object.assign(document.createElement("optgroup"), { label: "Themes" });
  group.append(...others);
  return [...dated, group];
}

// --- what is new ---------------------------------------------------------------------------------------------------

let stream = null;
let retry = 0;
const query = () => (chosen.issue ? "?issue=" + encodeURIComponent(chosen.issue) : "");

function listen() {
  hangUp();
  stream = new EventSource("/events" + query());
  stream.onopen = () => say("Live");
  stream.onmessage = async ({ data }) => {
    const token = JSON.parse(data);
    if (token === shownToken) return;
    const isFirst = shownToken === null;
    await look();
    say(isFirst ? "Live" : `Live · changed ${TIME.format(new Date())}`);
  };
  stream.onerror = () => {
    say("Not connected: the preview has stopped or cannot be reached. This page comes back by itself.", true);
    if (stream.readyState === EventSource.CLOSED) retry = setTimeout(listen, 1000); // the browser itself only retries broken streams
  };
}

function hangUp() {
  clearTimeout(retry);
  stream?.close();
}

function say(words, isLost = false) {
  const wire = find("#wire");
  if (wire.textContent !== words) wire.textContent = words;
  wire.classList.toggle("lost", isLost);
}

// --- from here on --------------------------------------------------------------------------------------------------

document.addEventListener("keydown", onKey);
document.addEventListener("change", ({ target }) => choose(target.id === "issues" ? { issue: target.value } : { [target.name]: target.value }));
document.addEventListener("click", ({ target }) => target.closest("#findings") || (find("#findings").open = false));
document.addEventListener("visibilitychange", () => (document.hidden ? hangUp() : listen())); // a browser allows few streams
window.addEventListener("hashchange", apply);
apply();
if (!stream) listen();
