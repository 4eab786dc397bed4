declare module 'bull/lib/scripts/*' {
  /** One of Bull's own Lua scripts, its includes put in. */
  const script: { readonly name: string; readonly content: string; readonly keys: number };
  export default script;
}
