import type { SafeRunner } from './safe-runner';
import type { Project } from '../files/project';
import { ModuleResolver } from '../modules/resolve';
import { foreignWrites, type ForeignWrite } from '../modules/foreign-writes';

/** What the files of the workspace do to each other's exports; known before anything is evaluated. */
export class WorkspaceWrites {
  private readonly byWriter = new Map<
    string,
    { readonly writes: readonly ForeignWrite[]; readonly project: Project }
  >();
  private byTarget = new Map<string, readonly ForeignWrite[]>();

  constructor(
    private readonly newProject: () => Project,
    private readonly runner: SafeRunner,
  ) {}

  /** What is known rests on what these asked for. */
  get projects(): readonly Project[] {
    return [...this.byWriter.values()].map(({ project }) => project);
  }

  to(file: string): readonly ForeignWrite[] {
    return this.byTarget.get(file) ?? [];
  }

  /** Looks at `writers` again where `changed` says so; the files whose exports are written to otherwise than before. */
  refresh(writers: Iterable<string>, changed: ReadonlySet<string>): ReadonlySet<string> {
    const wanted = new Set(writers);
    for (const [writer, { project }] of this.byWriter) {
      if (!wanted.has(writer) || project.dependsOn(changed)) this.byWriter.delete(writer);
    }
    for (const writer of wanted) if (!this.byWriter.has(writer)) this.byWriter.set(writer, this.read(writer));
    const before = this.byTarget;
    this.byTarget = new Map();
    for (const { writes } of this.byWriter.values()) {
      for (const write of writes) this.byTarget.set(write.file, [...this.to(write.file), write]);
    }
    const targets = [...before.keys(), ...this.byTarget.keys()];
    return new Set(
      targets.filter((target) => JSON.stringify(before.get(target)) !== JSON.stringify(this.byTarget.get(target))),
    );
  }

  private read(writer: string): { writes: readonly ForeignWrite[]; project: Project } {
    const project = this.newProject();
    const writes = this.runner.run(writer, `What ${writer} writes to other files could not be found.`, () => {
      const file = project.parse(writer);
      return file ? foreignWrites(file, new ModuleResolver(project)) : [];
    });
    return { writes: writes ?? [], project };
  }
}
