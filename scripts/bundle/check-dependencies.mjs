import { readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';

/** Its binary alone is used, found by its name. */
const NEVER_IMPORTED = '@vscode/ripgrep';

/** An optional part of `ws`, which Node itself does better. */
const NEVER_INSTALLED = 'utf-8-validate';

const PACKAGE = /^(?:@[^/]+\/)?[^/]+/;
const IMPORT_OF_TYPES = /(?:from |import\()'([^'.][^']*)'/g;

/**
 * Fails unless the packages that `package.json` lets a user install are those that the bundles leave outside.
 *
 * @param metafiles what esbuild reports of the bundles
 * @param declarations files of published types
 */
export const checkDependencies = async (metafiles, declarations) => {
  const { dependencies, optionalDependencies } = JSON.parse(await readFile('package.json', 'utf8'));
  const installed = new Set(Object.keys({ ...dependencies, ...optionalDependencies }));
  const types = await Promise.all(declarations.map(importsOfTypes));
  const used = packagesOf([...metafiles.flatMap(importsOfBundle), ...types.flat()]);
  const missing = [...used].filter((name) => !installed.has(name) && name !== NEVER_INSTALLED);
  const unused = [...installed].filter((name) => !used.has(name) && name !== NEVER_IMPORTED);
  if (missing.length > 0) {
    throw new Error(`imported at run time, so make it a dependency: ${missing.join(', ')}`);
  }
  if (unused.length > 0) {
    throw new Error(`bundled, so make it a devDependency: ${unused.join(', ')}`);
  }
};

const importsOfBundle = ({ outputs }) =>
  Object.values(outputs).flatMap(({ imports }) =>
    imports
      .filter(({ external, path }) => external && !path.startsWith('.'))
      .map(({ path }) => path),
  );

const importsOfTypes = async (file) =>
  [...(await readFile(file, 'utf8')).matchAll(IMPORT_OF_TYPES)].map(([, specifier]) => specifier);

const packagesOf = (specifiers) =>
  new Set(
    specifiers
      .filter((specifier) => !specifier.startsWith('node:') && !builtinModules.includes(specifier))
      .map((specifier) => PACKAGE.exec(specifier)[0]),
  );
