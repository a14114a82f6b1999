// The plugin boundary for Rust, without the standard library. Names and order are those of the C headers, which say what
// everything means; sizes are asserted, so that a boundary that has moved on does not compile.
use core::ffi::c_void;

// core has it from Rust 1.64 on; Debian 12 brings an older one.
#[cfg(target_arch = "x86_64")]
pub type c_char = i8;
#[cfg(not(target_arch = "x86_64"))]
pub type c_char = u8;

pub const NP_ABI_MAJOR: u32 = 0;
pub const NP_ABI_MINOR: u32 = 2;
pub const NP_OK: i32 = 0;
pub const NP_FAULT: i32 = 1;
pub const NP_REFUSED: i32 = 2;
pub const NP_PLUGIN_SCORER: u32 = 1;
pub const NP_NO_CELL: u32 = u32::MAX;
pub const NP_NO_ZONE: u32 = 255;
pub const NP_INFO: u32 = 0;
pub const NP_MINOR: u32 = 1;
pub const NP_MAJOR: u32 = 2;
pub const NP_CRITICAL: u32 = 3;
pub const NP_FINDING_HAS_VALUE: u32 = 1;
pub const NP_FINDING_HAS_LIMIT: u32 = 2;
pub const NP_MARK_SCORED: u32 = 1;
pub const NP_MARK_NOT_ASSESSED: u32 = 2;
pub const NP_USE_NUMBER: u32 = 0;
pub const NP_USE_TEXT: u32 = 1;
pub const NP_USE_FLAG: u32 = 2;
pub const NP_PARAMETER_NUMBER: u32 = 1;
pub const NP_PARAMETER_TEXT: u32 = 2;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct np_event_header {
    pub bytes: u32,
    pub kind: u16,
    pub revision: u16,
    pub tick: u64,
}
#[repr(C)]
#[derive(Clone, Copy)]
pub struct np_slice {
    pub offset: u32,
    pub count: u32,
}
#[repr(C)]
pub struct np_session {
    pub bytes: u32,
    pub mode: u32,
    pub seed: u64,
    pub scenario: *const c_char,
}
#[repr(C)]
pub struct np_batch {
    pub bytes: u32,
    pub count: u32,
    pub first_tick: u64,
    pub end_tick: u64,
    pub first: *const np_event_header,
    pub size: u64,
}
#[repr(C)]
pub struct np_host {
    pub bytes: u32,
    pub abi_major: u32,
    pub abi_minor: u32,
    pub reserved: u32,
    pub context: *mut c_void,
    pub name: *const c_char,
    pub version: *const c_char,
    pub extension: unsafe extern "C" fn(*const np_host, *const c_char, u32) -> *const c_void,
    pub fault: unsafe extern "C" fn(*const np_host, *const c_char),
}
#[repr(C)]
pub struct np_finding {
    pub bytes: u32,
    pub severity: u32,
    pub cost: i32,
    pub flags: u32,
    pub first_tick: u64,
    pub end_tick: u64,
    pub zone: u32,
    pub cell: u32,
    pub value: f64,
    pub limit: f64,
    pub id: *const c_char,
    pub rule: *const c_char,
    pub thing: *const c_char,
    pub unit: *const c_char,
    pub source: *const c_char,
    pub text: *const c_char,
    pub limit_key: *const c_char,
    pub critical: *const c_char,
    pub better: *const c_char,
}
#[repr(C)]
pub struct np_mark {
    pub bytes: u32,
    pub state: u32,
    pub mark: i32,
    pub full: i32,
    pub reason: *const c_char,
}
#[repr(C)]
pub struct np_figure {
    pub bytes: u32,
    pub zone: u32,
    pub value: f64,
    pub key: *const c_char,
    pub unit: *const c_char,
}
#[repr(C)]
pub struct np_sink {
    pub bytes: u32,
    pub reserved: u32,
    pub context: *mut c_void,
    pub finding: unsafe extern "C" fn(*const np_sink, *const np_finding) -> i32,
    pub figure: unsafe extern "C" fn(*const np_sink, *const np_figure) -> i32,
    pub mark: unsafe extern "C" fn(*const np_sink, *const np_mark) -> i32,
}
#[repr(C)]
pub struct np_scorer {
    pub bytes: u32,
    pub reserved: u32,
    pub create: unsafe extern "C" fn(*const np_host) -> *mut c_void,
    pub begin: unsafe extern "C" fn(*mut c_void, *const np_session) -> i32,
    pub consume: unsafe extern "C" fn(*mut c_void, *const np_batch) -> i32,
    pub finish: unsafe extern "C" fn(*mut c_void, *const np_sink) -> i32,
    pub destroy: unsafe extern "C" fn(*mut c_void),
}
#[repr(C)]
pub struct np_parameter_use {
    pub key: *const c_char,
    pub unit: *const c_char,
    pub text: *const c_char,
    pub needed: u32,
    pub kind: u32, // `type` in C
    pub default_number: f64,
    pub minimum: f64,
    pub maximum: f64,
    pub default_text: *const c_char,
    pub choices: *const c_char,
}
#[repr(C)]
pub struct np_plugin {
    pub bytes: u32,
    pub abi_major: u32,
    pub abi_minor: u32,
    pub kind: u32,
    pub finding_bytes: u32,
    pub host_bytes: u32,
    pub parameter_use_bytes: u32,
    pub door_bytes: u32,
    pub id: *const c_char,
    pub version: *const c_char,
    pub name_key: *const c_char,
    pub parameters: *const np_parameter_use,
    pub parameter_count: u64,
    pub door: *const c_void,
}
#[repr(C)]
pub struct np_parameter {
    pub kind: u32, // `type` in C
    pub assumed: u32,
    pub number: f64,
    pub key: *const c_char,
    pub text: *const c_char,
    pub unit: *const c_char,
    pub tag: *const c_char,
    pub source: *const c_char,
}
#[repr(C)]
pub struct np_ext_parameters {
    pub find: unsafe extern "C" fn(*const np_host, *const c_char) -> *const np_parameter,
    pub count: unsafe extern "C" fn(*const np_host) -> u64,
    pub at: unsafe extern "C" fn(*const np_host, u64) -> *const np_parameter,
}
// The first of the functions; the others are in extensions.h.
#[repr(C)]
pub struct np_ext_zones {
    pub zone_count: unsafe extern "C" fn(*const np_host) -> u32,
}

macro_rules! assert_size {
    ($type:ty, $size:expr) => {
        const _: () = assert!(core::mem::size_of::<$type>() == $size);
    };
}
assert_size!(np_event_header, 16);
assert_size!(np_session, 24);
assert_size!(np_batch, 40);
assert_size!(np_host, 56);
assert_size!(np_finding, 128);
assert_size!(np_mark, 24);
assert_size!(np_figure, 32);
assert_size!(np_sink, 40);
assert_size!(np_scorer, 48);
assert_size!(np_parameter_use, 72);
assert_size!(np_plugin, 80);
assert_size!(np_parameter, 56);

/// Constants that hold pointers to other constants may be shared between threads.
#[repr(transparent)]
pub struct Shared<T>(pub T);
unsafe impl<T> Sync for Shared<T> {}

/// A text of C from one of Rust that ends in \0.
pub const fn c_text(text: &'static str) -> *const c_char {
    assert!(text.as_bytes()[text.len() - 1] == 0);
    text.as_ptr() as *const c_char
}

/// The next record of a batch, if it is whole. `left`: bytes from `record` to the end of the batch.
pub unsafe fn is_whole(record: *const np_event_header, left: u64) -> bool {
    left >= 16 && (*record).bytes >= 16 && (*record).bytes as u64 <= left && (*record).bytes % 8 == 0
}

/// The record as one of its kind, if it is of that kind and long enough.
pub unsafe fn as_kind<'a, T>(record: *const np_event_header, kind: u16) -> Option<&'a T> {
    if (*record).kind == kind && (*record).bytes as usize >= core::mem::size_of::<T>() {
        Some(&*(record as *const T))
    } else {
        None
    }
}
