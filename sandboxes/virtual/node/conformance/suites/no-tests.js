// biome-ignore-all lint: a program that does odd things on purpose
console.log('no tests here')
