// Cuts an OpenAPI v2 document of Kubernetes down to the kinds that the chart makes, as a JSON schema without prose.
import {readFileSync} from 'node:fs';

const KINDS = [
  'io.k8s.api.apps.v1.DaemonSet',
  'io.k8s.api.core.v1.ConfigMap',
  'io.k8s.api.core.v1.Namespace',
  'io.k8s.api.core.v1.Pod',
  'io.k8s.api.core.v1.Service',
  'io.k8s.api.core.v1.ServiceAccount',
  'io.k8s.api.networking.v1.NetworkPolicy',
  'io.k8s.api.rbac.v1.ClusterRole',
  'io.k8s.api.rbac.v1.ClusterRoleBinding',
  'io.k8s.api.rbac.v1.Role',
  'io.k8s.api.rbac.v1.RoleBinding',
];
const {definitions, info} = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const kept = {};

function reduce(schema) {
  const out = {};
  if (schema.$ref) {
    const name = schema.$ref.replace('#/definitions/', '');
    keep(name);
    out.$ref = `#/$defs/${name}`;
  }
  if (schema.type && schema.format !== 'int-or-string') out.type = schema.type;
  if (schema.format === 'int-or-string') out.type = ['integer', 'string'];
  if (schema.required) out.required = schema.required;
  if (schema.items) out.items = reduce(schema.items);
  if (schema.properties) {
    out.properties = Object.fromEntries(Object.entries(schema.properties).map(([k, v]) => [k, reduce(v)]));
    out.additionalProperties = false;
  } else if (typeof schema.additionalProperties === 'object') {
    out.additionalProperties = reduce(schema.additionalProperties);
  }
  return out;
}

function keep(name) {
  if (!(name in kept)) {
    kept[name] = {};
    const schema = definitions[name];
    // A quantity is written as a text or a number; the document says text.
    kept[name] = name.endsWith('resource.Quantity') ? {type: ['string', 'number']} : reduce(schema);
  }
}

KINDS.forEach(keep);
const kinds = Object.fromEntries(KINDS.map(name => {
  const {group, version, kind} = definitions[name]['x-kubernetes-group-version-kind'][0];
  return [`${group ? group + '/' : ''}${version} ${kind}`, name];
}));
process.stdout.write(JSON.stringify({version: info.version, kinds, $defs: Object.fromEntries(Object.entries(kept).sort())}) + '\n');
