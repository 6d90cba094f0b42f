import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { HostTools } from '../../../src/adapters/tools/host-tools.js';
import { PatchTools } from '../../../src/adapters/tools/patch-tools.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';

const root = mkdtempSync(join(tmpdir(), "host tools' "));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let parent: string;
let logger: RecordingLogger;
beforeEach(() => {
  parent = mkdtempSync(join(root, 'private-'));
  logger = new RecordingLogger();
});

/** A script that prints its arguments, and what Node was started with. */
const script = join(root, 'script.mjs');
writeFileSync(
  script,
  'console.log(JSON.stringify([process.argv.slice(2), process.env.NODE_OPTIONS ?? null]));',
);

describe('PatchTools', () => {
  const make = (): string => new PatchTools(() => parent, script).directory();
  const call = (directory: string, name = 'apply_patch'): unknown => {
    const env = { ...process.env, NODE_OPTIONS: '--require /nowhere/module.js' };
    return JSON.parse(
      execFileSync(join(directory, name), ['a b', "c'"], { env, encoding: 'utf8' }),
    );
  };

  test('the programs run the script with their arguments and without NODE_OPTIONS', () => {
    const directory = make();

    expect(call(directory)).toEqual([['a b', "c'"], null]);
    expect(call(directory, 'applypatch')).toEqual([['a b', "c'"], null]);
  });

  test.each([
    ['removed', (path: string) => rmSync(path)],
    ['changed', (path: string) => writeFileSync(path, '#!/bin/sh\necho 1\n')],
    ['not executable', (path: string) => chmodSync(path, 0o600)],
  ])('a program that is %s is made again', (_, spoil) => {
    const tools = new PatchTools(() => parent, script);
    spoil(join(tools.directory(), 'apply_patch'));

    expect(call(tools.directory())).toEqual([['a b', "c'"], null]);
    expect(call(make())).toEqual([['a b', "c'"], null]);
  });

  test('servers with the same script share the directory, others do not', () => {
    expect(make()).toBe(make());
    expect(new PatchTools(() => parent, '/other.js').directory()).not.toBe(make());
  });
});

describe('HostTools', () => {
  const tools = (path: string, directory = () => parent): HostTools =>
    new HostTools(new PatchTools(directory, script), () => path, logger);

  test('offers ripgrep where the host has none', () => {
    const found = tools('/nowhere').directories();

    expect(found).toHaveLength(2);
    expect(execFileSync(join(found[1] ?? '', 'rg'), ['--version'], { encoding: 'utf8' })).toMatch(
      /^ripgrep \d+/,
    );
  });

  test('leaves ripgrep to the host that has one', () => {
    writeFileSync(join(parent, 'rg'), '', { mode: 0o755 });

    expect(tools(['/nowhere', parent].join(delimiter)).directories()).toHaveLength(1);
  });

  test('offers the rest and warns once where the programs cannot be made', () => {
    const failing = tools('/nowhere', () => {
      throw new Error('EROFS: read-only file system');
    });
    failing.directories();

    expect(failing.directories()).toHaveLength(1);
    expect(logger.lines).toEqual([
      expect.objectContaining({ message: 'apply_patch is not on the PATH of processes' }),
    ]);
  });
});
