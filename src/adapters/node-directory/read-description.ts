import { isNodeName, isNodeUrl, type Node } from '../../domain/routing/node.js';
import type { NodeDescription } from '../../protocol/fleet.js';

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

/**
 * A node as it describes itself. Undefined: the text is no description. Fields that are unknown here, of a later version, are
 * ignored.
 *
 * @param url where it was reached, if it does not say
 */
export const readDescription = (text: string, url?: string): Node | undefined => {
  let given: Partial<Record<keyof NodeDescription, unknown>> | null;
  try {
    given = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { name, sessions, maxSessions, draining, url: stated = url } = given ?? {};
  return typeof name === 'string' &&
    isNodeName(name) &&
    typeof stated === 'string' &&
    isNodeUrl(stated) &&
    isCount(sessions) &&
    isCount(maxSessions)
    ? { name, url: url ?? stated, sessions, maxSessions, isDraining: draining === true }
    : undefined;
};

/** The text that `readDescription` reads. */
export const writeDescription = ({ isDraining, ...node }: Node): string => {
  const description: NodeDescription = { ...node, draining: isDraining };
  return JSON.stringify(description);
};
