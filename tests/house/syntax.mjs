// What in these scripts the oldest browsers served cannot parse (docs/screens.md), a line each.
//
// They know ES2020. Of ES2021 they know `10_000` as well, but not `||=`, `&&=` and `??=`.
import { readFileSync } from "node:fs";
import { parse } from "acorn";

for (const name of process.argv.slice(2)) {
  const young = token => { if (/^(\|\||&&|\?\?)=$/.test(token.value)) console.log(`${name}: ${token.value}`); };
  try {
    parse(readFileSync(name, "utf8"), { ecmaVersion: 2021, sourceType: "module", onToken: young });
  } catch (error) {
    console.log(`${name}: ${error.message}`);
  }
}
