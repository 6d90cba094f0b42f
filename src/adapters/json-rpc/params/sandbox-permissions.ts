import type {
  EntryAccess,
  NetworkAccess,
  SandboxEntry,
  SandboxPermissions,
  SandboxPlace,
  SpecialPlace,
} from '../../../domain/sandbox-policy.js';
import { InvalidParams } from '../invalid-params.js';
import { parsePathUri } from '../path-uri.js';

const NETWORK: readonly NetworkAccess[] = ['restricted', 'enabled'];
const ACCESS: readonly EntryAccess[] = ['read', 'write', 'deny', 'none'];
const KINDS: readonly SpecialPlace[] = [
  'root',
  'minimal',
  'current_working_directory',
  'project_roots',
  'tmpdir',
  'slash_tmp',
  'unknown',
];
/** More would be a mistake: bubblewrap could not be told of them. */
const MOST_ENTRIES = 1000;

/**
 * Reads the permissions of a sandbox, a union that no class describes.
 *
 * @throws {InvalidParams} that names the member which is missing or wrong.
 */
export const readPermissions = (value: unknown): SandboxPermissions => {
  const field = new Field(value, 'sandbox.permissions');
  const type = field.variant('type', ['managed', 'disabled', 'external']);
  if (type === 'disabled') return { type };
  if (type === 'external') return { type, network: field.variant('network', NETWORK) };
  return {
    type,
    files: readFiles(field.member('file_system')),
    network: field.variant('network', NETWORK),
  };
};

const readFiles = (field: Field): 'unrestricted' | readonly SandboxEntry[] => {
  const type = field.variant('type', ['unrestricted', 'restricted']);
  return type === 'unrestricted' ? type : field.list('entries').map(readEntry);
};

const readEntry = (field: Field): SandboxEntry => {
  const place = readPlace(field.member('path'));
  field.optionalVariant('missing_path_behavior', ['skip']);
  return { place, access: field.variant('access', ACCESS) };
};

const readPlace = (field: Field): SandboxPlace => {
  const type = field.variant('type', ['path', 'glob_pattern', 'special']);
  if (type === 'path') return { type, path: field.path('path') };
  if (type === 'glob_pattern') return { type: 'glob', pattern: field.text('pattern') };
  const value = field.member('value');
  return {
    type,
    kind: value.variant('kind', KINDS),
    subpath: value.optionalText('subpath'),
  };
};

/** A value of a message under its name. */
class Field {
  readonly #value: Readonly<Record<string, unknown>>;
  readonly #name: string;

  constructor(value: unknown, name: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new InvalidParams(`invalid type, expected a map in field \`${name}\``);
    }
    this.#value = value as Readonly<Record<string, unknown>>;
    this.#name = name;
  }

  member(name: string): Field {
    return new Field(this.#required(name), `${this.#name}.${name}`);
  }

  list(name: string): readonly Field[] {
    const value = this.#required(name);
    if (!Array.isArray(value)) throw this.#wrong(name, 'a sequence');
    if (value.length > MOST_ENTRIES) throw this.#wrong(name, `at most ${MOST_ENTRIES} entries`);
    return value.map((item, index) => new Field(item, `${this.#name}.${name}[${index}]`));
  }

  text(name: string): string {
    const value = this.#required(name);
    if (typeof value !== 'string' || value.includes('\0')) throw this.#wrong(name, 'a string');
    return value;
  }

  optionalText(name: string): string | undefined {
    return this.#optional(name) === undefined ? undefined : this.text(name);
  }

  path(name: string): string {
    const field = `${this.#name}.${name}`;
    const uri = this.text(name);
    const { path } = parsePathUri(field, uri);
    if (path === undefined)
      throw new InvalidParams(`'${uri}' is invalid on 'linux' (field \`${field}\`)`);
    return path;
  }

  variant<T extends string>(name: string, variants: readonly T[]): T {
    const value = this.#required(name);
    const known = variants.find((variant) => variant === value);
    if (known !== undefined) return known;
    throw this.#wrong(name, `one of ${variants.map((variant) => `\`${variant}\``).join(', ')}`);
  }

  optionalVariant(name: string, variants: readonly string[]): void {
    if (this.#optional(name) !== undefined) this.variant(name, variants);
  }

  #optional(name: string): unknown {
    return Object.hasOwn(this.#value, name) ? (this.#value[name] ?? undefined) : undefined;
  }

  #required(name: string): unknown {
    if (!Object.hasOwn(this.#value, name)) {
      throw new InvalidParams(`missing field \`${this.#name}.${name}\``);
    }
    return this.#value[name];
  }

  #wrong(name: string, expected: string): InvalidParams {
    return new InvalidParams(
      `invalid value, expected ${expected} in field \`${this.#name}.${name}\``,
    );
  }
}
