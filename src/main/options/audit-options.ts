import { type Command, InvalidArgumentError } from 'commander';
import { AUDIT_FIELDS, type AuditField } from '../../adapters/logging/file-audit-log.js';
import { GROUPS } from './option-groups.js';
import { optionOf } from './option-names.js';
import { parsePath } from './units.js';

/** The file of the audit log, and what it has of each command. */
export interface AuditOptions {
  readonly path: string;
  readonly fields: readonly AuditField[];
}

const DEFAULT_FIELDS: readonly AuditField[] = ['program'];

/** Adds `--audit-log` and `--audit-record`. */
export const addAuditOptions = (command: Command): void => {
  command.addOption(
    optionOf(
      '--audit-log <FILE>',
      'file, mode 600, to which a JSON line is appended for each start, end and refusal; opened again on SIGHUP',
      GROUPS.log,
    ).argParser(parsePath),
  );
  command.addOption(
    optionOf(
      '--audit-record <LIST>',
      `what the audit log has of a command: ${AUDIT_FIELDS.join(', ')} (the names of variables, never their values), or none`,
      GROUPS.log,
    )
      .argParser(parseFields)
      .default(undefined, DEFAULT_FIELDS.join(',')),
  );
};

/** Undefined: there is no `--audit-log`. */
export const readAuditOptions = (
  given: Readonly<Record<string, unknown>>,
): AuditOptions | undefined =>
  given.auditLog === undefined
    ? undefined
    : {
        path: given.auditLog as string,
        fields: (given.auditRecord as readonly AuditField[] | undefined) ?? DEFAULT_FIELDS,
      };

const parseFields = (text: string): readonly AuditField[] => {
  const names = text === 'none' ? [] : text.split(',').map((name) => name.trim());
  return names.map((name) => {
    const field = AUDIT_FIELDS.find((each) => each === name);
    if (field === undefined) {
      throw new InvalidArgumentError(
        `Expected a list of ${AUDIT_FIELDS.join(', ')}, separated by commas, or none.`,
      );
    }
    return field;
  });
};
