// Writes what promtool can check into a folder: the groups of every PrometheusRule on standard input, and a dashboard's queries as rules.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { parseAllDocuments, stringify } from "yaml";

const [folder, dashboard] = process.argv.slice(2);
const write = (name, groups) => writeFileSync(join(folder, `${name}.rules.yaml`), stringify({ groups }));

for (const manifest of parseAllDocuments(await text(process.stdin)).map((document) => document.toJS())) {
  if (manifest?.kind === "PrometheusRule") {
    write(manifest.metadata.name, manifest.spec.groups);
  }
}

const queries = JSON.parse(readFileSync(dashboard, "utf8")).panels.flatMap((panel) => panel.targets.map((target) => target.expr));
write("dashboard", [{ name: "dashboard", rules: queries.map((expr, index) => ({ record: `query:${index}`, expr })) }]);
