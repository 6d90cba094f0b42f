import type { Node } from 'yaml';
import { InvalidMetadata } from '../../domain/capabilities/invalid-metadata.js';
import type { MetadataValue } from '../../domain/capabilities/metadata-value.js';

const NOTHING: MetadataValue = { kind: 'scalar', text: '', isPlain: true };

/** They make a text of what would be nothing, or a boolean, without them. */
const TEXT_TAGS: readonly (string | undefined)[] = ['!', 'tag:yaml.org,2002:str'];

/**
 * The value of a node of a YAML document; an alias is the very value that its anchor stands at, so that
 * aliases of aliases cost nothing.
 *
 * @param anchors what was read under an anchor so far.
 * @throws {InvalidMetadata} when an alias has no anchor before it.
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
    return NOTHING;
  }
  const isPlain = node.type === 'PLAIN' && !TEXT_TAGS.includes(node.tag);
  return keep({ kind: 'scalar', text: String(node.value), isPlain });
};
