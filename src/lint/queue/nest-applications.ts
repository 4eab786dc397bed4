import type typescript from 'typescript';
import type { Construction } from '../constructions/construction';
import { alternatives, every, isNotGiven, option } from '../evaluation/inspect-value';
import { isExport } from '../evaluation/packages';
import type { Evaluator, SingleValue, Value } from '../evaluation/value';
import { locationOf, type Location } from '../syntax/location';
import { moduleOf } from '../syntax/module-of';
import { scopesOf } from '../syntax/scopes';
import type { ParsedFile } from '../syntax/parsed-file';
import { ts } from '../syntax/typescript';
import type { Imports } from './imports';

/** A NestJS application, as `NestFactory.create(AppModule)` makes one. */
export interface NestApplication {
  /** The file that makes it. */
  readonly file: string;
  /** The places that register queues, in the order in which Nest comes upon them. */
  readonly registrations: ReadonlySet<string>;
  /** False where there may be others between them: some of its modules are not known. */
  readonly isFollowed: boolean;
  /** The classes that its modules provide, with those that they extend. */
  readonly providers: ReadonlySet<typescript.Node>;
  /** False where there may be more. */
  readonly areAllProviders: boolean;
}

/**
 * The applications that may have modules which register queues.
 *
 * @param registering the files of these modules
 * @param using the files that do something with queues, processors among them
 * @param productionOf what expressions are in production, in programs that are started with some files
 */
export function applicationsAbove(
  registering: readonly string[],
  using: readonly string[],
  imports: Imports | null,
  evaluator: Evaluator,
  productionOf: (starts: readonly string[]) => Evaluator,
): readonly NestApplication[] {
  const leading = imports && withImporters([...registering, ...using], imports);
  return [...withImporters(registering, imports)].flatMap((path) => {
    const file = /\b(Nest|Command)Factory\b/.test(evaluator.project.read(path) ?? '')
      ? evaluator.project.parse(path)
      : null;
    return callsIn(file).flatMap((call) => {
      const [root] = call.arguments;
      if (!root || !isFactory(evaluator.evaluate(call.expression))) return [];
      const production = productionOf([path]);
      const scan = new ModuleScan(production, leading);
      scan.add(production.evaluate(root));
      const { registrations, isFollowed, providers } = scan;
      const areAllProviders = isFollowed && scan.areAllProviders;
      return [{ file: path, registrations, isFollowed, providers, areAllProviders }];
    });
  });
}

/** Some files, and all that load one of them. */
function withImporters(files: readonly string[], imports: Imports | null): ReadonlySet<string> {
  const above = new Set(files);
  for (const path of above) for (const importer of imports?.importersOf(path) ?? []) above.add(importer);
  return above;
}

/** Whether one of several applications has an instance of a class; undefined where that is not known. */
export function isProvided(node: typescript.Node, applications: readonly NestApplication[]): boolean | undefined {
  if (applications.some(({ providers }) => providers.has(node))) return true;
  return applications.length > 0 && applications.every(({ areAllProviders }) => areAllProviders) ? false : undefined;
}

/**
 * Whether a processor that some of several applications load goes to the queue that a place registers, of several of its name: Nest looks for
 * it in all modules, and finds the one that it came upon last, whichever module provides the processor (@nestjs/bull
 * lib/bull.explorer.ts, @nestjs/core injector/instance-links-host.ts). Undefined where that is not known.
 */
export function takesProcessor(
  own: Construction,
  namesakes: readonly Construction[],
  applications: readonly NestApplication[],
  loading: readonly NestApplication[],
): boolean | undefined {
  const place = placeOf(locationOf(own.node));
  const places = new Set(namesakes.map(({ node }) => placeOf(locationOf(node))));
  const holding = applications.filter(({ registrations }) => registrations.has(place));
  if (holding.length === 0 || !holding.every(({ isFollowed }) => isFollowed)) return undefined;
  const lastOf = ({ registrations }: NestApplication): string | undefined =>
    [...registrations].findLast((each) => places.has(each));
  return holding.some((application) => loading.includes(application) && lastOf(application) === place);
}

/** Goes through modules as Nest does: each before those that it imports (@nestjs/core scanner.ts). */
class ModuleScan {
  readonly registrations = new Set<string>();
  isFollowed = true;
  readonly providers = new Set<typescript.Node>();
  areAllProviders = true;
  private readonly seen = new Set<typescript.Node>();

  /** @param leading the files that may lead to a registration or a processor; null where that is not known */
  constructor(
    private readonly evaluator: Evaluator,
    private readonly leading: ReadonlySet<string> | null,
  ) {}

  add(module: Value): void {
    const [value, ...others] = withoutOwnWrites(module);
    if (!value || others.length > 0) this.isFollowed = false;
    else if (value.kind === 'class') this.addClass(value.node);
    else if (value.kind === 'object') this.addDynamic(value.properties.get('module')?.value, value);
    else if (value.kind === 'unknown') this.addCall(value.at);
    // What a package exports imports no module of this workspace.
    else if (value.kind !== 'imported' && !isNotGiven(value)) this.isFollowed = false;
  }

  private addClass(node: typescript.ClassLikeDeclaration): void {
    if (this.seen.has(node)) return;
    this.seen.add(node);
    this.evaluator.refuel();
    for (const { expression } of (ts.canHaveDecorators(node) && ts.getDecorators(node)) || []) {
      if (!ts.isCallExpression(expression) || expression.expression.getText() !== 'Module') continue;
      const [metadata] = expression.arguments;
      if (metadata) this.addMetadata(metadata);
    }
  }

  /**
   * `@Module({ imports: […], providers: […] })`. Of what is written out only that is read which has to do with queues: an
   * application's modules lead to most of its files.
   */
  private addMetadata(metadata: typescript.Expression): void {
    const imports = elementsOf(metadata, 'imports');
    const providers = elementsOf(metadata, 'providers');
    if (!imports || !providers) return this.addParts(this.evaluator.evaluate(metadata));
    for (const element of imports) if (this.isLeading(element)) this.addImport(element);
    for (const element of providers) if (this.isLeading(element)) this.addProvider(this.evaluator.evaluate(element));
  }

  private addImport(element: typescript.Expression): void {
    const isOfPackage = ts.isCallExpression(element) && this.evaluator.evaluate(element.expression).kind === 'imported';
    if (isOfPackage) this.addCall(locationOf(element));
    else this.add(this.evaluator.evaluate(element));
  }

  private isLeading(element: typescript.Expression): boolean {
    const specifier = ts.isIdentifier(element) ? moduleOf(element) : undefined;
    const module = specifier && this.evaluator.modules.resolve(specifier.text, specifier.getSourceFile().fileName);
    return module?.kind !== 'file' || !this.leading || this.leading.has(module.path);
  }

  /** `static forRoot() { return { module: MailModule, imports: […] }; }` */
  private addDynamic(module: Value | undefined, metadata: Value): void {
    if (module) this.add(module);
    this.addParts(metadata);
  }

  private addParts(metadata: Value): void {
    const [modules, providers] = [listIn(metadata, 'imports'), listIn(metadata, 'providers')];
    this.isFollowed &&= modules.isWhole;
    this.areAllProviders &&= providers.isWhole;
    for (const module of modules.elements) this.add(module);
    for (const provider of providers.elements) this.addProvider(provider);
  }

  /** `MailProcessor`, or `{ provide: 'mail', useClass: MailProcessor }`. */
  private addProvider(provider: Value): void {
    const given = provider.kind === 'object' ? option(provider, 'useClass') : provider;
    const [value, ...others] = withoutOwnWrites(given);
    if (value?.kind === 'class' && others.length === 0) this.addProvided(value.node);
    else if (given.kind !== 'imported' && !every(given, isNotGiven)) this.areAllProviders = false;
  }

  private addProvided(node: typescript.ClassLikeDeclaration): void {
    this.providers.add(node);
    const extended = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
    const base = extended && this.evaluator.evaluate(extended.expression);
    if (base?.kind === 'class' && !this.providers.has(base.node)) this.addProvided(base.node);
  }

  private addCall({ file, start, end }: Location): void {
    const calls = callsIn(this.evaluator.project.parse(file));
    const call = calls.find((each) => each.getStart() === start && each.end === end);
    if (!call) return void (this.isFollowed = false);
    const [first] = call.arguments;
    const callee = this.evaluator.evaluate(call.expression);
    if (callee.kind !== 'imported') return void (this.isFollowed = false);
    if (isExport(callee, '@nestjs/common', ['forwardRef'])) {
      const isShort = !!first && ts.isArrowFunction(first) && !ts.isBlock(first.body);
      return isShort ? this.add(this.evaluator.evaluate(first.body)) : void (this.isFollowed = false);
    }
    if (/^registerQueue(Async)?$/.test(callee.path.at(-1) ?? '')) this.registrations.add(placeOf({ file, start, end }));
    for (const argument of call.arguments) this.addImportsIn(argument);
  }

  /** `TypeOrmModule.forRootAsync({ imports: [ConfigModule], … })` */
  private addImportsIn(argument: typescript.Expression): void {
    if (!ts.isObjectLiteralExpression(argument)) return;
    const imports = argument.properties.find((each) => each.name?.getText() === 'imports');
    if (!imports) return;
    const modules = listIn(this.evaluator.evaluate(argument), 'imports');
    this.isFollowed &&= modules.isWhole;
    for (const module of modules.elements) this.add(module);
  }
}

/** What it may be: a class whose own code sets a static member, or hands on its name, stays that class. */
function withoutOwnWrites(value: Value): readonly SingleValue[] {
  const all = alternatives(value);
  const own = all.find((each) => each.kind === 'class')?.at;
  const isInside = ({ file, start, end }: Location): boolean =>
    own !== undefined && file === own.file && own.start <= start && end <= own.end;
  return all.filter(({ kind, at }) => kind !== 'unknown' || !isInside(at));
}

/** What is written in a list of an object; null where that may not be all. */
function elementsOf(metadata: typescript.Expression, name: string): readonly typescript.Expression[] | null {
  if (!ts.isObjectLiteralExpression(metadata)) return null;
  const lists: typescript.Expression[] = [];
  for (const property of metadata.properties) {
    if (!ts.isPropertyAssignment(property) || !ts.isIdentifier(property.name)) return null;
    if (property.name.text === name) lists.push(property.initializer);
  }
  const [list, ...others] = lists;
  if (!list) return [];
  const isWhole = others.length === 0 && ts.isArrayLiteralExpression(list) && !list.elements.some(ts.isSpreadElement);
  return isWhole ? list.elements : null;
}

/** What surely stands in it, and whether that is all. */
function listIn(metadata: Value, name: string): { readonly elements: readonly Value[]; readonly isWhole: boolean } {
  const list = option(metadata, name);
  if (list.kind === 'array') return { elements: list.elements, isWhole: !list.open };
  return { elements: [], isWhole: every(list, isNotGiven) };
}

function callsIn(file: ParsedFile | null): readonly typescript.CallExpression[] {
  return file ? scopesOf(file.ast).constructs.filter(ts.isCallExpression) : [];
}

function isFactory(callee: Value): boolean {
  return (
    callee.kind === 'imported' &&
    /^(Nest|Command)Factory$/.test(callee.path.at(-2) ?? '') &&
    /^(@nestjs\/core|nest-commander)$/.test(callee.module)
  );
}

function placeOf({ file, start }: Location): string {
  return `${file}:${start}`;
}
