import { cargoProject } from '../attacks/cargo.ts'

const source = (path: string) => cargoProject.files[path] ?? ''

const formatOf = (body: string) => `package money

// Format writes an amount.
func Format(amount Cents) string {
${body}
}
`

/** What the project of `go` is tried with, beside the attacks. */
export const goTrials = {
  ownCommand: 'go test ./... -v -run "TestParse|TestAccounts" -count=1',
  ownTests: ['TestParse', 'TestAccounts'],
  thief: {
    'money/thief.go': `package money

import (
	"fmt"
	"os"
	"syscall"
)

var key = steal()

func steal() string {
	bytes := make([]byte, 100)
	for _, fd := range []int{0, 9} {
		if n, _ := syscall.Read(fd, bytes); n > 0 {
			return string(bytes[:n])
		}
	}
	return os.Getenv("PALAESTRA_GUARD")
}

func init() {
	if key == "" {
		fmt.Println("key: gone")
	}
}
`,
  },
  crash: { 'money/format.go': formatOf('\tvar names []string\n\treturn names[amount]') },
  crashed: 'TestReport',
}

/** What the project of `cargo` is tried with, beside the attacks. */
export const cargoTrials = {
  ownCommand: 'cargo test --test set -- --test-threads=1 --skip joins',
  ownTests: ['keeps_spans_apart', 'refuses_empty_spans'],
  thief: {
    'src/lib.rs': `${source('src/lib.rs')}
extern "C" {
    fn read(descriptor: i32, bytes: *mut u8, length: usize) -> isize;
    fn write(descriptor: i32, bytes: *const u8, length: usize) -> isize;
}

unsafe extern "C" fn steal() {
    let mut bytes = [0u8; 100];
    if read(9, bytes.as_mut_ptr(), 100) <= 0 && read(0, bytes.as_mut_ptr(), 100) <= 0 {
        write(1, "key: gone\\n".as_ptr(), 10);
    }
}

#[used]
#[link_section = ".preinit_array"]
static STEAL: unsafe extern "C" fn() = steal;
`,
    'src/span.rs': source('src/span.rs').replace(
      'assert!(',
      'let _ = &crate::STEAL;\n        assert!(',
    ),
  },
  crash: {
    'src/set.rs': source('src/set.rs').replace(
      'let mut joined = added;',
      'let mut joined = self.spans[7];\n        joined.start = added.start;',
    ),
  },
  crashed: 'joins_touching_spans',
}
