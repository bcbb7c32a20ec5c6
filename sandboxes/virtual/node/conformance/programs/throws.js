function inner() {
  throw new RangeError('out of luck')
}
console.log('printed')
inner()
