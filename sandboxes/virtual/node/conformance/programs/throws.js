// biome-ignore-all lint: a program that does odd things on purpose
function inner() {
  throw new RangeError('out of luck')
}
console.log('printed')
inner()
