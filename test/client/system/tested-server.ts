import { test } from '@jest/globals';
import { sharedDaemon } from '../../support/shared-daemon.js';
import { UNTRIED_UPSTREAM, UPSTREAM_DIFFERENCES } from './upstream-differences.js';

/** Set by `npm run client-suite`: the address of upstream, codex exec-server. */
const { TEST_UPSTREAM_URL: upstream } = process.env;

/** What is said of a child process: upstream does not tell its pid. */
export const pidKind = (pid: number | undefined): string =>
  upstream === undefined ? typeof pid : 'not told';

/** Where the built daemon listens, or upstream. */
export const testedServerUrl = async (): Promise<string> => upstream ?? (await sharedDaemon()).url;

/** `test` of a rule for any server. Where upstream is named as different, the rule must not hold with it. */
export const testServer = (title: string, body: () => Promise<unknown>): void =>
  declareFor(title)(title, async () => {
    await body();
  });

const declareFor = (title: string): typeof test.failing | typeof test.skip => {
  if (upstream !== undefined && title in UNTRIED_UPSTREAM) {
    return test.skip;
  }
  return upstream !== undefined && title in UPSTREAM_DIFFERENCES ? test.failing : test;
};
