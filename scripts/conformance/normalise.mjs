import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;
const VARYING_FIELDS = /^(modifiedAtMs|providerId|pid)$/;

/**
 * Takes out of an answer what legitimately varies from run to run: folders, session ids, ports and
 * times. Keys are sorted, since their order says nothing.
 */
export function normalise(value, folder, home) {
  if (Array.isArray(value)) {
    return value.map((item) => normalise(item, folder, home));
  }
  if (typeof value === 'string') {
    return normaliseText(value, folder, home);
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  const entries = Object.entries(value).map(([key, item]) => [
    normaliseText(key, folder, home),
    VARYING_FIELDS.test(key) ? `<${typeof item}>` : normalise(item, folder, home),
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function normaliseText(text, folder, home) {
  return text
    .replaceAll(pathToFileURL(folder).href, 'file://<folder>')
    .replaceAll(folder, '<folder>')
    .replaceAll(pathToFileURL(dirname(folder)).href, 'file://<folders>')
    .replaceAll(home, '<home>')
    .replaceAll(UUID, '<uuid>')
    .replaceAll(/sha256:[0-9a-f]{64}/g, 'sha256:<digest>')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>');
}
