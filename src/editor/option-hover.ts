import * as vscode from 'vscode';
import type { AboutClientType, AboutOption } from '../lint-thread/answers';
import { codeBlock, markdown, ourMarkdown } from '../markdown';
import { languages } from './languages';
import type { LintProjects } from './lint-projects';
import { fromPosition, toRange } from './places';

const units: Readonly<Record<NonNullable<AboutOption['option']['unit']>, string>> = {
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

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | null> {
    const bull = this.projects.bullDocument(document);
    const about = await bull?.project.about(bull.path, fromPosition(position), token);
    if (!about) return null;
    return new vscode.Hover(about.kind === 'option' ? aboutOption(about) : aboutClient(about), toRange(about.range));
  }
}

function aboutOption({ path, option, lock }: AboutOption): vscode.MarkdownString[] {
  const facts = [
    `Bull's \`${path}\``,
    ...(option.unit ? [units[option.unit]] : []),
    ...(option.default ? [`default \`${option.default}\``] : [`unset: ${option.unset}`]),
  ];
  const text = ourMarkdown(`${facts.join(' · ')}\n\n${option.description}`);
  if (!lock) return [text];
  // The budget's source may quote the person's code, so all of it is code, and nothing of it Markdown.
  const picture = codeBlock(lock.timeline);
  return [text, picture, markdown`${lock.verdict}`];
}

function aboutClient({ name, description }: AboutClientType): vscode.MarkdownString[] {
  return [ourMarkdown(`Bull's connection \`${name}\`\n\n${description}`)];
}
