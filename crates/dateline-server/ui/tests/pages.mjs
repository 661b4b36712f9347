// Drives every page in headless Chromium: axe without violations, keyboard alone, hostile texts shown as texts.
// node tests/pages.mjs http://127.0.0.1:8420 [folder for screenshots]; the archive is the one scripts/test-pages.sh makes.

import { readFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [base, shots] = process.argv.slice(2);
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
page.on("console", (m) => { if (m.type() === "error" && !/40[04]|422/.test(m.text())) fault(`${page.url()}: ${m.text()}`); });
page.on("request", (r) => { if (!r.url().startsWith(base) && !/^(data|blob):/.test(r.url())) fault(`a request went to ${r.url()}`); });

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
  ["actor", "/actor?name=Iran", "tbody tr"], ["quotes", "/quotes", "tbody tr"], ["search", "/search?q=Gao", "tbody tr"], ["incident", `/incident/${incident}`, "tbody tr"],
  ["report", "/report/gao-1", ".mark"], ["hostile", `/report/${encodeURIComponent("<script>alert(1)</script>")}`, ".mark"], ["long", "/report/long", ".body"], ["try", "/try", "textarea"],
];
for (const scheme of ["light", "dark"]) {
  await page.emulateMedia({ colorScheme: scheme });
  for (const [name, path, wanted] of views) {
    await open(path, wanted);
    await accessible(`${name}-${scheme}`);
  }
}
await page.emulateMedia({ colorScheme: "light" });

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

// A pasted report is coded.
await open("/try", "textarea");
await page.fill("textarea", "Des hommes armés ont tué douze civils mardi près de Gao, a annoncé l'armée malienne.");
await page.fill("input[name=date]", "2026-03-04");
await page.click("button[type=submit]");
await page.waitForSelector(".body .mark.m-act", { timeout: 20_000 }).catch(() => fault("nothing was coded"));
await accessible("tried");

// Another language of the pages is kept.
await page.selectOption(".language select", "es");
await page.waitForFunction(() => document.documentElement.lang === "es");
if (!(await page.locator("nav").innerText()).includes("Citas")) fault("the pages are not in Spanish");

await browser.close();
console.log(faults.length === 0 ? "the pages are good" : `${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
