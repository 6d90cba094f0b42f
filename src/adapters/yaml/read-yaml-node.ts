import type { Node } from 'yaml';
import { InvalidMetadata, type MetadataValue } from '../../domain/capabilities/metadata-value.js';
import { plainScalar, quotedScalar } from './yaml-scalar.js';

/** Tags that make a string of a scalar that would otherwise be null or a boolean. */
const TEXT_TAGS: readonly (string | undefined)[] = ['!', 'tag:yaml.org,2002:str'];

/**
 * The value of a YAML node. An alias is the same object as its anchor's value, so that nested aliases cost
 * nothing.
 *
 * @param anchors values of the anchors so far.
 * @throws {InvalidMetadata} when an alias precedes its anchor.
 */
export const readYamlNode = (
  yaml: typeof import('yaml'),
  node: Node | null,
  anchors: Map<string, MetadataValue>,
): MetadataValue => {
  const read = (each: unknown): MetadataValue =>
    readYamlNode(yaml, yaml.isNode(each) ? each : null, anchors);
  const keep = (value: MetadataValue): MetadataValue => {
    if (node !== null && 'anchor' in node && node.anchor) {
      anchors.set(node.anchor, value);
    }
    return value;
  };
  if (yaml.isAlias(node)) {
    const value = anchors.get(node.source);
    if (value === undefined) {
      throw new InvalidMetadata('an alias has no anchor');
    }
    return value;
  }
  if (yaml.isSeq(node)) {
    return keep({ kind: 'list', items: node.items.map(read) });
  }
  if (yaml.isMap(node)) {
    const entries = node.items.map(({ key, value }) => [read(key), read(value)] as const);
    return keep({ kind: 'map', entries });
  }
  if (!yaml.isScalar(node)) {
    return plainScalar('');
  }
  const isPlain = node.type === 'PLAIN' && !TEXT_TAGS.includes(node.tag);
  const text = String(node.value);
  return keep(isPlain ? plainScalar(text) : quotedScalar(text));
};
