import { ExpressionError } from './errors.js';
import { builtins } from './functions.js';
import { negate, operators } from './operators.js';
import { parse } from './parse.js';

function truthy(value) {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function member(object, key) {
  if (object === null || object === undefined) return null;
  if (typeof key === 'number' && (Array.isArray(object) || typeof object === 'string')) {
    return object[key < 0 ? object.length + key : key] ?? null;
  }
  return Object.hasOwn(Object(object), key) ? object[key] : null;
}

function located(position, work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionError) throw error;
    throw new ExpressionError(error.message, position);
  }
}

/** The value of a tree. */
export function run(tree, variables = {}, functions = {}) {
  const known = { ...builtins, ...functions };

  function lookUp({ name, position }, scope) {
    if (scope.has(name)) return scope.get(name);
    if (Object.hasOwn(variables, name)) return variables[name];
    if (Object.hasOwn(known, name)) return known[name];
    throw new ExpressionError(`Unknown name ${name}`, position);
  }

  function visit(node, scope) {
    switch (node.type) {
      case 'value':
        return node.value;
      case 'name':
        return lookUp(node, scope);
      case 'list':
        return node.items.map((item) => visit(item, scope));
      case 'if':
        return truthy(visit(node.test, scope)) ? visit(node.yes, scope) : visit(node.no, scope);
      case 'let':
        return visit(node.body, new Map(scope).set(node.name, visit(node.value, scope)));
      case 'lambda':
        return (value) => visit(node.body, new Map(scope).set(node.parameter, value));
      case 'unary':
        return visitUnary(node, scope);
      case 'binary':
        return visitBinary(node, scope);
      case 'member':
        return member(visit(node.object, scope), visit(node.key, scope));
      default:
        return visitCall(node, scope);
    }
  }

  function visitUnary({ operator, operand }, scope) {
    const value = visit(operand, scope);
    return operator === 'not' ? !truthy(value) : negate(value);
  }

  function visitBinary({ operator, left, right, position }, scope) {
    const first = visit(left, scope);
    if (operator === 'and') return truthy(first) ? visit(right, scope) : first;
    if (operator === 'or') return truthy(first) ? first : visit(right, scope);
    const second = visit(right, scope);
    return located(position, () => operators[operator](first, second));
  }

  function visitCall({ callee, args, position }, scope) {
    const fn = visit(callee, scope);
    if (typeof fn !== 'function') throw new ExpressionError('Not a function', position);
    const values = args.map((arg) => visit(arg, scope));
    return located(position, () => fn(...values));
  }

  return visit(tree, new Map());
}

export function evaluate(text, variables = {}, functions = {}) {
  return run(parse(text), variables, functions);
}

/** A function of variables and functions, read once. */
export function compile(text) {
  const tree = parse(text);
  return (variables = {}, functions = {}) => run(tree, variables, functions);
}
