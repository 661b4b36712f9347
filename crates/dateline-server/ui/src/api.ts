// The interface: rows as openapi.json describes them.

export type Row = Record<string, string | number | boolean | null>;
export interface Rows { rows: Row[]; next: string | null }

export class Problem extends Error {}

async function ask(path: string, accept: string, init?: RequestInit): Promise<Response> {
  const token = sessionStorage.getItem("token");
  const headers: Record<string, string> = { Accept: accept };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (init?.body) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { ...init, headers });
  if (!answer.ok) {
    const text = await answer.text();
    let detail = text;
    try { detail = JSON.parse(text).detail ?? text; } catch { /* the text says it */ }
    throw new Problem(detail || String(answer.status));
  }
  return answer;
}

export async function get<T>(path: string): Promise<T> {
  return (await ask(path, "application/json")).json();
}

export async function post<T>(path: string, body: unknown): Promise<T> {
  return (await ask(path, "application/json", { method: "POST", body: JSON.stringify(body) })).json();
}

/** Saves what a page shows as a file. */
export async function download(path: string, name: string): Promise<void> {
  const blob = await (await ask(path, "text/csv")).blob();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** A path with parameters; empty ones are left out. */
export function path(base: string, params: Record<string, string | number | undefined | null>): string {
  const all = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== null && value !== "") all.set(name, String(value));
  }
  const text = all.toString();
  return text ? `${base}?${text}` : base;
}
