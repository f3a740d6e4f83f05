// Breaks the manifests of the cluster overlay in one place at a time, and expects the rule for it to say so:
//   kubectl kustomize deploy/kubernetes/overlays/cluster > cluster.yaml && MANIFESTS=cluster.yaml node --test eng/manifests
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { parseAllDocuments } from "yaml";
import { brokenRules } from "./rules.mjs";

const manifests = () => parseAllDocuments(readFileSync(process.env.MANIFESTS, "utf8")).map((document) => document.toJS());
const find = (all, kind, name) => all.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
const container = (all, name) => find(all, "Deployment", name).spec.template.spec.containers[0];
const setting = (all, name, key) => container(all, name).env.find((entry) => entry.name === key);
const without = (all, kind, name) => all.splice(all.indexOf(find(all, kind, name)), 1);

const faults = [
  ["one label for two callers", (all) => (find(all, "NetworkPolicy", "api").spec.ingress[0].from[1].namespaceSelector.matchLabels = { "iowasales/calls-web": "api" }), /cannot have label/],
  ["no namespace may call the API", (all) => find(all, "NetworkPolicy", "api").spec.ingress[0].from.splice(1, 1), /no network policy admits a namespace to api/],
  ["no issuer", (all) => without(all, "Issuer", "letsencrypt"), /nothing makes its certificate/],
  ["a small body", (all) => (find(all, "Ingress", "api").metadata.annotations["nginx.ingress.kubernetes.io/proxy-body-size"] = "8m"), /lets 8388608 bytes through/],
  ["no body size", (all) => delete find(all, "Ingress", "api").metadata.annotations["nginx.ingress.kubernetes.io/proxy-body-size"], /lets 1048576 bytes through/],
  ["a wide network of proxies", (all) => (setting(all, "api", "Guard__TrustedProxies").value = "10.0.0.0/8"), /trusts 10\.0\.0\.0\/8/],
  ["uncounted proxies", (all) => (setting(all, "web", "Guard__ProxyHops").name = "Other"), /without saying how many/],
  ["a database anywhere", (all) => delete find(all, "NetworkPolicy", "store").spec.egress[0].to, /store: lets traffic out to every address/],
  ["a webhook to inside", (all) => delete find(all, "NetworkPolicy", "webhook").spec.egress[0].to[0].ipBlock.except, /webhook: lets traffic out/],
  ["no way to the webhook", (all) => without(all, "NetworkPolicy", "webhook"), /has a webhook/],
  ["no way to the store", (all) => without(all, "NetworkPolicy", "store"), /Deployment api: has a database/],
  ["no way to the keys", (all) => without(all, "NetworkPolicy", "keys-database"), /Deployment web: has a database/],
  ["no way to the source", (all) => find(all, "NetworkPolicy", "daily").spec.egress.splice(1, 1), /fetches sales/],
  ["no way from the daily job to the API", (all) => find(all, "NetworkPolicy", "daily").spec.egress.splice(0, 1), /CronJob daily: calls api/],
  ["the API shut to the daily job", (all) => find(all, "NetworkPolicy", "api").spec.ingress[0].from.pop(), /CronJob daily: calls api/],
  ["a silo that calls itself local", (all) => (container(all, "silos").args[3] = "127.0.0.1"), /Deployment silos: does not give its pod's address/],
  ["silos shut off", (all) => find(all, "NetworkPolicy", "silos").spec.ingress.pop(), /CronJob train: cannot reach the silos of silos/],
  ["no way to the list of silos", (all) => find(all, "NetworkPolicy", "silos").spec.egress.pop(), /Deployment silos: has a database/],
  ["no names", (all) => find(all, "NetworkPolicy", "names").spec.egress[0].to.pop(), /cache of names/],
  ["a sick replica", (all) => delete find(all, "PodDisruptionBudget", "api").spec.unhealthyPodEvictionPolicy, /unhealthyPodEvictionPolicy/],
  ["a hair trigger", (all) => (find(all, "HorizontalPodAutoscaler", "api").spec.metrics[0].resource.target = { type: "Utilization", averageUtilization: 60 }), /scales at 0\.15 cores/],
  ["a volume for one node", (all) => (find(all, "PersistentVolumeClaim", "models").spec.accessModes = ["ReadWriteOnce"]), /cannot all mount models/],
  ["metrics off", (all) => (setting(all, "web", "Metrics__Prometheus").value = "false"), /web does not show its metrics/],
  ["metrics shut off", (all) => without(all, "NetworkPolicy", "metrics"), /does not show its metrics/],
  ["a floating image", (all) => (container(all, "api").image = "registry.example.com:5000/iowasales-api"), /has no version/],
  ["the latest image", (all) => (find(all, "CronJob", "daily").spec.jobTemplate.spec.template.spec.containers[0].image = "trainer:latest"), /has no version/],
];

test("whole manifests break no rule", () => assert.deepEqual(brokenRules(manifests()), []));
for (const [name, fault, sentence] of faults) {
  test(name, () => {
    const broken = manifests();
    fault(broken);
    assert.match(brokenRules(broken).join("\n"), sentence);
  });
}
