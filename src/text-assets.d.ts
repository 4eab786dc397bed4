/** Bull's Lua scripts are bundled as text: esbuild's `text` loader, and test/support/text-assets.cjs under mocha. */
declare module '*.lua' {
  const source: string;
  export default source;
}
