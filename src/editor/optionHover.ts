import * as vscode from 'vscode';
import type { ClientTypeAt, OptionAt } from '../lint';
import { languages } from './languages';
import type { Engine } from './lintProject';
import type { LintProjects } from './lintProjects';

const units: Readonly<Record<NonNullable<OptionAt['option']['unit']>, string>> = {
  ms: 'milliseconds',
  s: 'seconds',
  minutes: 'minutes',
  jobs: 'number of jobs',
  attempts: 'number of attempts',
  stalls: 'number of stalls',
};

/** Says what an option of Bull does where a person points at its name. */
export class OptionHover implements vscode.HoverProvider {
  static register(projects: LintProjects): vscode.Disposable {
    return vscode.languages.registerHoverProvider(languages, new OptionHover(projects));
  }

  constructor(private readonly projects: LintProjects) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | null> {
    const bull = await this.projects.bullDocument(document);
    if (!bull) return null;
    const { project, path } = bull;
    const found = await project.ask(path, (context) => project.engine.optionAt(context, document.offsetAt(position)));
    if (!found) return null;
    const range = new vscode.Range(document.positionAt(found.start), document.positionAt(found.end));
    return new vscode.Hover(found.kind === 'option' ? aboutOption(found, project.engine) : aboutClient(found), range);
  }
}

function aboutOption({ path, option, timing }: OptionAt, engine: Engine): vscode.MarkdownString[] {
  const facts = [
    `Bull's \`${path}\``,
    ...(option.unit ? [units[option.unit]] : []),
    ...(option.default ? [`default \`${option.default}\``] : [`unset: ${option.unset}`]),
  ];
  const text = new vscode.MarkdownString(`${facts.join(' · ')}\n\n${option.description}`);
  if (!timing) return [text];
  // The budget's source may quote the person's code, so all of it is code, and nothing of it Markdown.
  const picture = new vscode.MarkdownString().appendCodeblock(engine.lockTimeline(timing), 'text');
  return [text, picture, new vscode.MarkdownString(engine.lockVerdict(timing))];
}

function aboutClient({ name, description }: ClientTypeAt): vscode.MarkdownString[] {
  return [new vscode.MarkdownString(`Bull's connection \`${name}\`\n\n${description}`)];
}
