// Asking the interface: typed by what openapi.json says (client.ts is written from it).

import type { Answers, Posts, Questions } from "./client";

/** An address with what it answers. */
export type Path<T> = string & { readonly answer?: T };
/** A list's answer. */
export interface Rows<R> { rows: R[]; next: string | null }

export class Problem extends Error {
  constructor(message: string, readonly status: number) { super(message); }
}

/** The address of a question; parameters that say nothing are left out. */
export function route<P extends keyof Answers>(base: P, params: Questions[P], id = ""): Path<Answers[P]> {
  return path(base.replace("{id}", encodeURIComponent(id)), params as { [name: string]: string | number | boolean | undefined });
}

/** A path with parameters; empty ones are left out. */
export function path(base: string, params: { [name: string]: string | number | boolean | undefined | null }): string {
  const all = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== null && value !== "" && value !== false) all.set(name, String(value));
  }
  const text = all.toString();
  return text ? `${base}?${text}` : base;
}

/** The token the pages ask with, kept while the tab is open. */
export const token = {
  get: () => sessionStorage.getItem("token") ?? "",
  set: (value: string) => { sessionStorage.setItem("token", value); },
};

async function ask(path: string, accept: string, init?: RequestInit): Promise<Response> {
  const headers: { [name: string]: string } = { Accept: accept };
  if (token.get()) headers.Authorization = `Bearer ${token.get()}`;
  if (init?.body) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { ...init, headers });
  if (!answer.ok) {
    const text = await answer.text();
    let detail = text;
    try { detail = JSON.parse(text).detail ?? text; } catch { /* the text says it */ }
    throw new Problem(detail || String(answer.status), answer.status);
  }
  return answer;
}

export async function get<T>(path: Path<T>): Promise<T> {
  return (await ask(path, "application/json")).json();
}

export async function post<P extends keyof Posts>(base: P, body: Posts[P]["body"], id = ""): Promise<Posts[P]["answer"]> {
  return (await ask(base.replace("{id}", encodeURIComponent(id)), "application/json", { method: "POST", body: JSON.stringify(body) })).json();
}

/** The forms a list can be saved in. */
export const FORMS = { csv: "text/csv", json: "application/json", arrow: "application/vnd.apache.arrow.stream", parquet: "application/vnd.apache.parquet" } as const;

/** Saves what a page shows as a file. */
export async function download(path: string, name: string, form: keyof typeof FORMS): Promise<void> {
  save(await (await ask(path, FORMS[form])).blob(), `${name}.${form}`);
}

/** Hands a file to the browser. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
