// Reads pairs of scripts, [[one, other], ...], and prints for each pair whether they are the same program, however laid out.
import { readFileSync } from "node:fs";
import { parse } from "acorn";

/** @param {string} script */
const program = (script) =>
  JSON.stringify(parse(script, { ecmaVersion: "latest", sourceType: "module" }), (name, value) =>
    ["start", "end"].includes(name) ? undefined : typeof value === "bigint" ? `${value}` : value,
  );

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(([one, other]) => program(one) === program(other))));
