// Reads Kubernetes manifests from standard input and holds each against the schema of its kind, unknown fields included, and all of them together
// against the rules of rules.mjs.
import { text } from "node:stream/consumers";
import { parseAllDocuments } from "yaml";
import { brokenRules } from "./rules.mjs";

// Where the schemas of a group lie, and how their names begin; Kubernetes' own groups are in one package
const resources = new Map([
  ["cert-manager.io", ["@kubernetes-models/cert-manager", "ComGithubCertManagerCertManagerPkgApisCertmanager"]],
  ["monitoring.coreos.com", ["@kubernetes-models/prometheus-operator", "ComGithubPrometheusOperatorPrometheusOperatorPkgApisMonitoring"]],
]);

// The schema's module: apps/v1 Deployment -> kubernetes-models, IoK8sApiAppsV1Deployment
function schemaOf(apiVersion, kind) {
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["core", apiVersion];
  const capital = (word) => word[0].toUpperCase() + word.slice(1);
  const [model, prefix] = resources.get(group) ?? ["kubernetes-models", `IoK8sApi${capital(group.split(".")[0])}`];
  return `${model}/_schemas/${prefix}${capital(version)}${kind}`;
}

// The validators look at every field that a schema knows, so a field that none of them looked at is one that no schema knows.
function watched(value, path, seen) {
  if (value === null || typeof value !== "object") {
    return value;
  }

  const children = new Map();
  return new Proxy(value, {
    get(target, key) {
      if (typeof key === "string" && Object.hasOwn(target, key)) {
        seen.add(`${path}/${key}`);
        if (!children.has(key)) {
          children.set(key, watched(target[key], `${path}/${key}`, seen));
        }
        return children.get(key);
      }
      return Reflect.get(target, key);
    },
  });
}

function* fieldsOf(value, path = "") {
  if (value !== null && typeof value === "object") {
    for (const [key, child] of Object.entries(value)) {
      yield `${path}/${key}`;
      yield* fieldsOf(child, `${path}/${key}`);
    }
  }
}

// Below these a schema knows no names of its own
const isFree = (field) => /\/(labels|annotations|matchLabels|data|stringData|requests|limits)\/[^]*$/.test(field);

async function problemsOf(manifest) {
  const { apiVersion, kind, metadata } = manifest ?? {};
  if (typeof apiVersion !== "string" || typeof kind !== "string" || typeof metadata?.name !== "string") {
    return ["has no apiVersion, kind or metadata.name"];
  }

  let schema;
  try {
    schema = await import(`./node_modules/${schemaOf(apiVersion, kind)}.js`);
  } catch {
    return [`there is no ${kind} in ${apiVersion}`];
  }

  const seen = new Set();
  schema.validate(watched(manifest, "", seen));
  const broken = (schema.validate.errors ?? []).map((error) => `${error.instancePath || "/"} breaks '${error.keyword}' (${JSON.stringify(error.params)})`);
  const unknown = [...fieldsOf(manifest)].filter((field) => !seen.has(field) && !isFree(field)).map((field) => `${field} is no field of a ${kind}`);
  return [...broken, ...unknown];
}

let failures = 0;
const manifests = [];
const documents = parseAllDocuments(await text(process.stdin), { uniqueKeys: true });
for (const document of documents) {
  const manifest = document.toJS();
  const problems = document.errors.length > 0 ? document.errors.map((error) => error.message) : await problemsOf(manifest);
  for (const problem of problems) {
    console.error(`${manifest?.kind} ${manifest?.metadata?.name}: ${problem}`);
  }
  failures += problems.length;
  manifests.push(manifest);
}

for (const problem of brokenRules(manifests)) {
  console.error(problem);
  failures++;
}

if (documents.length === 0) {
  console.error("There is no manifest on standard input.");
  failures = 1;
}
console.log(`${documents.length} manifests, ${failures} problems`);
process.exitCode = failures === 0 ? 0 : 1;
