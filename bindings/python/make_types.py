#!/usr/bin/env python3
"""Writes the types of records, python/dateline/record.py, from docs/record.schema.json.

    python3 make_types.py          write the file
    python3 make_types.py --check  fail when it is not what would be written
"""

import json
import pathlib
import sys
import textwrap

HERE = pathlib.Path(__file__).parent
SCHEMA = HERE / "../../docs/record.schema.json"
TARGET = HERE / "python/dateline/record.py"
PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}


def name(reference):
    return reference.rsplit("/", 1)[1]


def kind(schema):
    """The Python type of a schema."""
    if "$ref" in schema:
        return name(schema["$ref"])
    if "anyOf" in schema:
        return " | ".join(kind(s) for s in schema["anyOf"])
    if "enum" in schema:
        return "Literal[" + ", ".join(json.dumps(v) for v in schema["enum"]) + "]"
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return " | ".join(f"list[{kind(schema['items'])}]" if t == "array" else PLAIN[t] for t in types)


def documentation(text, indent):
    return textwrap.indent('"""' + text.replace("\\", "\\\\").replace('\n', " ") + '"""', indent)


def main():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    parts = [
        '"""The types of records (`dateline.report/1`). Written by `make_types.py` from `docs/record.schema.json`."""',
        "from __future__ import annotations",
        "from typing import Literal, TypedDict",
    ]
    for title, one in [("Record", schema)] + sorted(schema["$defs"].items()):
        about = one.get("description", title + ".")
        if "properties" not in one:
            parts.append(f"{title} = {kind(one)}\n{documentation(about, '')}")
            continue
        lines = [f"class {title}(TypedDict):", documentation(about, "    "), ""]
        for field, of in one["properties"].items():
            lines.append(f"    {field}: {kind(of)}")
            if "description" in of:
                lines.append(documentation(of["description"], "    "))
        parts.append("\n".join(lines))
    text = "\n\n\n".join(parts) + "\n"
    if "--check" in sys.argv[1:]:
        if TARGET.read_text(encoding="utf-8") != text:
            sys.exit(f"{TARGET.name} is not what the schema says: run bindings/python/make_types.py")
        return
    TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
