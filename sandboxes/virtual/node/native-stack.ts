/** Stack of a thread that runs the interpreter: with less, deep recursion ends the program instead of being catchable. */
export const NATIVE_STACK_MIB = 64
