/** Whether ours is a text that contains this. */
const says = (text) => (_, ours) => ours.includes(text);

const DENIED = ['D', 'R', 'N', 'B', 'E', 'T'];

/**
 * The differences that are meant. `where` says in which policy, tree, way and probe, `when` (if there) what the two
 * must be like; `topic` is the first cell of the row of docs/sandbox.md that gives the reason;
 * test/main/documents/sandbox-document.test.ts compares them. The first one that fits explains it.
 *
 * @type {readonly { topic: string, where: RegExp, when?: (upstream: string, ours: string) => boolean }[]}
 */
export const KNOWN_DIFFERENCES = [
  {
    topic: 'texts of −32602',
    where: /./,
    when: (upstream, ours) => upstream.startsWith('-32602') && ours.startsWith('-32602'),
  },
  { topic: 'an unknown member', where: /./, when: says('which could be a restriction') },
  { topic: 'a path of another kind of host', where: /of Windows/, when: says('is invalid on') },
  {
    topic: 'a protected name that is a symbolic link',
    where: / · links/,
    when: (upstream) => upstream.includes('crosses writable symlink'),
  },
  {
    topic: 'no entries',
    where: /^no entries/,
    when: (upstream, ours) => upstream.startsWith('exit 101') && ours.startsWith('exit 1 '),
  },
  { topic: 'a writable file', where: /^path of a file, write/ },
  {
    topic: 'a readable path below a denied one',
    where: /^path read in deny/,
    when: (_, ours) => ours === '+',
  },
  { topic: 'minimal, denied', where: /./, when: says('minimal paths cannot be denied') },
  { topic: 'a special path of unknown kind', where: /./, when: says('of unknown kind') },
  { topic: 'a subpath that is not plain', where: /./, when: says('has dot segments') },
  { topic: 'a pattern that only grants', where: /./, when: says('can only be denied') },
  { topic: 'a pattern that leaves its workspace', where: /./, when: says('outside its workspace') },
  { topic: 'an unknown scheme', where: /./, when: says('has an unknown scheme') },
  {
    topic: 'the text of a refused pattern',
    where: /^pattern/,
    when: (upstream, ours) => upstream.includes('unreadable glob') && ours.startsWith('-32603'),
  },
  {
    topic: 'a pattern that fits a directory',
    where: /^pattern of (a directory|everything)/,
    when: (_, ours) => ours === 'D',
  },
  {
    topic: 'temporary directories of the executor',
    where: /^temporaryDirectories, tmpdir deny/,
    when: (_, ours) => ours === 'D',
  },
  {
    topic: 'a denial beside another context',
    where: /^policyContext with a denial/,
    when: (_, ours) => ours === 'D',
  },
  { topic: 'Windows sandboxes', where: /^windowsSandboxLevel mxc/ },
  { topic: 'legacy Landlock', where: /^useLegacyLandlock true/ },
  {
    topic: 'concurrent sandboxes of upstream',
    where: /^root write/,
    when: (upstream) => upstream.includes("bwrap: Can't"),
  },
  {
    topic: 'the error of a denied path',
    where: /./,
    when: (upstream, ours) => DENIED.includes(upstream) && DENIED.includes(ours),
  },
];
