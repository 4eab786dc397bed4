import { construct, constructorParameters } from '../evaluation/classes';
import { unknown } from '../evaluation/build-value';
import { invoke } from '../evaluation/calls';
import { isNeverGiven, option } from '../evaluation/inspect-value';
import { memberOf } from '../evaluation/members';
import { configService } from '../evaluation/packages';
import type { Evaluator, Value } from '../evaluation/value';
import { locationOf } from '../syntax/location';
import type typescript from 'typescript';
import { ts } from '../syntax/typescript';

/**
 * What `useFactory` returns, or the method of the class of `useClass` or `useExisting`, whatever Nest injects into it; Nest
 * calls it once. Null where there is none of the three.
 */
export function provided(config: Value, method: string, evaluator: Evaluator): Value | null {
  const factory = option(config, 'useFactory');
  if (factory.kind === 'function') {
    return invoke(factory, injected(factory.node.parameters, evaluator), { at: factory.at, once: onceAt(factory) });
  }
  for (const name of ['useClass', 'useExisting']) {
    const value = option(config, name);
    if (value.kind !== 'class') continue;
    const once = onceAt(value);
    const service = construct(value, injected(constructorParameters(value.node), evaluator), once);
    const create = memberOf(service, method, value.at, evaluator);
    return create.kind === 'function' ? invoke(create, [], { at: create.at, once }) : unknown(value.at);
  }
  const providers = ['useFactory', 'useClass', 'useExisting'].map((name) => option(config, name));
  return providers.every(isNeverGiven) ? null : unknown(config.at);
}

function onceAt({ at }: Value): string {
  return `${at.file}:${at.start}`;
}

/**
 * What Nest injects: a ConfigService answers with what the environment says, and a `ConfigType<typeof redis>` is what the
 * factory returns that `redis` was registered as. Nothing is known of the rest.
 */
function injected(parameters: readonly typescript.ParameterDeclaration[], evaluator: Evaluator): readonly Value[] {
  return parameters.map((parameter): Value => {
    const at = locationOf(parameter);
    if (isConfigService(parameter.type)) return configService(at);
    const registered = registeredAs(parameter.type);
    if (!registered) return unknown(at);
    const factory = evaluator.evaluateIn(registered, evaluator.outermost);
    return factory.kind === 'function' ? evaluator.call(factory, []) : unknown(at);
  });
}

/** `redis` in `ConfigType<typeof redis>`. */
function registeredAs(type: typescript.TypeNode | undefined): typescript.Identifier | undefined {
  if (!type || !ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined;
  const [of] = type.typeName.text === 'ConfigType' ? (type.typeArguments ?? []) : [];
  return of && ts.isTypeQueryNode(of) && ts.isIdentifier(of.exprName) ? of.exprName : undefined;
}

function isConfigService(type: typescript.TypeNode | undefined): boolean {
  return (
    !!type && ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && type.typeName.text === 'ConfigService'
  );
}
