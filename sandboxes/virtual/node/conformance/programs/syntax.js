console.log('never printed')
const broken = {
  a: 1
  b: 2
}
