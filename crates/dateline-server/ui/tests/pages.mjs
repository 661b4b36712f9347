// Drives every page in headless Chromium: axe without violations, keyboard alone, hostile texts shown as texts.
// node tests/pages.mjs http://127.0.0.1:8420 [folder for screenshots]; the archive is the one scripts/test-pages.sh makes. GUARDED and TOKEN name a
// server that wants that token.

import { readFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [base, shots] = process.argv.slice(2);
const guarded = process.env.GUARDED, secret = process.env.TOKEN;
const axe = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const browser = await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), "pages-")), {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  locale: "fr-FR", viewport: { width: 1200, height: 900 }, bypassCSP: false,
});
const faults = [];
const fault = (what) => { faults.push(what); console.error(`fault: ${what}`); };
const page = browser.pages()[0] ?? await browser.newPage();
page.on("dialog", (d) => { fault(`a dialog opened: ${d.message()}`); void d.dismiss(); });
page.on("pageerror", (e) => fault(`${page.url()}: ${e.message}`));
page.on("console", (m) => { if (m.type() === "error" && !/40[0134]|422/.test(m.text())) fault(`${page.url()}: ${m.text()}`); });
page.on("request", (r) => { if (![base, guarded].some((b) => b && r.url().startsWith(b)) && !/^(data|blob):/.test(r.url())) fault(`a request went to ${r.url()}`); });

async function open(path, wanted) {
  const start = Date.now();
  await page.goto(base + path);
  await page.waitForSelector(wanted, { timeout: 10_000, state: "attached" }).catch(() => fault(`${path}: no ${wanted}`));
  console.log(`${path} ${Date.now() - start} ms`);
}

async function accessible(name) {
  // The policy forbids inline script: axe is run in the page's own world by the driver.
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  for (const v of found.violations) fault(`${name}: ${v.id}: ${v.help} (${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(" | ")})`);
  if (shots && name !== "long-light" && name !== "long-dark") await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}

const incident = (await (await fetch(`${base}/api/incidents?limit=1&reports=2`)).json()).rows[0]?.incident ?? (await (await fetch(`${base}/api/incidents?limit=1`)).json()).rows[0].incident;
const views = [
  ["overview", "/", "svg.map circle, .map"], ["filtered", "/?type=ASSAULT", "svg.chart rect"], ["events", "/events", "tbody tr"], ["dyad", "/dyad?a=USA&b=IRN", "tbody tr"],
  ["actor", "/actor?name=Iran", "tbody tr"], ["asked", "/actor", "main input"], ["corrections", "/corrections", "main form"], ["token", "/token", "input[type=password]"], ["quotes", "/quotes", "tbody tr"], ["search", "/search?q=Gao", "tbody tr"], ["incident", `/incident/${incident}`, "tbody tr"],
  ["report", "/report/gao-1", ".mark"], ["none", "/events?actor=Nobody", ".quiet"], ["fault", "/events?date=soon", ".fault"], ["hostile", `/report/${encodeURIComponent("<script>alert(1)</script>")}`, ".mark"], ["long", "/report/long", ".body"],
  ["hostile-search", "/search?q=Titre", "tbody tr"], ["long-search", "/search?q=condamn%C3%A9", "tbody tr"], ["hostile-events", "/events?text=Titre%20OR%20jeudi", "main table, main .quiet"],
  ["hostile-actor", `/actor?name=${encodeURIComponent('"><img src=x onerror=alert(1)>')}`, "h1"], ["hostile-dyad", `/dyad?a=${encodeURIComponent("<script>alert(1)</script>")}&b=IRN`, "h1"],
  ["hostile-quotes", `/quotes?text=${encodeURIComponent("<svg")}`, "main table, main .quiet"], ["try", "/try", "textarea"],
];
for (const scheme of ["light", "dark"]) {
  await page.emulateMedia({ colorScheme: scheme });
  for (const [name, path, wanted] of views) {
    await open(path, wanted);
    await accessible(`${name}-${scheme}`);
  }
}
await page.emulateMedia({ colorScheme: "light" });

// Nothing of a report became an element of a page.
await open(`/report/${encodeURIComponent("<script>alert(1)</script>")}`, ".mark");
if (await page.evaluate(() => document.querySelectorAll("main img, main script, main svg, main b").length) > 0) fault("markup of a report became markup of the page");
if (await page.evaluate(() => /[\u202a-\u202e\u2066-\u2069]/.test(document.body.innerText))) fault("a character turns the direction of writing");
if (await page.evaluate(() => [...document.querySelectorAll("a")].some((a) => a.protocol === "javascript:"))) fault("a link runs a script");

// A mark opens its evidence, by keyboard alone.
await open("/report/gao-1", ".mark");
await page.locator(".body .mark.m-act").first().focus();
await page.keyboard.press("Enter");
if (!(await page.locator(".evidence code").first().innerText()).includes("triggers/")) fault("the evidence names no rule");

// The first key leads past the menu; a form is filled and sent without a pointer.
await open("/events", "tbody tr");
await page.keyboard.press("Tab");
await page.keyboard.press("Enter");
if (await page.evaluate(() => document.activeElement?.id) !== "main") fault("the skip link does not lead to the content");
await page.locator("input[name=place]").focus();
await page.keyboard.type("Gao");
await page.keyboard.press("Enter");
await page.waitForFunction(() => location.search.includes("place=Gao"));
await page.waitForFunction(() => [...document.querySelectorAll("tbody tr")].length > 0 && [...document.querySelectorAll("tbody tr")].every((r) => r.textContent.includes("Gao")));

// The further conditions are closed until they are asked for, and the address keeps them.
await open("/events?publisher=AFP", "tbody tr");
if (!(await page.locator("details.further").evaluate((d) => d.open))) fault("a condition of the address is hidden");

// A cell of the ledger opens its sentence.
await open(`/incident/${incident}`, ".ledger .entry a");
await page.locator(".ledger .entry a").first().focus();
await page.keyboard.press("Enter");
await page.waitForSelector(".body .here", { timeout: 10_000 }).catch(() => fault("the sentence of a cell is not shown"));

// An event is corrected by keyboard alone; what was said stays when the page is read again, and is listed.
const trigger = page.locator(".body .mark.m-act").first();
await open("/report/gao-1", ".mark");
await trigger.focus();
await page.keyboard.press("Enter");
await page.locator(".review input[name=author]").focus();
await page.keyboard.type("Anna");
await page.locator(".review button", { hasText: "Corriger" }).focus();
await page.keyboard.press("Enter");
await page.locator(".fixing select[name=type]").focus();
await page.keyboard.type("COERCE");
await page.locator(".fixing button[type=submit]").focus();
await accessible("fixing");
await page.keyboard.press("Enter");
await page.waitForSelector(".verdict.fixed", { timeout: 10_000 }).catch(() => fault("the correction was not kept"));
await accessible("fixed");
await page.reload();
await trigger.click();
await page.waitForSelector(".review .verdict.fixed", { timeout: 10_000 }).catch(() => fault("the correction is gone"));
await page.locator(".review button", { hasText: "Juste" }).click();
await page.waitForSelector(".review .verdict.right", { timeout: 10_000 }).catch(() => fault("a second word was not kept"));
// An event that was missed is added by keyboard alone, and can be taken back.
await open("/report/gao-1", ".mark");
await page.locator(".missed button.add").focus();
await page.keyboard.press("Enter");
await page.locator(".missed input[name=words]").focus();
await page.keyboard.type("nowhere in it");
await page.waitForSelector(".missed .fault", { timeout: 10_000 }).catch(() => fault("words that are not in the text are not noticed"));
await accessible("missing");
await page.locator(".missed input[name=words]").fill(((await page.locator(".report .body p").first().innerText()).trim().split(/\s+/))[2]);
await page.locator(".missed select[name=type]").focus();
await page.keyboard.type("PROTEST");
await page.locator(".missed .fixing button[type=submit]").focus();
await page.keyboard.press("Enter");
await page.waitForSelector(".missed .verdict.added", { timeout: 10_000 }).catch(() => fault("the missed event was not kept"));
await page.reload();
await page.waitForSelector(".missed .verdict.added", { timeout: 10_000 }).catch(() => fault("the missed event is gone"));
await accessible("missed");
await open("/corrections", "tbody tr");
if ((await page.locator("tbody tr").count()) !== 3) fault("not every word of the analyst is listed");
await accessible("corrections-filled");
await open("/events?review=right", "tbody tr");
if ((await page.locator("tbody tr").count()) !== 1) fault("the reviewed event is not found");

// What is shown can be saved.
for (const [form, begins] of [["csv", "event,report"], ["json", "{\"rows\""], ["arrow", "\uffff"], ["parquet", "PAR1"]]) {
  const [saved] = await Promise.all([page.waitForEvent("download"), page.locator(".save button", { hasText: form.toUpperCase() }).first().click()]);
  const bytes = readFileSync(await saved.path());
  if (form === "arrow" ? bytes.readInt32LE(0) !== -1 : !bytes.toString("latin1").startsWith(begins)) fault(`the ${form} file begins with ${bytes.subarray(0, 20)}`);
}

// On paper there are the text and the tables, without menu and forms.
await page.emulateMedia({ media: "print" });
if (await page.locator("header").isVisible() || await page.locator("form").first().isVisible() || !(await page.locator("table").first().isVisible())) fault("the printed page is not the plain one");
if (shots) await page.pdf({ path: `${shots}/events.pdf` }).catch(() => {});
await page.emulateMedia({ media: "screen" });

// A pasted report is coded.
await open("/try", "textarea");
await page.fill("textarea", "Des hommes armés ont tué douze civils mardi près de Gao, a annoncé l'armée malienne.");
await page.fill("input[name=date]", "2026-03-04");
await page.click("button[type=submit]");
await page.waitForSelector(".body .mark.m-act", { timeout: 20_000 }).catch(() => fault("nothing was coded"));
await accessible("tried");

// On a small screen nothing but tables is wider than the screen.
await page.setViewportSize({ width: 380, height: 800 });
for (const [name, path, wanted] of views.filter(([n]) => ["overview", "events", "report", "incident", "hostile", "long"].includes(n))) {
  await open(path, wanted);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) fault(`${name}: ${wide} pixels wider than a small screen`);
  if (shots && name !== "long") await page.screenshot({ path: `${shots}/${name}-small.png`, fullPage: true });
}
await page.setViewportSize({ width: 1200, height: 900 });

// Chosen colours and another language of the pages are kept.
await page.selectOption("select[name=theme]", "dark");
await page.reload();
if (await page.evaluate(() => document.documentElement.dataset.theme) !== "dark") fault("the chosen colours are not kept");
await page.selectOption("select[name=language]", "es");
await page.waitForFunction(() => document.documentElement.lang === "es");
if (!(await page.locator("nav").innerText()).includes("Citas")) fault("the pages are not in Spanish");

// A server that wants a token says so; with it the pages work, and corrections bear its name.
if (guarded) {
  await page.goto(`${guarded}/report/gao-1`);
  await page.waitForSelector(".fault", { timeout: 10_000 }).catch(() => fault("nothing says that a token is wanted"));
  await page.goto(`${guarded}/token`);
  await page.fill("input[name=token]", secret);
  await page.keyboard.press("Enter");
  await page.waitForTimeout(500);
  await page.goto(`${guarded}/report/gao-1`);
  await page.locator(".body .mark.m-act").last().click();
  await page.locator(".review button", { hasText: /^(Wrong|Faux|Falso)$/ }).click();
  await page.waitForSelector(".review .verdict.wrong", { timeout: 10_000 }).catch(() => fault("the holder of a token cannot correct"));
  if (!(await page.locator(".review").innerText()).includes("editor")) fault("the correction does not bear the name of the token");
}

await browser.close();
console.log(faults.length === 0 ? "the pages are good" : `${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
