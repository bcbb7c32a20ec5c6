/** Every instruction and the kinds of its operands; its place in the list is its code. */
export const INSTRUCTIONS = [
  ['halt'], ['push', 'value'], ['pop'], ['dup'], ['swap'], ['over'], ['load', 'number'], ['store', 'number'],
  ['add'], ['sub'], ['mul'], ['div'], ['mod'], ['neg'], ['eq'], ['ne'], ['lt'], ['le'], ['gt'], ['ge'], ['not'],
  ['jump', 'label'], ['jumpif', 'label'], ['jumpunless', 'label'], ['call', 'label', 'number'], ['ret'],
  ['try', 'label'], ['endtry'], ['throw'], ['print'],
];

const CODES = new Map(INSTRUCTIONS.map(([name], code) => [name, code]));

/** The kinds of an instruction's operands; undefined when there is no such instruction. */
export function operandsOf(name) {
  return INSTRUCTIONS[CODES.get(name)]?.slice(1);
}

/** How many places an instruction takes. */
export function sizeOf(name) {
  return 1 + operandsOf(name).length;
}

/** Instructions as bytecode; equal constants are kept once. */
export function encode(instructions, labels = {}) {
  const code = [];
  const constants = [];
  const lines = {};
  for (const { name, operands, line } of instructions) {
    if (line !== undefined) lines[code.length] = line;
    code.push(CODES.get(name));
    operandsOf(name).forEach((kind, index) => {
      const operand = operands[index];
      code.push(kind === 'value' ? placeOf(constants, operand) : operand);
    });
  }
  return { code, constants, labels: { ...labels }, lines };
}

/** The instruction at an address, with constants in place of their numbers. */
export function decodeAt({ code, constants }, address) {
  const [name, ...kinds] = INSTRUCTIONS[code[address]];
  const operands = kinds.map((kind, index) => {
    const operand = code[address + 1 + index];
    return kind === 'value' ? constants[operand] : operand;
  });
  return { name, operands };
}

function placeOf(constants, value) {
  const place = constants.indexOf(value);
  return place === -1 ? constants.push(value) - 1 : place;
}
