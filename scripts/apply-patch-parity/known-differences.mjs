/** The patches whose result differs on purpose: upstream removes a file that is moved to itself. */
export const KNOWN_DIFFERENCES = [
  'move to itself',
  'move to itself by another name',
  'a move over a link to itself',
];
