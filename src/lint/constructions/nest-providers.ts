import { construct, constructorParameters } from '../evaluation/classes';
import { absent, unknown } from '../evaluation/build-value';
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
 * calls it once.
 */
export function provided(config: Value, method: string, evaluator: Evaluator): Value {
  const factory = option(config, 'useFactory');
  if (factory.kind === 'function') {
    return invoke(factory, injected(factory.node.parameters), { at: factory.at, once: onceAt(factory) });
  }
  for (const name of ['useClass', 'useExisting']) {
    const value = option(config, name);
    if (value.kind !== 'class') continue;
    const once = onceAt(value);
    const service = construct(value, injected(constructorParameters(value.node)), once);
    const create = memberOf(service, method, value.at, evaluator);
    return create.kind === 'function' ? invoke(create, [], { at: create.at, once }) : unknown(value.at);
  }
  const providers = ['useFactory', 'useClass', 'useExisting'].map((name) => option(config, name));
  return providers.every(isNeverGiven) ? absent(config.at) : unknown(config.at);
}

function onceAt({ at }: Value): string {
  return `${at.file}:${at.start}`;
}

/** Nothing is known of what Nest injects, but that a ConfigService answers with what the environment says. */
function injected(parameters: readonly typescript.ParameterDeclaration[]): readonly Value[] {
  return parameters.map((parameter): Value => {
    const at = locationOf(parameter);
    return isConfigService(parameter.type) ? configService(at) : unknown(at);
  });
}

function isConfigService(type: typescript.TypeNode | undefined): boolean {
  return (
    !!type && ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && type.typeName.text === 'ConfigService'
  );
}
