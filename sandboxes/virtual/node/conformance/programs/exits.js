// biome-ignore-all lint: a program that does odd things on purpose
process.on('exit', (code) => {
  console.log('exit', code, process.exitCode)
  process.exitCode = 7
})
try {
  process.exit(4)
} finally {
  console.log('not printed')
}
