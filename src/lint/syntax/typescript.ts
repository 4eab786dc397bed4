// The only file that imports the parser as a value: 9 MB, so it must stay behind `await import('../lint')`.
export { default as ts } from 'typescript';
