// Which page stands at an address, and what stands around all of them.

import { render, type ComponentChildren } from "preact";
import { Incident } from "./incident";
import { Login, Link } from "./parts";
import { Actor, Corrections, Dyad, Events, Overview, Quotes, Report, Search, TryIt } from "./pages";
import { useAddress } from "./route";
import { choose, LANGUAGES, language, theme, THEMES, words as w } from "./words";

type Page = (props: { url: URL }) => ComponentChildren;

const PAGES: [string, string, Page][] = [
  ["/", w.overview, Overview], ["/events", w.events, Events], ["/dyad", w.dyad, Dyad], ["/actor", w.actor, Actor], ["/quotes", w.quotes, Quotes],
  ["/search", w.search, Search], ["/corrections", w.corrections, Corrections], ["/try", w.tryit, TryIt],
];
const BELOW: [string, string, Page][] = [["/incident/", w.incident, Incident], ["/report/", w.report, Report], ["/token", w.token, () => <><h1>{w.token}</h1><p>{w.tokenNeeded}</p><Login /></>]];

function App() {
  const url = useAddress();
  const [at, label, Shown] = PAGES.find(([at]) => at === url.pathname) ?? BELOW.find(([at]) => url.pathname.startsWith(at)) ?? PAGES[0];
  document.title = `${label} – Dateline`;
  document.documentElement.lang = language();
  const choice = (name: "language" | "theme", title: string, now: string, all: readonly (readonly [string, string])[]) => (
    <label><span class="unseen">{title}</span><select name={name} value={now} onChange={(e) => { choose(name, (e.target as HTMLSelectElement).value); }}>{all.map(([v, shown]) => <option value={v} selected={v === now}>{shown}</option>)}</select></label>
  );
  return (
    <>
      <a class="skip" href="#main">{w.skip}</a>
      <header><strong class="name">Dateline</strong>
        <nav aria-label="Dateline">{PAGES.map(([to, label]) => <Link to={to} current={to === at}>{label}</Link>)}</nav>
        {choice("theme", w.theme, theme(), THEMES.map((t) => [t, w[t]] as const))}
        {choice("language", w.language, language(), LANGUAGES)}
      </header>
      <main id="main" tabIndex={-1}><Shown url={url} key={url.pathname} /></main>
    </>
  );
}

document.documentElement.dataset.theme = theme();
const root = document.getElementById("app");
if (root) render(<App />, root);
