import { getMetadataStorage, type MetadataStorage, ValidationTypes } from 'class-validator';
import { variantFields } from './field-types.js';

/** A class whose fields are the parameters of a method, in order of declaration. */
export interface ParamsClass<T extends object> {
  new (): T;
  /** Classes of fields that are objects; such a field also needs `@ValidateNested()`. */
  readonly nested?: Readonly<Record<string, ParamsClass<object>>>;
  /**
   * Rejects undeclared fields that are not null: they could be restrictions. Fields that start with `windows`
   * are exempt, since they do not apply here.
   */
  readonly isClosed?: boolean;
}

/** What a class of parameters declares, gathered once: class-validator does it for each object anew. */
export interface ParamsPlan<T extends object> {
  readonly type: ParamsClass<T>;
  readonly fields: readonly FieldPlan[];
}

export interface FieldPlan {
  readonly name: string;
  /** Whether it has the name of a variant. */
  readonly isVariant: boolean;
  /** The plan of its own class, if it is an object. */
  readonly nested: ParamsPlan<object> | undefined;
  /** It is checked only if all of these hold. */
  readonly conditions: readonly ((params: object, value: unknown) => boolean)[];
  readonly checks: readonly Check[];
}

type Check = (value: unknown) => boolean;

/** The plan of a class, from the metadata of its decorators. */
export const planOf = <T extends object>(type: ParamsClass<T>): ParamsPlan<T> => {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  const variants = variantFields(type.prototype);
  const fields = Object.keys(new type()).map((name): FieldPlan => {
    const nested = type.nested?.[name];
    const decorators = metadata.filter(({ propertyName }) => propertyName === name);
    const conditions = decorators.filter(isCondition);
    const checks = decorators.filter((decorator) => !isCondition(decorator));
    return {
      name,
      isVariant: variants.includes(name),
      nested: nested && planOf(nested),
      conditions: conditions.map(({ constraints: [applies] }) => applies),
      checks: checks.length === 0 ? [UNDECIDED] : checks.flatMap((check) => checksOf(check)),
    };
  });
  return { type, fields };
};

type Metadata = ReturnType<MetadataStorage['getTargetValidationMetadatas']>[number];

const isCondition = ({ type }: Metadata): boolean =>
  type === ValidationTypes.CONDITIONAL_VALIDATION;

const checksOf = ({ type, constraintCls, each, validateIf }: Metadata): readonly Check[] => {
  if (type === ValidationTypes.NESTED_VALIDATION) {
    return [];
  }
  if (type !== ValidationTypes.CUSTOM_VALIDATION || each || validateIf !== undefined) {
    return [UNDECIDED];
  }
  const validators = getMetadataStorage().getTargetValidatorConstraints(constraintCls);
  return validators.map(
    ({ instance }): Check =>
      (value) =>
        !!instance.validate(value),
  );
};

/** For what plans do not know: such params are never certainly valid. */
const UNDECIDED: Check = () => false;

/** Whether params are certainly valid; if not, `validateSync` decides. */
export const isCertainlyValid = (params: unknown, { type, fields }: ParamsPlan<object>): boolean =>
  params instanceof type &&
  fields.every(({ name, nested, conditions, checks }) => {
    const value = (params as Record<string, unknown>)[name];
    return (
      !conditions.every((applies) => applies(params, value)) ||
      (checks.every((accepts) => accepts(value)) &&
        (nested === undefined || isCertainlyValid(value, nested)))
    );
  });
