import { Command, InvalidArgumentError, Option } from 'commander';
import { parseDurationMs } from '../main/options/units.js';
import { packageVersion } from '../main/package-root.js';
import { EXIT_OWN_FAILURE } from './exit-code.js';
import type { Host } from './host.js';
import { collectVariable, parseSignal, parseWhole } from './option-values.js';
import { parseDetachKeys } from './terminal/detach-keys.js';

/**
 * The command line with all of its commands; parses nothing yet. A command is loaded when it is given.
 *
 * @param done gets the exit code of a command
 */
export const describeProgram = (host: Host, done: (exitCode: number) => void): Command => {
  const program = new Command('exec-server')
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
    })
    .description('Runs commands that outlive connections: detach, come back, and miss nothing.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .enablePositionalOptions()
    .exitOverride()
    .addHelpText('after', FOOTER);
  const finish = async (exitCode: Promise<number>): Promise<void> => done(await exitCode);

  for (const [name, description] of DAEMONS) {
    program.command(name).description(description);
  }
  for (const add of COMMANDS) {
    add(program, host, finish);
  }
  return program;
};

/** Adds a command. @param finish gets the exit code of its action */
type AddCommand = (
  program: Command,
  host: Host,
  finish: (exitCode: Promise<number>) => Promise<void>,
) => void;

const addRun: AddCommand = (program, host, finish) => {
  withServer(
    program
      .command('run')
      .description('run a command; its output, exit code and signals are passed on')
      .argument('<command...>', 'the program and its arguments')
      .passThroughOptions()
      .option('-d, --detach', 'leave it running and print its id')
      .option('-i, --interactive', 'with -d: keep its standard input open for attach')
      .option('-t, --tty', 'on a terminal; by itself where standard input and output are terminals')
      .option('-T, --no-tty', 'without a terminal')
      .option('-n, --no-stdin', 'without standard input')
      .addOption(
        new Option(
          '-e, --env <KEY=VALUE>',
          'variable of its environment; KEY alone has the value that it has here',
        )
          .argParser(collectVariable)
          .default([], 'none'),
      )
      .option('-C, --cwd <DIRECTORY>', 'its working directory')
      .addOption(
        new Option('--timeout <TIME>', 'kill it after this long, and exit with 124').argParser(
          parseDurationMs,
        ),
      )
      .addOption(detachKeys())
      .option('--json', 'with -d: print the id as JSON'),
  ).action((command, options) =>
    finish(import('./commands/run.js').then(({ run }) => run(command, options, host))),
  );
};

const addAttach: AddCommand = (program, host, finish) => {
  withServer(
    program
      .command('attach')
      .description('continue with a command: first what was missed, then its output and exit code')
      .argument('[id]', 'by default the one that was started last')
      .option('--observe', 'only look, beside the terminal that is attached')
      .option('--take', 'take over from the terminal that is attached')
      .option('-n, --no-stdin', 'pass no standard input on')
      .addOption(detachKeys()),
  ).action((id, options) =>
    finish(import('./commands/attach.js').then(({ attach }) => attach(id, options, host))),
  );
};

const addPs: AddCommand = (program, host, finish) => {
  withServer(
    program
      .command('ps')
      .description('list the commands that run')
      .option('-a, --all', 'also those that have ended and were not read to their end')
      .option('-q, --quiet', 'ids alone')
      .option('--json', 'one JSON object a line'),
  ).action((options) => finish(import('./commands/ps.js').then(({ ps }) => ps(options, host))));
};

const addLogs: AddCommand = (program, host, finish) => {
  withServer(
    program
      .command('logs')
      .description('print the output that the server has of a command; it stays there')
      .argument('[id]', 'by default the one that was started last')
      .option('-f, --follow', 'go on until it ends')
      .addOption(new Option('--tail <N>', 'the last N lines alone').argParser(parseWhole))
      .addOption(
        new Option('--after <SEQ>', 'only events above this number (--json prints them)')
          .argParser(parseWhole)
          .default(0),
      )
      .option('--json', 'one JSON object for each event: seq, stream, and the bytes in base64'),
  ).action((id, options) =>
    finish(import('./commands/logs.js').then(({ logs }) => logs(id, options, host))),
  );
};

const addKill: AddCommand = (program, host, finish) => {
  withServer(
    program
      .command('kill')
      .description('end commands: SIGTERM, and after 10 s SIGKILL')
      .argument('<id...>')
      .addOption(new Option('-s, --signal <SIGNAL>', 'send only this').argParser(parseSignal)),
  ).action((ids, options) =>
    finish(import('./commands/kill.js').then(({ kill }) => kill(ids, options, host))),
  );
};

const addWait: AddCommand = (program, host, finish) => {
  withServer(
    program
      .command('wait')
      .description('wait for commands to end; prints each exit code, and exits with the last one')
      .argument('<id...>')
      .option('--json', 'one JSON object a line'),
  ).action((ids, options) =>
    finish(import('./commands/wait.js').then(({ wait }) => wait(ids, options, host))),
  );
};

const addRm: AddCommand = (program, host, finish) => {
  withServer(
    program
      .command('rm')
      .description('kill commands that run, and forget them with their output')
      .argument('<id...>'),
  ).action((ids, options) =>
    finish(import('./commands/rm.js').then(({ rm }) => rm(ids, options, host))),
  );
};

const addCp: AddCommand = (program, host, finish) => {
  withServer(
    program
      .command('cp')
      .description(
        'copy a file or directory to the server or back; a path there begins with a colon',
      )
      .argument('<from>')
      .argument('<to>'),
  ).action((from, to, options) =>
    finish(import('./commands/cp.js').then(({ cp }) => cp(from, to, options, host))),
  );
};

const addHealth: AddCommand = (program, host, finish) => {
  withUrl(
    program
      .command('health')
      .description('ask a server whether it takes new sessions; exits with 0 or 1, for probes'),
  )
    .option('--live', 'only whether it answers at all, also while it drains or is full')
    .addOption(
      new Option('--timeout <TIME>', 'how long to wait for the answer')
        .argParser(parseDurationMs)
        .default(PROBE_TIMEOUT_MS, '2s'),
    )
    .action((options) =>
      finish(import('./commands/health.js').then(({ health }) => health(options, host))),
    );
};

const addCompletion: AddCommand = (program, host) => {
  program
    .command('completion')
    .description('print the completions of a shell: eval "$(exec-server completion bash)"')
    .argument('<shell>', 'bash, zsh or fish')
    .action(async (shell) => {
      const { completionScript } = await import('./completion/completion-script.js');
      host.stdout.write(completionScript(shell, program));
    });
};

/** In the order of the help. */
const COMMANDS: readonly AddCommand[] = [
  addRun,
  addAttach,
  addPs,
  addLogs,
  addKill,
  addWait,
  addRm,
  addCp,
  addHealth,
  addCompletion,
];

/** Programs that `main/cli.ts` starts before this one is loaded. */
const DAEMONS = [
  ['serve', 'run the daemon in the foreground, as without a command; exec-server serve --help'],
  ['gateway', 'run a gateway to many daemons; exec-server gateway --help'],
] as const;

/** Below the 3 s that probes of containers usually have. */
const PROBE_TIMEOUT_MS = 2000;

const FOOTER = `
Without --url (or EXEC_SERVER_URL) commands run on a daemon of your own, which is started
when it is needed, and stops after ten minutes without a command. A command that
exits prints its own code; failures of exec-server itself exit with ${EXIT_OWN_FAILURE}.`;

const withUrl = (command: Command): Command =>
  command.option('--url <URL>', 'server, instead of your own daemon (EXEC_SERVER_URL)');

const withServer = (command: Command): Command =>
  withUrl(command).option(
    '--token-file <PATH>',
    'file with its bearer token (EXEC_SERVER_TOKEN_FILE, or the token in EXEC_SERVER_TOKEN)',
  );

const detachKeys = (): Option =>
  new Option(
    '--detach-keys <KEYS>',
    'keys that leave it running, such as ctrl-p,ctrl-q; none: no keys',
  )
    .default(parseDetachKeys('ctrl-\\'), 'ctrl-\\')
    .argParser((text) => {
      try {
        return parseDetachKeys(text);
      } catch (error) {
        throw new InvalidArgumentError((error as Error).message);
      }
    });
