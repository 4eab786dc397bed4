export const codeServer: { readonly home: string; readonly node: string };
export function installCodeServer(): Promise<void>;
