// biome-ignore-all lint: a program that does odd things on purpose
process.on('exit', (code) => console.log('exit', code))
console.log('before')
Promise.reject(new Error('nobody listens'))
setTimeout(() => console.log('never'), 10)
