import fc from 'fast-check';
import { jsonText } from './json-text.js';
import { mostly, only, type Text } from './parameter-text.js';

/** Stands in a message for the URI of a directory that the run may do anything to. */
export const SCRATCH = '%SCRATCH%';

/** The text of an object; a member may be missing now and then. */
const object = (members: Readonly<Record<string, Text>>): Text =>
  fc
    .tuple(
      ...Object.entries(members).map(([name, value]) =>
        fc.option(value, { freq: 20 }).map((text) => (text === null ? [] : [`"${name}":${text}`])),
      ),
    )
    .map((given) => `{${given.flat().join(',')}}`);

const list = (item: Text): Text =>
  fc.array(item, { maxLength: 4 }).map((items) => `[${items.join(',')}]`);

/** One of the good ones; now and then a bad one. */
const usually = (good: readonly string[], ...bad: readonly string[]): Text =>
  fc.oneof({ weight: 15, arbitrary: only(...good) }, { weight: 1, arbitrary: only(...bad) });

const inScratch = ['', '/d', '/link', '/nowhere'].map((name) => `"${SCRATCH}${name}"`);
/** Only in the scratch directory: for what is missing in a writable directory something is put there meanwhile. */
const directory = usually(inScratch, `"${SCRATCH}/d/%FF"`, '"file://host/x"', '"/"', 'null', '1');
const readable = usually(['"read"', '"read"', '"none"', '"deny"'], '"READ"', 'null');
const access = usually(['"read"', '"write"', '"deny"', '"none"'], '"x"');

const special = (value: string): string => `{"type":"special","value":${value}}`;

const place: fc.Arbitrary<[path: string, access: string]> = fc.oneof(
  fc.tuple(object({ type: only('"path"'), path: directory }), access),
  fc.tuple(
    only('{"type":"path","path":"file:///"}', '{"type":"path","path":"file:///etc"}'),
    readable,
  ),
  fc.tuple(
    object({
      type: only('"glob_pattern"'),
      pattern: usually(['"**/*.env"', '"*"', '"/etc/**"', '"["', '"**"', '"a/{b,c}"', '""'], '1'),
    }),
    usually(['"deny"', '"none"'], '"read"'),
  ),
  fc.tuple(
    usually(
      [special('{"kind":"minimal"}'), special('{"kind":"unknown","subpath":"../x"}')],
      special('{"kind":"__proto__"}'),
      '{"type":"special"}',
    ),
    readable,
  ),
  fc.tuple(
    only(
      special('{"kind":"project_roots"}'),
      special('{"kind":"project_roots","subpath":".git"}'),
      special('{"kind":"project_roots","subpath":"../../x"}'),
      special('{"kind":"current_working_directory"}'),
      special('{"kind":"slash_tmp"}'),
      special('{"kind":"tmpdir"}'),
    ),
    access,
  ),
);

const entry = place.chain(([path, granted]) =>
  object({
    path: only(path),
    access: only(granted),
    missing_path_behavior: usually(['"skip"', 'null'], '"x"'),
  }),
);

/** Without the first rule hardly any program would start. */
const entries = list(entry).map(
  (text) =>
    `[{"path":${special('{"kind":"root"}')},"access":"read"}${text === '[]' ? '' : ','}${text.slice(1)}`,
);

const permissions = usually(['"managed"'], '"disabled"', '"external"', '"x"').chain((type) =>
  object({
    type: only(type),
    file_system: fc.oneof(
      { weight: 1, arbitrary: only('{"type":"unrestricted"}', 'null', '{}') },
      { weight: 8, arbitrary: object({ type: only('"restricted"'), entries }) },
    ),
    network: usually(['"restricted"', '"restricted"', '"enabled"'], '"x"'),
  }),
);

/** A sandbox that is one, or nearly. Most are refused; what is confined takes a program or two to start. */
const context = object({
  permissions,
  cwd: directory,
  workspaceRoots: list(directory),
  windowsSandboxLevel: usually(['"disabled"', '"mxc"'], '"x"'),
  useLegacyLandlock: mostly('true', 'false'),
  policyContext: mostly('null', '{}'),
  userHomeDir: mostly('null', '"/root"'),
});

/** The text of a sandbox; mostly none, since a real one takes so much longer than any other request. */
export const sandboxText: Text = fc.oneof(
  { weight: 90, arbitrary: only('null') },
  {
    weight: 10,
    arbitrary: only(
      '{}',
      '[]',
      '{"permissions":{"type":"managed"},"windowsSandboxLevel":"disabled"}',
      '{"permissions":{"type":"disabled"},"windowsSandboxLevel":"disabled"}',
      '{"permissions":{"type":"__proto__"},"windowsSandboxLevel":"disabled"}',
    ),
  },
  { weight: 5, arbitrary: jsonText.map((text) => `{"permissions":${text}}`) },
  { weight: 1, arbitrary: context },
);
