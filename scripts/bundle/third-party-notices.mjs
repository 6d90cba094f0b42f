import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const LICENCE = /^(licen[cs]e|copying|notice)/i;

/** Name, version and licence of every package of which a bundle has `files`. */
export const thirdPartyNotices = async (files) => {
  const packages = files.map((file) => PACKAGE.exec(file)?.[1]).filter(Boolean);
  const notices = await Promise.all([...new Set(packages)].sort().map(noticeOf));
  return `This package contains parts of the following packages.\n\n${notices.join('\n')}`;
};

const noticeOf = async (directory) => {
  const { name, version, license } = JSON.parse(
    await readFile(join(directory, 'package.json'), 'utf8'),
  );
  const texts = (await readdir(directory)).filter((file) => LICENCE.test(file));
  if (license === undefined || texts.length === 0) {
    throw new Error(`${directory} has no licence`);
  }
  const contents = await Promise.all(texts.map((file) => readFile(join(directory, file), 'utf8')));
  return [`${'-'.repeat(80)}\n${name} ${version} (${license})\n`, ...contents].join('\n');
};
