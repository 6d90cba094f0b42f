import { PatchFailed } from './patch.js';
import { trim } from './white-space.js';

const BEGIN = '*** Begin Patch';
export const END = '*** End Patch';

/** The first lines of a here-document, which some models leave around a patch. */
const HEREDOC_STARTS = ['<<EOF', "<<'EOF'", '<<"EOF"'];
const HEREDOC_END = 'EOF';
/** The here-document's own two lines, and the two markers. */
const SHORTEST_HEREDOC = 4;

/** The lines of a patch from its begin marker to its end marker. @throws {PatchFailed} when one is missing. */
export const patchLines = (text: string): readonly string[] => {
  const lines = trim(text)
    .split('\n')
    .map((line) => line.replace(/\r+$/, ''));
  const inner = hasMarkers(lines) ? lines : withoutHeredoc(lines);
  requireMarkers(inner);
  return inner;
};

const withoutHeredoc = (lines: readonly string[]): readonly string[] =>
  lines.length >= SHORTEST_HEREDOC &&
  HEREDOC_STARTS.includes(lines[0] ?? '') &&
  lines.at(-1)?.endsWith(HEREDOC_END)
    ? lines.slice(1, -1)
    : lines;

const hasMarkers = (lines: readonly string[]): boolean =>
  trim(lines[0] ?? '') === BEGIN && trim(lines.at(-1) ?? '') === END;

const requireMarkers = (lines: readonly string[]): void => {
  if (hasMarkers(lines)) {
    return;
  }
  const first = trim(lines[0] ?? '');
  const isEmpty = lines.length === 1 && first === '';
  if (first !== BEGIN && !isEmpty) {
    throw new PatchFailed(`Invalid patch: The first line of the patch must be '${BEGIN}'`);
  }
  throw missingEnd();
};

export const missingEnd = (): PatchFailed =>
  new PatchFailed(`Invalid patch: The last line of the patch must be '${END}'`);
