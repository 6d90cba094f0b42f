/** The programs that the contract runs; a fake runner brings words of its own for them. */
export interface ContractPrograms {
  /** Writes the text and ends with the code. */
  print(text: string, code: number): readonly string[];
  /** Writes `ready` and a newline, and runs until a signal ends it. */
  wait(): readonly string[];
  /** Writes `ready` and a newline, then every line that it is given. */
  echo(): readonly string[];
  /** Writes that many bytes and ends with 0. */
  flood(bytes: number): readonly string[];
  /** Cannot be found. */
  missing(): readonly string[];
}

/** Programs of the shell, for a runner that starts processes. */
export const SHELL_PROGRAMS: ContractPrograms = {
  print: (text, code) => ['sh', '-c', 'printf %s "$0"; exit "$1"', text, String(code)],
  wait: () => ['sh', '-c', 'echo ready; exec sleep 60'],
  // A terminal's own echo would come in between.
  echo: () => ['sh', '-c', 'stty -echo 2> /dev/null; echo ready; exec cat'],
  flood: (bytes) => ['head', '-c', String(bytes), '/dev/zero'],
  missing: () => ['no-such-program'],
};
