import { describe, expect, test } from '@jest/globals';
import { StartupError } from '../../../src/main/startup-error.js';
import { catchOutput, printed, read, usageError } from './read-command-line.js';

catchOutput();

const FORWARD = /codex exec-server forward --connect ws:\/\/IP:PORT/;

describe('Options of codex exec-server', () => {
  test('are accepted without effect and named once, without their values', () => {
    const args = ['-c', 'a=1', '--config', 'b=2', '--enable', 'x', '--disable', 'y'];
    expect(read([...args, '--strict-config', '--concurrent-requests', '4'])).toMatchObject({
      optionsWithoutEffect: [
        '--config',
        '--enable',
        '--disable',
        '--strict-config',
        '--concurrent-requests',
      ],
    });
  });

  test('are accepted and not named when they say what is so anyway', () => {
    const { optionsWithoutEffect } = read(['--linux-sandbox-pid-namespace', 'isolate']);
    expect(optionsWithoutEffect).toEqual([]);
  });

  test('mean --exit-with-parent for the end of standard input, as a variable too', () => {
    expect(read(['--exit-on-stdin-close']).exitWithParent).toBe(true);
    const variable = { CODEX_EXEC_SERVER_EXIT_ON_STDIN_CLOSE: 'true' };
    expect(read([], variable).exitWithParent).toBe(true);
    expect(read([], { CODEX_EXEC_SERVER_EXIT_ON_STDIN_CLOSE: 'false' }).exitWithParent).toBe(false);
  });

  test('are refused with what to do instead when a sandbox cannot obey them', () => {
    expect(() => read(['--linux-sandbox-pid-namespace', 'inherit'])).toThrow(StartupError);
    expect(() => read(['--linux-sandbox-pid-namespace', 'inherit'])).toThrow(/leave it out/);
    expect(() => read(['--linux-sandbox-transparent-tcp'])).toThrow(StartupError);
    expect(() => read(['--linux-sandbox-transparent-tcp'])).toThrow(/leave it out/);
  });

  test('are read for the proxies of the host, by the variable of codex exec-server too', () => {
    expect(read(['--tcp-upstream-proxy', '[::1]:3128']).tcpUpstreamProxy).toBe('[::1]:3128');
    const flag = '--proxy-private-ips-via-upstream';
    expect(read([flag]).proxyPrivateIpsViaUpstream).toBe(true);
    const variable = { CODEX_EXEC_SERVER_PROXY_PRIVATE_IPS_VIA_UPSTREAM: 'true' };
    expect(read([], variable).proxyPrivateIpsViaUpstream).toBe(true);
  });

  test.each([
    [['--remote', 'https://x']],
    [['--remote-transport', 'noise']],
    [['--environment-id', 'x']],
    [['--name', 'x']],
    [['--use-agent-identity-auth']],
    [['--registration-bearer-stdin']],
    [['--executor-credential-stdin']],
    [['--chatgpt-token-stdin']],
    [['--chatgpt-account-id', 'x']],
    [['--aws-sigv4']],
    [['--aws-profile', 'x']],
    [['--aws-region', 'x']],
    [['--aws-service', 'x']],
  ])('are refused with what does so when they register it: %j', (args) => {
    expect(() => read(args)).toThrow(StartupError);
    expect(() => read(args)).toThrow(FORWARD);
    expect(() => read(args)).toThrow(`\`${args[0]}\` is not supported`);
  });

  test.each(['proxy.example', 'proxy.example:0', 'http://u:s3cr3t@a:1', 'u:s3cr3t@a:1'])(
    'are refused without a value that may have a password: --tcp-upstream-proxy %s',
    (proxy) => {
      expect(() => read(['--tcp-upstream-proxy', proxy])).toThrow(
        new StartupError(
          'invalid --tcp-upstream-proxy; expected HOST:PORT such as proxy.example:3128',
        ),
      );
    },
  );

  test.each([
    [['--concurrent-requests', '0'], 'Expected a whole number'],
    [['--concurrent-requests', 'x'], 'Expected a whole number'],
    [['--linux-sandbox-pid-namespace', 'other'], 'Expected isolate or inherit.'],
    [['-c'], "error: option '-c, --config <FILE>' argument missing"],
  ])('are usage errors with a value that is not one: %j', (args, text) => {
    expect(usageError(args).exitCode).not.toBe(0);
    expect(printed.stderr).toContain(text);
  });
});
