import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

const POSITION = /(file:\/\/[^\s()]+\.js):(\d+):(\d+)/;

/**
 * Lets stack traces name the lines of the sources. The source map of a bundle is read when the first trace through it is
 * printed: `--enable-source-maps` reads all of them at the start, which takes 4 MiB.
 */
export const mapStackTraces = (): void => {
  const maps = new Map<string, SourceMap | undefined>();
  const mapOf = (url: string): SourceMap | undefined => {
    if (!maps.has(url)) {
      maps.set(url, readMap(url));
    }
    return maps.get(url);
  };
  Error.prepareStackTrace = (error, frames) =>
    [`${error}`, ...frames.map((frame) => `    at ${sourceOf(`${frame}`, mapOf)}`)].join('\n');
};

const sourceOf = (frame: string, mapOf: (url: string) => SourceMap | undefined): string =>
  frame.replace(POSITION, (position, url: string, line: string, column: string) => {
    const entry = mapOf(url)?.findEntry(Number(line) - 1, Number(column) - 1);
    return entry !== undefined && 'originalSource' in entry
      ? `${new URL(entry.originalSource, url)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
      : position;
  });

/** Undefined: there is none, as beside a file that is no bundle. */
const readMap = (url: string): SourceMap | undefined => {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')));
  } catch {
    return undefined;
  }
};
