import type { CST } from 'yaml';
import { InvalidMetadata } from '../../domain/capabilities/metadata-value.js';

/**
 * The tokens of a YAML text, read without recursion. Composing them is recursive, so the depth is limited
 * here: a stack overflow could end the process.
 *
 * @throws {InvalidMetadata} when maps and lists nest too deeply.
 */
export const readYamlTokens = (
  yaml: typeof import('yaml'),
  text: string,
  maxDepth: number,
): readonly CST.Token[] => {
  const parser = new yaml.Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new yaml.Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > maxDepth) {
      throw new InvalidMetadata('the text nests too deeply');
    }
  }
  tokens.push(...parser.end());
  return tokens;
};
