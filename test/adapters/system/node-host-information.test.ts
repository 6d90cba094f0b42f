import { accessSync, constants, realpathSync } from 'node:fs';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { NodeHostInformation } from '../../../src/adapters/system/node-host-information.js';
import { hostInformationContract } from '../../contracts/host-information-contract.js';
import { FakeHost } from '../../fakes/fake-host.js';

const variables = { ...process.env };

beforeEach(() => {
  process.env = { ...variables };
});

afterEach(() => {
  process.env = variables;
});

hostInformationContract('of Node', () => new NodeHostInformation());
hostInformationContract('fake', () => new FakeHost());

test('NodeHostInformation returns an executable shell and ignores SHELL', () => {
  process.env.SHELL = '/nowhere/zsh';
  const { shell } = new NodeHostInformation().describe();

  expect(shell.path).not.toBe('/nowhere/zsh');
  expect(() => accessSync(shell.path, constants.X_OK)).not.toThrow();
});

test('NodeHostInformation returns the working directory of the server', () => {
  const { cwd } = new NodeHostInformation().describe();

  expect(realpathSync(cwd ?? '')).toBe(realpathSync('.'));
});

test('NodeHostInformation returns the environment of the moment', () => {
  const host = new NodeHostInformation();
  host.environment();
  process.env.TEST_VARIABLE = 'set later';
  expect(host.environment().TEST_VARIABLE).toBe('set later');

  delete process.env.TEST_VARIABLE;
  expect(host.environment()).not.toHaveProperty('TEST_VARIABLE');
});

test('NodeHostInformation returns a copy of the environment', () => {
  const environment = new NodeHostInformation().environment();
  process.env.TEST_VARIABLE = 'set later';

  expect(environment).not.toHaveProperty('TEST_VARIABLE');
});

test('NodeHostInformation leaves the EXEC_SERVER variables out of the environment', () => {
  process.env.EXEC_SERVER_WS_TOKEN_FILE = '/etc/exec-server/token';

  expect(Object.values(new NodeHostInformation().environment())).not.toContain(
    '/etc/exec-server/token',
  );
});

test('NodeHostInformation leaves the credential of traces out of the environment', () => {
  const headers = ['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'];
  for (const name of [...headers, 'OTEL_EXPORTER_OTLP_METRICS_HEADERS', 'OTEL_SERVICE_NAME']) {
    process.env[name] = 'key=value';
  }
  const inherited = Object.keys(new NodeHostInformation().environment());
  expect(inherited.filter((name) => name.startsWith('OTEL_'))).toEqual([
    'OTEL_EXPORTER_OTLP_METRICS_HEADERS',
    'OTEL_SERVICE_NAME',
  ]);
});

test('NodeHostInformation puts the tools before the directories of PATH', () => {
  const host = new NodeHostInformation(() => ['/tools', '/more']);
  process.env.PATH = '/usr/bin:/bin';

  expect(host.environment().PATH).toBe('/tools:/more:/usr/bin:/bin');
  expect(host.describe().toolDirectories).toEqual(['/tools', '/more']);
});

test('NodeHostInformation adds no PATH to an environment without one', () => {
  const host = new NodeHostInformation(() => ['/tools']);
  delete process.env.PATH;

  expect(host.environment()).not.toHaveProperty('PATH');
});

test('NodeHostInformation looks for the tools again after a second', () => {
  jest.useFakeTimers({ doNotFake: ['nextTick'] });
  try {
    let tools = ['/first'];
    const host = new NodeHostInformation(() => tools);
    expect(host.describe().toolDirectories).toEqual(['/first']);
    tools = ['/second'];
    jest.advanceTimersByTime(999);
    expect(host.describe().toolDirectories).toEqual(['/first']);
    jest.advanceTimersByTime(1);
    expect(host.describe().toolDirectories).toEqual(['/second']);
  } finally {
    jest.useRealTimers();
  }
});
