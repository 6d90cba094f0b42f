import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;
const VARYING_FIELDS = /^(modifiedAtMs|providerId|pid)$/;

/**
 * Takes out of an answer what legitimately varies from run to run: directories, session ids, ports and
 * times. Keys are sorted, since their order says nothing.
 */
export function normalise(value, directory, home) {
  if (Array.isArray(value)) {
    return value.map((item) => normalise(item, directory, home));
  }
  if (typeof value === 'string') {
    return normaliseText(value, directory, home);
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  const entries = Object.entries(value).map(([key, item]) => [
    normaliseText(key, directory, home),
    VARYING_FIELDS.test(key) ? `<${typeof item}>` : normalise(item, directory, home),
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function normaliseText(text, directory, home) {
  return text
    .replaceAll(pathToFileURL(directory).href, 'file://<directory>')
    .replaceAll(directory, '<directory>')
    .replaceAll(pathToFileURL(dirname(directory)).href, 'file://<directories>')
    .replaceAll(home, '<home>')
    .replaceAll(UUID, '<uuid>')
    .replaceAll(/sha256:[0-9a-f]{64}/g, 'sha256:<digest>')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>');
}
