import type {
  EntryAccess,
  NetworkAccess,
  SandboxEntry,
  SandboxPermissions,
  SandboxPlace,
  SpecialPlace,
} from '../../../../domain/sandbox/sandbox-policy.js';
import { ForeignSandboxPath, InvalidParams, unknownField } from '../../encoding/invalid-params.js';
import { parsePathUri } from '../../encoding/path-uri.js';
import { variantName } from '../../encoding/variant-name.js';

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
/** Far above real use; bubblewrap could not take the arguments. */
const MAX_ENTRIES = 1000;

/**
 * Reads the permissions of a sandbox, a union that class validation cannot describe.
 *
 * @throws {InvalidParams} that names the missing or invalid member.
 */
export const readPermissions = (value: unknown): SandboxPermissions => {
  const field = new Field(value, 'sandbox.permissions');
  const type = field.variant('type', ['managed', 'disabled', 'external']);
  field.only('type', ...MEMBERS[type]);
  if (type === 'disabled') {
    return { type };
  }
  const network = field.unitVariant('network', NETWORK);
  if (type === 'external') {
    return { type, network };
  }
  return { type, ...readFiles(field.member('file_system')), network };
};

const MEMBERS = {
  disabled: [],
  external: ['network'],
  managed: ['file_system', 'network'],
} as const;

const readFiles = (
  field: Field,
): Pick<Extract<SandboxPermissions, { type: 'managed' }>, 'files' | 'patternDepth'> => {
  const files = field.variant('type', ['unrestricted', 'restricted']);
  if (files === 'unrestricted') {
    field.only('type');
    return { files };
  }
  field.only('type', 'entries', 'glob_scan_max_depth');
  return {
    files: field.list('entries').map(readEntry),
    patternDepth: field.optionalCount('glob_scan_max_depth'),
  };
};

const readEntry = (field: Field): SandboxEntry => {
  field.only('path', 'access', 'missing_path_behavior');
  const place = readPlace(field.member('path'));
  field.optionalVariant('missing_path_behavior', ['skip']);
  return { place, access: field.unitVariant('access', ACCESS) };
};

const readPlace = (field: Field): SandboxPlace => {
  const type = field.variant('type', ['path', 'glob_pattern', 'special']);
  if (type === 'path') {
    field.only('type', 'path');
    return { type, path: field.path('path') };
  }
  if (type === 'glob_pattern') {
    field.only('type', 'pattern');
    return { type: 'glob', pattern: field.text('pattern') };
  }
  field.only('type', 'value');
  return { type, ...readSpecialPlace(field.member('value')) };
};

const readSpecialPlace = (field: Field): { kind: SpecialPlace; subpath: string | undefined } => {
  const kind = field.variant('kind', KINDS);
  field.only('kind', ...(DETAILS[kind] ?? []));
  if (kind === 'unknown') {
    field.text('path');
  }
  return { kind, subpath: field.optionalText('subpath') };
};

/** For other places upstream ignores details and takes the whole place. */
const DETAILS: Partial<Record<SpecialPlace, readonly string[]>> = {
  current_working_directory: ['subpath'],
  project_roots: ['subpath'],
  unknown: ['path', 'subpath'],
};

/** A value of a message with its name. */
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

  /** Rejects other members: an unknown one could be a restriction. */
  only(...names: readonly string[]): void {
    const other = Object.keys(this.#value).find(
      (name) => !names.includes(name) && this.#optional(name) !== undefined,
    );
    if (other !== undefined) {
      throw unknownField(`${this.#name}.${other}`);
    }
  }

  member(name: string): Field {
    return new Field(this.#required(name), `${this.#name}.${name}`);
  }

  list(name: string): readonly Field[] {
    const value = this.#required(name);
    if (!Array.isArray(value)) {
      throw this.#wrong(name, 'a sequence');
    }
    if (value.length > MAX_ENTRIES) {
      throw this.#wrong(name, `at most ${MAX_ENTRIES} entries`);
    }
    return value.map((item, index) => new Field(item, `${this.#name}.${name}[${index}]`));
  }

  text(name: string): string {
    const value = this.#required(name);
    if (typeof value !== 'string' || value.includes('\0')) {
      throw this.#wrong(name, 'a string');
    }
    return value;
  }

  optionalText(name: string): string | undefined {
    return this.#optional(name) === undefined ? undefined : this.text(name);
  }

  /** A number from 1. */
  optionalCount(name: string): number | undefined {
    const value = this.#optional(name);
    if (value === undefined) {
      return undefined;
    }
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 2 ** 64) {
      throw this.#wrong(name, 'a nonzero integer');
    }
    return value;
  }

  path(name: string): string {
    const field = `${this.#name}.${name}`;
    const uri = this.text(name);
    const { path } = parsePathUri(field, uri);
    if (path === undefined) {
      throw new ForeignSandboxPath(field, uri);
    }
    return path;
  }

  /** The name of a variant that says what the other members are. */
  variant<T extends string>(name: string, variants: readonly T[]): T {
    return this.#oneOf(name, this.#required(name), variants);
  }

  /** The name of a variant without content, as `variantName` takes it. */
  unitVariant<T extends string>(name: string, variants: readonly T[]): T {
    return this.#oneOf(name, variantName(this.#required(name)), variants);
  }

  #oneOf<T extends string>(name: string, value: unknown, variants: readonly T[]): T {
    const known = variants.find((variant) => variant === value);
    if (known !== undefined) {
      return known;
    }
    throw this.#wrong(name, `one of ${variants.map((variant) => `\`${variant}\``).join(', ')}`);
  }

  optionalVariant(name: string, variants: readonly string[]): void {
    if (this.#optional(name) !== undefined) {
      this.unitVariant(name, variants);
    }
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
