// What a schema cannot tell: whether manifests work together. Each rule yields a sentence for each place where they do not.

const matches = (selector, labels) =>
  Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels?.[key] === value) &&
  (selector?.matchExpressions ?? []).every(({ key, operator, values }) =>
    operator === "In" ? values.includes(labels?.[key]) : operator === "Exists" ? key in (labels ?? {}) : false);
const ofKind = (manifests, kind) => manifests.filter((manifest) => manifest?.kind === kind);
const named = (manifests, kind, name) => ofKind(manifests, kind).find((manifest) => manifest.metadata.name === name);
const podsOf = (workload) => (workload.kind === "CronJob" ? workload.spec.jobTemplate.spec.template : workload.spec.template);
const workloads = (manifests) => manifests.filter((manifest) => ["Deployment", "CronJob"].includes(manifest?.kind));
const containersOf = (workload) => [...(podsOf(workload).spec.initContainers ?? []), ...podsOf(workload).spec.containers];
const settingsOf = (workload) => new Map(containersOf(workload).flatMap((container) => container.env ?? []).map((entry) => [entry.name, entry.value ?? entry.valueFrom]));
const policiesOf = (manifests, labels, direction) =>
  ofKind(manifests, "NetworkPolicy").filter((policy) => policy.spec.policyTypes.includes(direction) && matches(policy.spec.podSelector, labels));
const egressOf = (manifests, workload) => policiesOf(manifests, podsOf(workload).metadata.labels, "Egress").flatMap((policy) => policy.spec.egress ?? []);
const allowsPort = (rule, port) => !rule.ports || rule.ports.some((entry) => entry.port === port);
const allowsPublic = (rule) => (rule.to ?? []).some((to) => to.ipBlock?.cidr === "0.0.0.0/0");
const leavesTheNamespace = (rule) => (rule.to ?? []).some((to) => to.ipBlock || to.namespaceSelector);
const servedBy = (manifests, service) => ofKind(manifests, "Deployment").filter((one) => matches({ matchLabels: service.spec.selector }, podsOf(one).metadata.labels));
const backendsOf = (ingress) => ingress.spec.rules.flatMap((rule) => rule.http.paths.map((path) => path.backend.service));

function bytes(text) {
  const [, number, unit] = /^(\d+)([kmg]?)$/i.exec(text ?? "1m") ?? [];
  return number * 1024 ** " kmg".indexOf((unit || " ").toLowerCase());
}

function cores(quantity) {
  return String(quantity).endsWith("m") ? parseInt(quantity, 10) / 1000 : Number(quantity);
}

const rules = {
  // The ingress controller is one namespace, which has one value for each label
  *ingressReachesItsPods(manifests) {
    const needed = new Map();
    for (const ingress of ofKind(manifests, "Ingress")) {
      for (const backend of backendsOf(ingress)) {
        const service = named(manifests, "Service", backend.name);
        const port = service?.spec.ports.find((entry) => entry.name === backend.port.name)?.targetPort;
        for (const workload of service ? servedBy(manifests, service) : []) {
          const admitted = policiesOf(manifests, podsOf(workload).metadata.labels, "Ingress")
            .flatMap((policy) => policy.spec.ingress ?? [])
            .filter((rule) => allowsPort(rule, port))
            .flatMap((rule) => rule.from ?? [])
            .flatMap((from) => (from.namespaceSelector ? [from.namespaceSelector.matchLabels ?? {}] : []));
          if (admitted.length === 0) {
            yield `Ingress ${ingress.metadata.name}: no network policy admits a namespace to ${workload.metadata.name}`;
          }
          for (const [key, value] of Object.entries(admitted[0] ?? {})) {
            if (needed.has(key) && needed.get(key) !== value) {
              yield `Ingress ${ingress.metadata.name}: its controller's namespace cannot have label ${key} both ${needed.get(key)} and ${value}`;
            }
            needed.set(key, value);
          }
        }
        if (!service) {
          yield `Ingress ${ingress.metadata.name}: there is no service ${backend.name}`;
        }
      }
    }
  },

  *ingressHasACertificate(manifests) {
    for (const ingress of ofKind(manifests, "Ingress")) {
      const issuer = ingress.metadata.annotations?.["cert-manager.io/issuer"];
      if (!ingress.spec.tls?.length || !issuer || !named(manifests, "Issuer", issuer)) {
        yield `Ingress ${ingress.metadata.name}: nothing makes its certificate`;
      }
    }
  },

  *ingressLetsBatchesThrough(manifests) {
    for (const ingress of ofKind(manifests, "Ingress")) {
      const limit = bytes(ingress.metadata.annotations?.["nginx.ingress.kubernetes.io/proxy-body-size"]);
      for (const workload of backendsOf(ingress).flatMap((backend) => servedBy(manifests, named(manifests, "Service", backend.name)))) {
        const settings = settingsOf(workload);
        if (settings.has("Sales__Store") && !(limit >= Number(settings.get("Sales__MaxBatchBytes")))) {
          yield `Ingress ${ingress.metadata.name}: lets ${limit} bytes through, fewer than ${workload.metadata.name} takes in a batch`;
        }
      }
    }
  },

  *proxiesAreCounted(manifests) {
    for (const workload of ofKind(manifests, "Deployment")) {
      const settings = settingsOf(workload);
      const wide = String(settings.get("Guard__TrustedProxies") ?? "").split(/[ ,]+/).filter((network) => network.includes("/") && Number(network.split("/")[1]) < 12);
      if (settings.has("Guard__TrustedProxies") && (!settings.has("Guard__ProxyHops") || wide.length > 0)) {
        yield `Deployment ${workload.metadata.name}: trusts ${wide.join(", ") || "proxies without saying how many there are"}`;
      }
    }
  },

  *egressNamesItsPeers(manifests) {
    for (const policy of ofKind(manifests, "NetworkPolicy")) {
      if ((policy.spec.egress ?? []).some((rule) => !rule.to?.length || (allowsPublic(rule) && !rule.to.every((to) => to.ipBlock?.except?.length)))) {
        yield `NetworkPolicy ${policy.metadata.name}: lets traffic out to every address`;
      }
    }
  },

  *whatIsCalledCanBeReached(manifests) {
    for (const workload of workloads(manifests)) {
      const settings = settingsOf(workload);
      const rulesOut = egressOf(manifests, workload);
      const name = `${workload.kind} ${workload.metadata.name}`;
      const can = (port, test = () => true) => rulesOut.some((rule) => allowsPort(rule, port) && test(rule));
      if (["Sales__Store", "DataProtection__Store", "Cluster__Membership"].some((setting) => settings.has(setting)) && !can(5432, leavesTheNamespace)) {
        yield `${name}: has a database, and no network policy lets it reach one`;
      }
      if (settings.has("Alerts__WebhookUrl") && !can(443, allowsPublic)) {
        yield `${name}: has a webhook, and no network policy lets it reach one`;
      }
      if (containersOf(workload).some((container) => container.args?.includes("fetch")) && !can(443, allowsPublic)) {
        yield `${name}: fetches sales, and no network policy lets it reach their source`;
      }
      for (const [setting, value] of settings) {
        const called = /^http:\/\/([a-z-]+):\d+$/.exec(typeof value === "string" ? value : "")?.[1];
        const target = called && named(manifests, "Deployment", called);
        if (target) {
          const labels = podsOf(target).metadata.labels;
          const out = rulesOut.some((rule) => (rule.to ?? []).some((to) => to.podSelector && !to.namespaceSelector && matches(to.podSelector, labels)));
          const into = policiesOf(manifests, labels, "Ingress").some((policy) =>
            (policy.spec.ingress ?? []).some((rule) => (rule.from ?? []).some((from) => from.podSelector && matches(from.podSelector, podsOf(workload).metadata.labels))));
          if (!out || !into) {
            yield `${name}: calls ${called} (${setting}), and the network policies do not let it`;
          }
        }
      }
    }
  },

  // A silo names its pod's address to the others, which call it at any port
  *silosReachEachOther(manifests) {
    const silos = workloads(manifests).filter((workload) => containersOf(workload).some((container) => container.args?.includes("--cluster")));
    for (const silo of silos) {
      const container = containersOf(silo).find((one) => one.args?.includes("--cluster"));
      const variable = /^\$\((\w+)\)$/.exec(container.args[container.args.indexOf("--address") + 1] ?? "")?.[1];
      if (settingsOf(silo).get(variable)?.fieldRef?.fieldPath !== "status.podIP") {
        yield `${silo.kind} ${silo.metadata.name}: does not give its pod's address with --address`;
      }
      for (const other of silos) {
        const [from, to] = [podsOf(silo).metadata.labels, podsOf(other).metadata.labels];
        const reaches = (rules, side, labels) => rules.some((rule) => !rule.ports && (rule[side] ?? []).some((peer) => peer.podSelector && !peer.namespaceSelector && matches(peer.podSelector, labels)));
        const into = policiesOf(manifests, to, "Ingress").flatMap((policy) => policy.spec.ingress ?? []);
        if (!reaches(egressOf(manifests, silo), "to", to) || !reaches(into, "from", from)) {
          yield `${silo.kind} ${silo.metadata.name}: cannot reach the silos of ${other.metadata.name}`;
        }
      }
    }
  },

  *namesAreFoundOnNodesWithACache(manifests) {
    for (const workload of workloads(manifests)) {
      if (!egressOf(manifests, workload).some((rule) => allowsPort(rule, 53) && (rule.to ?? []).some((to) => to.ipBlock?.cidr === "169.254.20.10/32"))) {
        yield `${workload.kind} ${workload.metadata.name}: cannot ask a node's own cache of names`;
      }
    }
  },

  *sickReplicasDoNotHoldUpADrain(manifests) {
    for (const budget of ofKind(manifests, "PodDisruptionBudget")) {
      if (budget.spec.unhealthyPodEvictionPolicy !== "AlwaysAllow") {
        yield `PodDisruptionBudget ${budget.metadata.name}: lacks unhealthyPodEvictionPolicy: AlwaysAllow`;
      }
    }
  },

  *scalingStartsAtRealLoad(manifests) {
    for (const scaler of ofKind(manifests, "HorizontalPodAutoscaler")) {
      const workload = named(manifests, "Deployment", scaler.spec.scaleTargetRef.name);
      const request = cores(workload && podsOf(workload).spec.containers[0].resources.requests.cpu);
      const target = scaler.spec.metrics.find((metric) => metric.resource?.name === "cpu")?.resource.target;
      const load = target?.averageValue ? cores(target.averageValue) : (request * (target?.averageUtilization ?? 0)) / 100;
      if (!(load >= 0.5)) {
        yield `HorizontalPodAutoscaler ${scaler.metadata.name}: scales at ${load} cores, and half a core is little`;
      }
    }
  },

  *replicasShareTheirVolumes(manifests) {
    for (const workload of ofKind(manifests, "Deployment")) {
      const scaler = ofKind(manifests, "HorizontalPodAutoscaler").find((one) => one.spec.scaleTargetRef.name === workload.metadata.name);
      for (const claim of (podsOf(workload).spec.volumes ?? []).flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? [])) {
        const modes = named(manifests, "PersistentVolumeClaim", claim)?.spec.accessModes ?? [];
        if ((scaler?.spec.maxReplicas ?? workload.spec.replicas ?? 1) > 1 && !modes.includes("ReadWriteMany")) {
          yield `Deployment ${workload.metadata.name}: its replicas cannot all mount ${claim}`;
        }
      }
    }
  },

  *whatIsMonitoredIsExposed(manifests) {
    for (const monitor of ofKind(manifests, "ServiceMonitor")) {
      const services = ofKind(manifests, "Service").filter((service) => matches(monitor.spec.selector, service.metadata.labels));
      if (services.length === 0) {
        yield `ServiceMonitor ${monitor.metadata.name}: selects no service`;
      }
      for (const service of services) {
        for (const { port } of monitor.spec.endpoints) {
          const target = service.spec.ports.find((entry) => entry.name === port)?.targetPort;
          for (const workload of servedBy(manifests, service)) {
            const number = podsOf(workload).spec.containers[0].ports.find((entry) => entry.name === target)?.containerPort;
            const settings = settingsOf(workload);
            const admitted = policiesOf(manifests, podsOf(workload).metadata.labels, "Ingress").some((policy) => (policy.spec.ingress ?? []).some((rule) => rule.ports && allowsPort(rule, target)));
            if (settings.get("Metrics__Prometheus") !== "true" || settings.get("Metrics__Port") !== String(number) || !admitted) {
              yield `ServiceMonitor ${monitor.metadata.name}: ${workload.metadata.name} does not show its metrics on port ${port}`;
            }
          }
        }
      }
    }
  },

  *imagesHaveVersions(manifests) {
    for (const workload of workloads(manifests)) {
      for (const { image } of containersOf(workload)) {
        if (!/(:[^:/]+|@sha256:[0-9a-f]{64})$/.test(image) || image.endsWith(":latest")) {
          yield `${workload.kind} ${workload.metadata.name}: image ${image} has no version`;
        }
      }
    }
  },
};

export function brokenRules(manifests) {
  return Object.values(rules).flatMap((rule) => [...rule(manifests)]);
}
