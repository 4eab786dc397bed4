/** Puts environment variables into `${env:NAME}`. @throws Error where one is not set */
export function expandEnvironment(text: string, environment: NodeJS.ProcessEnv = process.env): string {
  return text.replace(/\$\{env:([^}]*)\}/g, (_, name: string) => {
    const value = environment[name];
    if (value === undefined) throw new Error(`The environment variable ${name} is not set for VS Code.`);
    return value;
  });
}
