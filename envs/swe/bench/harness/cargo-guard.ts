/** What the canaries inside of the guard must come out as, in order. */
export const CANARIES: readonly string[] = [...Array(6).fill('failed'), 'passed']

/**
 * Takes the key from descriptor 9 before any constructor of the program runs: linked first, it is the
 * first entry of `.preinit_array`. It calls nothing that the program could have replaced.
 */
export const earlyGuard = (nonce: string) => `#![no_std]
#![allow(non_upper_case_globals)]

#[no_mangle]
pub static mut guard_text_${nonce}: [u8; 4096] = [0; 4096];
#[no_mangle]
pub static mut guard_length_${nonce}: usize = 0;

#[cfg(target_arch = "x86_64")]
unsafe fn call(number: usize, a: usize, b: usize, c: usize) -> isize {
    let result: isize;
    core::arch::asm!("syscall", inlateout("rax") number as isize => result, in("rdi") a, in("rsi") b,
        in("rdx") c, out("rcx") _, out("r11") _);
    result
}
#[cfg(target_arch = "x86_64")]
const READ_CLOSE: (usize, usize) = (0, 3);

#[cfg(target_arch = "aarch64")]
unsafe fn call(number: usize, a: usize, b: usize, c: usize) -> isize {
    let result: isize;
    core::arch::asm!("svc 0", in("x8") number, inlateout("x0") a as isize => result, in("x1") b, in("x2") c);
    result
}
#[cfg(target_arch = "aarch64")]
const READ_CLOSE: (usize, usize) = (63, 57);

unsafe extern "C" fn take(_argc: i32, _argv: *const *const u8, variables: *const *const u8) {
    let mut at = variables;
    while !(*at).is_null() {
        let mut is_ours = true;
        for (offset, byte) in b"PALAESTRA_GUARD=1".iter().enumerate() {
            is_ours = is_ours && *(*at).add(offset) == *byte;
            if !is_ours {
                break;
            }
        }
        if is_ours {
            loop {
                let start = core::ptr::addr_of_mut!(guard_text_${nonce}) as usize;
                let read = call(READ_CLOSE.0, 9, start + guard_length_${nonce}, 4096 - guard_length_${nonce});
                if read == -4 {
                    continue;
                }
                if read <= 0 {
                    break;
                }
                guard_length_${nonce} += read as usize;
            }
            call(READ_CLOSE.1, 9, 0, 0);
            return;
        }
        at = at.add(1);
    }
}

#[used]
#[link_section = ".preinit_array"]
static FIRST: unsafe extern "C" fn(i32, *const *const u8, *const *const u8) = take;
`

/**
 * The runner of tests in place of libtest's own, which reports what it decides and nothing else.
 *
 * What stays possible is code that takes the key out of the memory of its own process, and what runs while
 * the program is built: macros and build scripts that are judged.
 */
export const guardCrate = (nonce: string) => `#![feature(test)]
extern crate test;

use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::sync::{Arc, Mutex};

extern "C" {
    static mut guard_text_${nonce}: [u8; 4096];
    static mut guard_length_${nonce}: usize;
}

struct Guard {
    file: Option<File>,
    key: (u64, u64),
    index: String,
    count: u32,
}

impl Guard {
    fn open() -> Guard {
        let mut guard = Guard { file: None, key: (0, 0), index: String::new(), count: 0 };
        std::env::remove_var("PALAESTRA_GUARD");
        let text = unsafe {
            let bytes = guard_text_${nonce};
            guard_text_${nonce} = [0; 4096];
            String::from_utf8_lossy(&bytes[..guard_length_${nonce}]).into_owned()
        };
        let parts: Vec<&str> = text.trim_end_matches('\\n').splitn(3, ' ').collect();
        if parts.len() == 3 && parts[0].len() == 32 {
            guard.key = (word(&parts[0][..16]), word(&parts[0][16..]));
            guard.index = parts[1].to_string();
            guard.file = OpenOptions::new().append(true).open(parts[2]).ok();
        }
        guard
    }

    fn record(&mut self, text: &str) {
        if let Some(file) = &mut self.file {
            self.count += 1;
            let line = format!("{} {} {}", self.index, self.count, text.replace('\\n', " "));
            let sealed = format!("{:016x} {}\\n", seal(self.key, line.as_bytes()), line);
            let _ = file.write_all(sealed.as_bytes());
        }
    }
}

/// Eight bytes, the lowest first.
fn word(text: &str) -> u64 {
    u64::from_str_radix(text, 16).unwrap_or(0).swap_bytes()
}

/// SipHash-2-4.
fn seal((k0, k1): (u64, u64), text: &[u8]) -> u64 {
    let mut v = [k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d, k0 ^ 0x6c7967656e657261, k1 ^ 0x7465646279746573];
    fn rounds(v: &mut [u64; 4], times: u32) {
        for _ in 0..times {
            v[0] = v[0].wrapping_add(v[1]);
            v[1] = v[1].rotate_left(13) ^ v[0];
            v[0] = v[0].rotate_left(32);
            v[2] = v[2].wrapping_add(v[3]);
            v[3] = v[3].rotate_left(16) ^ v[2];
            v[0] = v[0].wrapping_add(v[3]);
            v[3] = v[3].rotate_left(21) ^ v[0];
            v[2] = v[2].wrapping_add(v[1]);
            v[1] = v[1].rotate_left(17) ^ v[2];
            v[2] = v[2].rotate_left(32);
        }
    }
    let mut at = 0;
    while at <= text.len() {
        let mut word = 0u64;
        for i in (0..8).rev() {
            word = word << 8 | *text.get(at + i).unwrap_or(&0) as u64;
        }
        if at + 8 > text.len() {
            word |= (text.len() as u64 & 0xff) << 56;
        }
        v[3] ^= word;
        rounds(&mut v, 2);
        v[0] ^= word;
        at += 8;
    }
    v[2] ^= 0xff;
    rounds(&mut v, 4);
    v[0] ^ v[1] ^ v[2] ^ v[3]
}

/// What a test function gives back differs between versions of Rust.
trait Verdict {
    fn is_good(self) -> bool;
}
impl Verdict for () {
    fn is_good(self) -> bool {
        true
    }
}
impl Verdict for Result<(), String> {
    fn is_good(self) -> bool {
        if let Err(message) = &self {
            eprintln!("{}", message);
        }
        self.is_ok()
    }
}

type Job = Box<dyn FnOnce() -> bool + Send>;

/// Runs it in a thread of its own, which has the name of the test.
fn outcome(name: &str, job: Job, should_panic: test::ShouldPanic) -> &'static str {
    let joined = std::thread::Builder::new().name(name.to_string()).spawn(job).map(|thread| thread.join());
    let passed = match (joined, should_panic) {
        (Ok(Ok(is_good)), test::ShouldPanic::No) => is_good,
        (Ok(Err(_)), test::ShouldPanic::Yes) => true,
        (Ok(Err(payload)), test::ShouldPanic::YesWithMessage(part)) => {
            let message = payload.downcast_ref::<String>().map(|text| text.as_str());
            message.or_else(|| payload.downcast_ref::<&'static str>().copied()).map_or(false, |text| text.contains(part))
        }
        _ => false,
    };
    if passed { "passed" } else { "failed" }
}

#[derive(Default)]
struct Options {
    filters: Vec<String>,
    skipped: Vec<String>,
    exact: bool,
    only_ignored: bool,
    with_ignored: bool,
    threads: Option<usize>,
}

fn options() -> Options {
    let mut options = Options::default();
    let mut words = std::env::args().skip(1);
    while let Some(argument) = words.next() {
        let (flag, mut value) = match argument.split_once('=') {
            Some((flag, value)) if flag.starts_with('-') => (flag.to_string(), Some(value.to_string())),
            _ => (argument, None),
        };
        if value.is_none() && ["--skip", "--test-threads", "--format", "--color", "--logfile", "-Z"].contains(&flag.as_str()) {
            value = words.next();
        }
        match flag.as_str() {
            "--exact" => options.exact = true,
            "--ignored" => options.only_ignored = true,
            "--include-ignored" => options.with_ignored = true,
            "--skip" => options.skipped.extend(value),
            "--test-threads" => options.threads = value.and_then(|text| text.parse().ok()),
            other if !other.starts_with('-') => options.filters.push(flag),
            _ => {}
        }
    }
    options
}

impl Options {
    fn wants(&self, name: &str) -> bool {
        let is = |part: &String| if self.exact { name == part } else { name.contains(part.as_str()) };
        (self.filters.is_empty() || self.filters.iter().any(is)) && !self.skipped.iter().any(is)
    }
}

fn canaries() -> Vec<(&'static str, Job)> {
    use test::black_box;
    let wrong: Result<u8, &str> = Err("must fail");
    let none: Option<u8> = None;
    vec![
        ("failed", Box::new(|| { assert!(black_box(false)); true })),
        ("failed", Box::new(|| { assert_eq!(black_box(1), 2); true })),
        ("failed", Box::new(|| { assert_ne!(black_box(1), 1); true })),
        ("failed", Box::new(|| panic!("must fail"))),
        ("failed", Box::new(move || black_box(wrong).is_err() && black_box(wrong).unwrap() > 0)),
        ("failed", Box::new(move || black_box(none).expect("must fail") > 0)),
        ("passed", Box::new(|| true)),
    ]
}

pub fn run(tests: &[&test::TestDescAndFn]) {
    let guard = Arc::new(Mutex::new(Guard::open()));
    let record = |text: &str| guard.lock().unwrap_or_else(|held| held.into_inner()).record(text);
    let options = options();
    record("begin .");
    let mut queue = VecDeque::new();
    let mut local = Vec::new();
    for entry in tests {
        let name = entry.desc.name.to_string();
        let job: Job = match &entry.testfn {
            test::TestFn::StaticTestFn(function) => {
                let function = *function;
                Box::new(move || function().is_good())
            }
            _ => continue,
        };
        let should_panic = entry.desc.should_panic;
        if name.rsplit("::").next().map_or(false, |last| last.starts_with("canary_${nonce}")) {
            local.push((name, job, should_panic));
        } else if !options.wants(&name) || (options.only_ignored && !entry.desc.ignore) {
            continue;
        } else if entry.desc.ignore && !options.only_ignored && !options.with_ignored {
            record(&format!("end skipped {}", name));
        } else {
            queue.push_back((name, job, should_panic));
        }
    }
    let queue = Arc::new(Mutex::new(queue));
    let failed = Arc::new(Mutex::new(Vec::new()));
    let count = options.threads.or_else(|| std::thread::available_parallelism().ok().map(usize::from)).unwrap_or(1);
    let workers: Vec<_> = (0..count.max(1))
        .map(|_| {
            let (guard, queue, failed) = (guard.clone(), queue.clone(), failed.clone());
            std::thread::spawn(move || loop {
                let next = queue.lock().unwrap().pop_front();
                let (name, job, should_panic) = match next {
                    Some(next) => next,
                    None => break,
                };
                guard.lock().unwrap().record(&format!("run {}", name));
                let status = outcome(&name, job, should_panic);
                guard.lock().unwrap().record(&format!("end {} {}", status, name));
                if status == "failed" {
                    failed.lock().unwrap().push(name);
                }
            })
        })
        .collect();
    for worker in workers {
        let _ = worker.join();
    }
    std::panic::set_hook(Box::new(|_| {}));
    for (name, job, should_panic) in local {
        record(&format!("local {}", outcome(&name, job, should_panic)));
    }
    for (want, job) in canaries() {
        record(&format!("canary {} {}", want, outcome("canary", job, test::ShouldPanic::No)));
    }
    record("closed");
    let failed = failed.lock().unwrap();
    if !failed.is_empty() {
        eprintln!("\\nfailures: {}\\n", failed.join(", "));
        std::process::exit(101);
    }
}
`

/** Behind each file of tests: the assertions as that file sees them. */
export const localCanaries = (nonce: string) => {
  const bodies = [
    'assert!(1 == 2)',
    'assert_eq!(1, 2)',
    'assert_ne!(1, 1)',
    'panic!("must fail")',
    'unreachable!()',
    'assert!(matches!(1, 2))',
  ]
  const tests = bodies.map((body, index) => `#[test]\nfn canary_${nonce}_${index}() { ${body} }\n`)
  return `\n${tests.join('')}`
}
