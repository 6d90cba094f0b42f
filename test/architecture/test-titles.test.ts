import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type CallExpression, type Expression, parseSync } from '@swc/core';

/** Functions that declare tests or groups of tests: those of Jest, and what stands for them under a condition. */
const DECLARES = /^(describe|test|it|asRoot|onLinux|where)(?![a-z])/;

/** Stands in every file that calls one of them; others need not be parsed. */
const MAY_DECLARE = /\b(describe|test|it|asRoot|onLinux|where)(?![a-z])\w*\s*[.(<:)]/;

/** The first word of a relative clause or of an adverbial, whose sentence is then in the `describe`, where `grep` does not find it. */
const FRAGMENT =
  /^(that|whose|of|with|without|on|onto|for|after|while|when|if|where|since|once|in|inside|by|from|at|as|to|until|before|behind|beyond|between|over|under|through) /;

/** Members of nodes that have no calls in them, and are most of what there is. */
const LEAVES = new Set(['span', 'typeAnnotation', 'typeParams', 'typeArguments']);

interface Title {
  readonly text: string;
  /** The file, and within it the `describe` that the title is in. */
  readonly scope: string;
}

const TITLES: readonly Title[] = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
  .flatMap((path) => titlesIn(join('test', path)));

test('titles are found in every file of tests', () => {
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' });
  const withTitles = new Set(TITLES.map(({ scope }) => scope.split(' > ')[0]));
  const declaring = files
    .map((file) => join('test', file))
    .filter(
      (file) => file.endsWith('.test.ts') && /\b(test|describe)\(/.test(readFileSync(file, 'utf8')),
    );

  expect(declaring.length).toBeGreaterThan(200);
  expect(declaring.filter((file) => !withTitles.has(file))).toEqual([]);
});

test('titles have at most 100 characters', () => {
  expect(wrong(({ text }) => text.length > 100)).toEqual([]);
});

test('titles do not continue another title', () => {
  expect(wrong(({ text }) => /^(also|and|even|but|or)\b/i.test(text))).toEqual([]);
});

test('titles do not begin inside a sentence', () => {
  expect(wrong(({ text }) => FRAGMENT.test(text))).toEqual([]);
});

test('titles have no period at their end', () => {
  expect(wrong(({ text }) => text.endsWith('.'))).toEqual([]);
});

test('titles differ within one describe', () => {
  const seen = new Set<string>();
  const repeated = wrong(({ scope, text }) => {
    const title = `${scope} > ${text}`;
    const isRepeated = seen.has(title);
    seen.add(title);
    return isRepeated;
  });

  expect(repeated).toEqual([]);
});

function wrong(isWrong: (title: Title) => boolean): string[] {
  return TITLES.filter(isWrong).map(({ scope, text }) => `${scope} > ${text}`);
}

function titlesIn(path: string): Title[] {
  const source = readFileSync(path, 'utf8');
  if (!MAY_DECLARE.test(source)) {
    return [];
  }
  const { body } = parseSync(source, { syntax: 'typescript', decorators: true });
  const titles: Title[] = [];
  collect(body, path, titles);
  return titles;
}

function collect(node: object, scope: string, titles: Title[]): void {
  let inner = scope;
  if (isDeclaration(node)) {
    const found = textsOf(node.arguments[0]?.expression);
    titles.push(...found.map((text) => ({ text, scope })));
    inner = `${scope} > ${found.join(' | ')}`;
  }
  for (const [name, child] of Object.entries(node)) {
    if (typeof child === 'object' && child !== null && !LEAVES.has(name)) {
      collect(child, inner, titles);
    }
  }
}

/** A call with a function among its arguments, of a function that declares tests. */
function isDeclaration(node: object): node is CallExpression {
  const { type, callee, arguments: given } = node as CallExpression;
  return (
    type === 'CallExpression' &&
    DECLARES.test(rootOf(callee)) &&
    given.slice(1).some(({ expression }) => expression.type !== 'StringLiteral')
  );
}

/** The name with which an expression such as `test.each(rows)` begins. */
function rootOf(expression: CallExpression['callee'] | Expression): string {
  switch (expression.type) {
    case 'Identifier':
      return expression.value;
    case 'MemberExpression':
      return rootOf(expression.object);
    case 'CallExpression':
      return rootOf(expression.callee);
    case 'ParenthesisExpression':
      return rootOf(expression.expression);
    case 'ConditionalExpression':
      return rootOf(expression.consequent);
    default:
      return '';
  }
}

/** What a title may be; nothing when it is not a text in the source. */
function textsOf(expression: Expression | undefined): string[] {
  switch (expression?.type) {
    case 'StringLiteral':
      return [expression.value];
    case 'TemplateLiteral':
      return [expression.quasis.map(({ raw }) => raw).join('…')];
    case 'ConditionalExpression':
      return [...textsOf(expression.consequent), ...textsOf(expression.alternate)];
    default:
      return [];
  }
}
