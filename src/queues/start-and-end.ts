/** Stands for what is left out between the start and the end of a long text. */
const LEFT_OUT = ' … ';

/**
 * Lua's `startAndEnd(text, first, last)`: a text of more bytes than these two together as its first and its last ones,
 * less what would be half a character. Some libraries say what is wrong only after all that they were asked for.
 */
export const startAndEndLua = `
local function startAndEnd(text, first, last)
  if #text <= first + last then return text end
  local start = string.gsub(string.sub(text, 1, first), '[\\192-\\255][\\128-\\191]*$', '')
  local rest = string.gsub(string.sub(text, -last), '^[\\128-\\191]+', '')
  return start .. '${LEFT_OUT}' .. rest
end`;

/** The same of what no script has read. */
export function startAndEnd(text: Buffer, first: number, last: number): Buffer {
  if (text.length <= first + last) return text;
  let end = first;
  while (end > 0 && isWithin(text[end])) end--;
  let from = text.length - last;
  while (from < text.length && isWithin(text[from])) from++;
  return Buffer.concat([text.subarray(0, end), Buffer.from(LEFT_OUT), text.subarray(from)]);
}

/** Whether a byte is one of a character that has begun before it (UTF-8). */
function isWithin(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
