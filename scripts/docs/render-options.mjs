/**
 * docs/options.md, formatted as Biome has it.
 *
 * @param {readonly import('commander').Option[]} options all options of the daemon
 * @param {readonly import('commander').Option[]} ofGateway all options of a gateway
 * @returns {string}
 */
export function renderOptions(options, ofGateway) {
  const known = new Set(options.map(({ flags, description }) => flags + description));
  const isShared = ({ flags, description }) => known.has(flags + description);
  const shown = ofGateway.filter(isShown);
  const own = shown.filter((option) => !isShared(option)).map(cellsOf);
  const shared = shown.filter(isShared).map(({ long }) => code(long));
  const groups = [
    ...new Set(options.filter(isShown).map(({ helpGroupHeading }) => helpGroupHeading)),
  ];
  const sections = groups.map((group) => {
    const rows = options
      .filter((option) => isShown(option) && option.helpGroupHeading === group)
      .map(cellsOf);
    return `\n## ${group.replace(/:$/, '')}\n\n${table(HEAD, rows)}`;
  });
  const gateway = `\n## Gateway\n\n\`exec-server gateway [options]\` ([fleet.md](fleet.md)) has these, and ${shared.join(', ')}.\n\n${table(HEAD, own)}`;
  return `${INTRODUCTION}\n${table(['value', 'form'], VALUES)}\n${ERRORS}${sections.join('')}${gateway}`;
}

const HEAD = ['option', 'variable', 'default', 'description'];

const isShown = ({ hidden, helpGroupHeading }) => !hidden && helpGroupHeading;

const INTRODUCTION = `# Options

Generated from the option definitions in \`src/main/options\` by \`npm run docs:options\`; a test compares the two.

\`exec-server [options]\`; in a clone \`npm start --silent -- [options]\`. Precedence: flag, then environment variable, then
the file of \`--config\`, then default. [Traces](traces.md) are set up by the variables of OpenTelemetry alone.
`;

const VALUES = [
  ['`TIME`', '`500ms`, `80s`, `2m`, `1h`, or plain seconds'],
  ['`SIZE`', '`64KiB`, `1MiB`, `2GiB`, or plain bytes'],
  ['`N`', 'a whole number'],
  ['none', 'the variable takes `true`, `1`, `yes`, `on`, or `false`, `0`, `no`, `off`'],
];

const ERRORS = `Usage errors (exit code 2): a value outside its bounds, which the error names; a ping interval that is not below the peer
timeout; an empty variable. The log warns of a misspelt \`EXEC_SERVER_…\` variable and names the nearest one. A bad \`--listen\`
value, and an address in use, end the daemon with one line on standard error and exit code 1.

A file of \`--config\`, of the daemon or of a gateway, is TOML whose keys are the options of that program without their dashes:

\`\`\`toml
listen = "ws://127.0.0.1:8765"
session-ttl = "5m"
max-sessions = 100
metrics = true
allowed-host = ["build.example", "ci.example"]
\`\`\`

Texts are those of the flag; a whole number may stand without quotes, an option without a value is \`true\` or \`false\`, a list is an array. An
unknown key is an error that names the nearest one. On SIGHUP, where no standard stream is a terminal, the file is read again: \`log-level\`
and \`drain-timeout\` change at once, the log names the others that would take a restart, and of a file that is not valid nothing is taken.

[\`src/application/limits\`](../src/application/limits) describes every limit. An embedder can set all of them, also those that are
no options of the daemon ([embedding.md](embedding.md)).
`;

function cellsOf({
  flags,
  envVar,
  description,
  argChoices,
  defaultValue,
  defaultValueDescription,
}) {
  const normally = defaultValueDescription ?? defaultValue;
  const choices = argChoices ? `; one of ${argChoices.map(code).join(', ')}` : '';
  return [
    code(flags.replace(/[<>]/g, '')),
    envVar ? code(envVar) : '',
    defaultText(normally, flags),
    description + choices,
  ];
}

function defaultText(value, flags) {
  if (value !== undefined) {
    return code(value);
  }
  return flags.includes('<') ? '' : 'off';
}

const code = (text) => `\`${text}\``;

function table(head, rows) {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((cells) => cells[at].length)));
  const line = (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |\n`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('');
}
