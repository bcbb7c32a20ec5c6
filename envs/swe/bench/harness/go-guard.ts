/** Names in the code below; no secret. */
export const GUARD_FILE = 'guard_of_results.go'

/**
 * A file more of the standard library's package `testing`, which reports what that package itself decides.
 *
 * The key comes over descriptor 9 and is read when `testing` is initialised: each judged package is made
 * to import it, so that none of them comes earlier. A test counts when its function is one that the
 * generated main program handed over: `testing.RunTests` and the like are open to any code.
 *
 * What stays possible is code that takes the key out of the memory of its own process, or changes the
 * machine code there (`unsafe`, assembly, cgo's constructors).
 */
export const GUARD = `package testing

import (
	"flag"
	"os"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

var guard = openGuard()

type guardState struct {
	sync.Mutex
	fd, index      int
	count          int
	k0, k1         uint64
	begun, checked bool
	foreign        bool
	names          map[string]bool
	functions      map[uintptr]string
	accepted       map[*common]bool
	canaries       map[*common]string
}

func openGuard() *guardState {
	g := &guardState{fd: -1, names: map[string]bool{}, functions: map[uintptr]string{}, accepted: map[*common]bool{}, canaries: map[*common]string{}}
	// Not there: a process that the tests started, which may use descriptor 9 for itself.
	if os.Getenv("PALAESTRA_GUARD") == "" {
		return g
	}
	os.Unsetenv("PALAESTRA_GUARD")
	var text []byte
	buffer := make([]byte, 4096)
	for {
		n, err := syscall.Read(9, buffer)
		if err == syscall.EINTR {
			continue
		}
		if n <= 0 {
			break
		}
		text = append(text, buffer[:n]...)
	}
	syscall.Close(9)
	parts := strings.SplitN(strings.TrimSuffix(string(text), "\\n"), " ", 3)
	for i := range text {
		text[i] = 0
	}
	if len(parts) != 3 || len(parts[0]) != 32 {
		return g
	}
	g.k0, g.k1 = guardWord(parts[0][:16]), guardWord(parts[0][16:])
	g.index, _ = strconv.Atoi(parts[1])
	fd, err := syscall.Open(parts[2], syscall.O_WRONLY|syscall.O_APPEND|syscall.O_CLOEXEC, 0)
	if err == nil {
		g.fd = fd
	}
	return g
}

// guardWord reads eight bytes, the lowest first.
func guardWord(text string) (word uint64) {
	for i := 7; i >= 0; i-- {
		b, _ := strconv.ParseUint(text[2*i:2*i+2], 16, 8)
		word = word<<8 | b
	}
	return word
}

func (g *guardState) record(text string) {
	g.Lock()
	defer g.Unlock()
	if g.fd < 0 {
		return
	}
	g.count++
	line := strconv.Itoa(g.index) + " " + strconv.Itoa(g.count) + " " + strings.ReplaceAll(text, "\\n", " ")
	mac := strconv.FormatUint(guardSum(g.k0, g.k1, line), 16)
	bytes := []byte(strings.Repeat("0", 16-len(mac)) + mac + " " + line + "\\n")
	for len(bytes) > 0 {
		n, err := syscall.Write(g.fd, bytes)
		if err == syscall.EINTR {
			continue
		}
		if err != nil || n <= 0 {
			return
		}
		bytes = bytes[n:]
	}
}

// guardSum is SipHash-2-4.
func guardSum(k0, k1 uint64, text string) uint64 {
	v0, v1, v2, v3 := k0^0x736f6d6570736575, k1^0x646f72616e646f6d, k0^0x6c7967656e657261, k1^0x7465646279746573
	round := func(times int) {
		for ; times > 0; times-- {
			v0 += v1
			v1 = v1<<13 | v1>>51
			v1 ^= v0
			v0 = v0<<32 | v0>>32
			v2 += v3
			v3 = v3<<16 | v3>>48
			v3 ^= v2
			v0 += v3
			v3 = v3<<21 | v3>>43
			v3 ^= v0
			v2 += v1
			v1 = v1<<17 | v1>>47
			v1 ^= v2
			v2 = v2<<32 | v2>>32
		}
	}
	for at := 0; at <= len(text); at += 8 {
		var word uint64
		for i := 7; i >= 0; i-- {
			word <<= 8
			if at+i < len(text) {
				word |= uint64(text[at+i])
			}
		}
		if at+8 > len(text) {
			word |= uint64(len(text)&0xff) << 56
		}
		v3 ^= word
		round(2)
		v0 ^= word
	}
	v2 ^= 0xff
	round(4)
	return v0 ^ v1 ^ v2 ^ v3
}

// guardMain is called where MainStart begins, with the slices of tests, examples and fuzz targets.
func guardMain(path string, lists ...any) {
	callers := make([]uintptr, 8)
	frames := runtime.CallersFrames(callers[:runtime.Callers(1, callers)])
	for _, want := range []string{"testing.guardMain", "testing.MainStart", "main.main"} {
		if frame, _ := frames.Next(); frame.Function != want {
			guard.record("foreign MainStart")
			return
		}
	}
	guard.begun = true
	guard.record("begin " + path)
	for _, list := range lists {
		slice := reflect.ValueOf(list)
		for i := 0; i < slice.Len(); i++ {
			name, function := slice.Index(i).Field(0).String(), slice.Index(i).Field(1).Pointer()
			symbol := strings.ReplaceAll(runtime.FuncForPC(function).Name(), "%2e", ".")
			if symbol == path+"."+name || symbol == path+"_test."+name {
				guard.functions[function] = name
				guard.names[name] = true
			} else {
				guard.record("foreign " + name)
			}
		}
	}
}

// guardStart is called where a test begins, with the function that it is.
func guardStart(c *common, function any) {
	if c.parent == nil || guard.fd < 0 {
		return
	}
	guard.Lock()
	defer func() {
		accepted := guard.accepted[c]
		guard.Unlock()
		if accepted {
			guard.record("run " + c.name)
		}
	}()
	if guard.canaries[c.parent] != "" {
		guard.canaries[c] = "sub"
		return
	}
	if c.level > 1 {
		guard.accepted[c] = guard.accepted[c.parent]
		return
	}
	pointer := reflect.ValueOf(function).Pointer()
	if want := guardWants[pointer]; want != "" {
		guard.canaries[c] = want
		return
	}
	name, known := guard.functions[pointer]
	guard.accepted[c] = known && (c.name == name || strings.HasPrefix(c.name, name+"#"))
	if !known && guard.names[c.name] {
		guard.foreign = true
	}
}

// guardEnd is called where a test reports.
func guardEnd(c *common) {
	if c.parent == nil || guard.fd < 0 {
		return
	}
	status := "passed"
	if c.Failed() {
		status = "failed"
	} else if c.Skipped() {
		status = "skipped"
	}
	guard.Lock()
	accepted, want := guard.accepted[c], guard.canaries[c]
	delete(guard.accepted, c)
	delete(guard.canaries, c)
	guard.Unlock()
	if accepted {
		guard.record("end " + status + " " + c.name)
	} else if want != "" && want != "sub" {
		guard.record("canary " + want + " " + status)
	}
}

func guardExample(eg *InternalExample, passed bool) {
	if name := guard.functions[reflect.ValueOf(eg.F).Pointer()]; name == "" || name != eg.Name {
		return
	}
	if passed {
		guard.record("end passed " + eg.Name)
	} else {
		guard.record("end failed " + eg.Name)
	}
}

var (
	guardCanaries []InternalTest
	guardWants    = map[uintptr]string{}
)

func guardCanary(want string, function func(t *T)) {
	guardCanaries = append(guardCanaries, InternalTest{"TestCanary", function})
	guardWants[reflect.ValueOf(function).Pointer()] = want
}

// guardClose is deferred where M.Run begins: tests that must fail do so, or nothing counts.
func guardClose() {
	if !guard.begun {
		guard.record("foreign M.Run")
		return
	}
	if !guard.checked {
		guard.checked = true
		guardCanary("failed", func(t *T) { t.Fail() })
		guardCanary("failed", func(t *T) { t.FailNow() })
		guardCanary("failed", func(t *T) { t.Error("must fail") })
		guardCanary("failed", func(t *T) { t.Errorf("must %s", "fail") })
		guardCanary("failed", func(t *T) { t.Fatal("must fail") })
		guardCanary("failed", func(t *T) { t.Fatalf("must %s", "fail") })
		guardCanary("failed", func(t *T) { t.Run("case", func(t *T) { t.Fail() }) })
		guardCanary("skipped", func(t *T) { t.Skip("must be skipped") })
		guardCanary("passed", func(t *T) { t.Log("must pass") })
		for name, value := range map[string]string{"run": "", "skip": "", "v": "false", "failfast": "false", "count": "1", "cpu": ""} {
			if known := flag.Lookup("test." + name); known != nil {
				defer known.Value.Set(known.Value.String())
				known.Value.Set(value)
			}
		}
		if silent, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0); err == nil {
			shown := os.Stdout
			os.Stdout = silent
			defer func() { os.Stdout = shown }()
		}
		RunTests(func(pattern, name string) (bool, error) { return true, nil }, guardCanaries)
	}
	if guard.foreign {
		guard.record("foreign")
	}
	guard.record("closed")
}
`

/** What each canary of the guard must come out as, in order. */
export const CANARIES: readonly string[] = [...Array(7).fill('failed'), 'skipped', 'passed']

interface Hook {
  readonly file: string
  /** A line of that file, as a basic regular expression. */
  readonly line: string
  /** What stands behind it. */
  readonly code: string
  /** Not all versions of Go have it. */
  readonly isOptional?: true
}

/** Where `testing` tells the guard. */
export const HOOKS: readonly Hook[] = [
  {
    file: 'testing.go',
    line: String.raw`func MainStart(deps testDeps, tests \[\]InternalTest, .*fuzzTargets .*{`,
    code: 'guardMain(deps.ImportPath(), tests, examples, fuzzTargets)',
  },
  {
    file: 'testing.go',
    line: String.raw`func (m \*M) Run() (code int) {`,
    code: 'defer guardClose()',
  },
  {
    file: 'testing.go',
    line: String.raw`func tRunner(t \*T, fn func(t \*T)) {`,
    code: 'guardStart(&t.common, fn)',
  },
  {
    file: 'testing.go',
    line: String.raw`func (t \*T) report() {`,
    code: 'guardEnd(&t.common)',
  },
  {
    file: 'fuzz.go',
    line: String.raw`func fRunner(f \*F, fn func(\*F)) {`,
    code: 'guardStart(&f.common, fn)',
  },
  {
    file: 'fuzz.go',
    line: String.raw`func (f \*F) report() {`,
    code: 'guardEnd(&f.common)',
  },
  {
    file: 'example.go',
    line: String.raw`func (eg \*InternalExample) processRunResult(.*) (passed bool) {`,
    code: 'defer func() { guardExample(eg, passed) }()',
    isOptional: true,
  },
]
