// Writes src/client.ts, the types of the interface, from openapi.json: node client.mjs

import { readFileSync, writeFileSync } from "node:fs";

const api = JSON.parse(readFileSync(new URL("../openapi.json", import.meta.url), "utf8"));
const named = (ref) => ref.split("/").pop();

function type(schema) {
  if (schema.$ref) return named(schema.$ref);
  if (schema.anyOf) return schema.anyOf.map(type).join(" | ");
  if (schema.enum) return schema.enum.map((v) => JSON.stringify(v)).join(" | ");
  const one = (name) => {
    switch (name) {
      case "integer": case "number": return "number";
      case "array": return schema.minItems === 2 ? `[${type(schema.items)}, ${type(schema.items)}]` : `${wrap(type(schema.items))}[]`;
      case "object": return schema.properties ? object(schema) : "Record<string, unknown>";
      default: return name;
    }
  };
  return [schema.type].flat().map(one).join(" | ");
}
const wrap = (text) => (text.includes("|") ? `(${text})` : text);
function object(schema) {
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties).map(([name, s]) => `${name}${required.has(name) ? "" : "?"}: ${type(s)}`);
  return `{ ${fields.join("; ")} }`;
}
const note = (text) => (text ? `/** ${text} */\n` : "");

let out = "// The interface, written from openapi.json by client.mjs. Change that, then run `npm run client`.\n\n";
for (const [name, schema] of Object.entries(api.components.schemas)) out += `${note(schema.description)}export type ${name} = ${name === "Record" ? "{ [part: string]: unknown }" : type(schema)};\n`;
const answers = [], questions = [], posts = [];
for (const [path, methods] of Object.entries(api.paths)) {
  for (const [method, op] of Object.entries(methods)) {
    const good = Object.entries(op.responses).find(([status]) => status.startsWith("2"))[1];
    const answer = good.content?.["application/json"]?.schema;
    if (!answer) continue;
    if (method === "post") {
      posts.push(`  ${JSON.stringify(path)}: { body: ${type(op.requestBody.content["application/json"].schema)}; answer: ${type(answer)} };`);
      continue;
    }
    answers.push(`  /** ${op.summary} */\n  ${JSON.stringify(path)}: ${type(answer)};`);
    const params = (op.parameters ?? []).map((p) => (p.$ref ? api.components.parameters[named(p.$ref)] : p)).filter((p) => p.in === "query");
    questions.push(`  ${JSON.stringify(path)}: { ${params.map((p) => `${p.name}${p.required ? "" : "?"}: ${type(p.schema)}`).join("; ")} };`);
  }
}
out += `\n/** What each route answers. */\nexport interface Answers {\n${answers.join("\n")}\n}\n\n/** What each route may be asked. */\nexport interface Questions {\n${questions.join("\n")}\n}\n\n/** What may be posted. */\nexport interface Posts {\n${posts.join("\n")}\n}\n`;
writeFileSync(new URL("src/client.ts", import.meta.url), out);
