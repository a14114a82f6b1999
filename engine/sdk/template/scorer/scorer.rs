// New plugin: a stroke that is hurried costs points. Change it into what you want to see.
//
// Without the standard library, so that nothing of the machine can reach the mark. needlepoint.rs is the interface.
#![no_std]
#![allow(non_camel_case_types, dead_code, non_upper_case_globals)]

mod needlepoint {
    include!(env!("NEEDLEPOINT_RS"));
}
use core::ffi::c_void;
use core::mem::size_of;
use core::ptr::{null, null_mut};
use needlepoint::*;

#[link(name = "c")]
extern "C" {
    fn calloc(count: usize, size: usize) -> *mut c_void;
    fn realloc(old: *mut c_void, size: usize) -> *mut c_void;
    fn free(old: *mut c_void);
}

// Nothing here panics; a loop would be noticed by the host's limit of time.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}

const MOST: *const c_char = c_text("plugin.new_plugin.most_mm_s\0");
const POINTS: *const c_char = c_text("plugin.new_plugin.points\0");
const NOTHING: *const c_char = c_text("\0");

#[derive(Clone, Copy)]
struct Hurried {
    first_tick: u64,
    end_tick: u64,
    zone: u32,
    mm_s: f64,
}

struct Scorer {
    host: *const np_host,
    zones: u32,
    most_mm_s: f64,
    cost: i32,
    strokes: i32,
    list: *mut Hurried,
    count: usize,
    room: usize,
}

impl Scorer {
    unsafe fn fault(&self, sentence: *const c_char) -> i32 {
        ((*self.host).fault)(self.host, sentence);
        NP_FAULT
    }

    unsafe fn number(&self, key: *const c_char) -> Option<f64> {
        let found = ((*self.host).extension)(self.host, c_text("needlepoint.parameters\0"), 1) as *const np_ext_parameters;
        if found.is_null() {
            return None;
        }
        let parameter = ((*found).find)(self.host, key);
        if parameter.is_null() || (*parameter).kind != NP_PARAMETER_NUMBER {
            return None;
        }
        Some((*parameter).number)
    }

    unsafe fn note(&mut self, stroke: &np_stroke_end) -> i32 {
        let mm_s = stroke.mean_speed_um_s as f64 / 1000.0;
        self.strokes = self.strokes.wrapping_add(1);
        if !(mm_s > self.most_mm_s) {
            return NP_OK;
        }
        if self.count == self.room {
            let room = if self.room == 0 { 64 } else { self.room * 2 };
            let list = realloc(self.list as *mut c_void, room * size_of::<Hurried>()) as *mut Hurried;
            if list.is_null() {
                return self.fault(c_text("there is no memory for another stroke\0"));
            }
            self.list = list;
            self.room = room;
        }
        let tick = stroke.header.tick;
        *self.list.add(self.count) = Hurried {
            first_tick: tick.saturating_sub(stroke.duration_ms as u64),
            end_tick: tick.wrapping_add(1),
            zone: if stroke.zone < self.zones { stroke.zone } else { NP_NO_ZONE },
            mm_s,
        };
        self.count += 1;
        NP_OK
    }

    // In the order of time, so that the points run out with the last strokes. Few come out of order: insertion will do.
    unsafe fn sort(&mut self) {
        let mut i = 1;
        while i < self.count {
            let one = *self.list.add(i);
            let mut k = i;
            while k > 0 && (*self.list.add(k - 1)).first_tick > one.first_tick {
                *self.list.add(k) = *self.list.add(k - 1);
                k -= 1;
            }
            *self.list.add(k) = one;
            i += 1;
        }
    }

    unsafe fn tell(&self, one: &Hurried, cost: i32, sink: *const np_sink) -> i32 {
        // The sentence is also the key of its translation, so numbers go into braces.
        let finding = np_finding {
            bytes: size_of::<np_finding>() as u32,
            severity: NP_MINOR,
            cost,
            flags: NP_FINDING_HAS_VALUE | NP_FINDING_HAS_LIMIT,
            first_tick: one.first_tick,
            end_tick: one.end_tick,
            zone: one.zone,
            cell: NP_NO_CELL,
            value: one.mm_s,
            limit: self.most_mm_s,
            id: NOTHING,
            rule: c_text("HURRY\0"),
            thing: NOTHING,
            unit: c_text("mm/s\0"),
            source: NOTHING,
            text: c_text("The stroke went at {value} {unit}, faster than {limit}.\0"),
            limit_key: MOST,
            critical: NOTHING,
            better: c_text("At most {limit} {unit} let the needles enter upright.\0"),
        };
        ((*sink).finding)(sink, &finding)
    }
}

unsafe extern "C" fn create(host: *const np_host) -> *mut c_void {
    let made = calloc(1, size_of::<Scorer>()) as *mut Scorer;
    if made.is_null() {
        return null_mut();
    }
    (*made).host = host;
    made as *mut c_void
}

unsafe extern "C" fn begin(instance: *mut c_void, _: *const np_session) -> i32 {
    let me = &mut *(instance as *mut Scorer);
    let zones = ((*me.host).extension)(me.host, c_text("needlepoint.zones\0"), 1) as *const np_ext_zones;
    if zones.is_null() {
        return me.fault(c_text("this host offers no zones\0"));
    }
    me.zones = ((*zones).zone_count)(me.host);
    me.most_mm_s = match me.number(MOST) {
        Some(number) => number,
        None => return me.fault(c_text("the number 'plugin.new_plugin.most_mm_s' is missing\0")),
    };
    let points = match me.number(POINTS) {
        Some(number) => number,
        None => return me.fault(c_text("the number 'plugin.new_plugin.points' is missing\0")),
    };
    let points = if points > 100.0 { 100.0 } else if points > 0.0 { points } else { 0.0 };
    me.cost = (points * 100.0 + 0.5) as i32;
    NP_OK
}

unsafe extern "C" fn consume(instance: *mut c_void, batch: *const np_batch) -> i32 {
    let me = &mut *(instance as *mut Scorer);
    let mut record = (*batch).first;
    let mut left = (*batch).size;
    let mut i = 0;
    while i < (*batch).count {
        if !is_whole(record, left) {
            return me.fault(c_text("the batch holds a record that is cut or damaged\0"));
        }
        if let Some(stroke) = as_kind::<np_stroke_end>(record, NP_KIND_stroke_end) {
            if me.note(stroke) != NP_OK {
                return NP_FAULT;
            }
        }
        left -= (*record).bytes as u64;
        record = (record as *const u8).add((*record).bytes as usize) as *const np_event_header;
        i += 1;
    }
    NP_OK
}

unsafe extern "C" fn finish(instance: *mut c_void, sink: *const np_sink) -> i32 {
    let me = &mut *(instance as *mut Scorer);
    let bytes = size_of::<np_mark>() as u32;
    if me.strokes == 0 {
        let mark = np_mark { bytes, state: NP_MARK_NOT_ASSESSED, mark: 0, full: 10000, reason: c_text("There was no stroke.\0") };
        let given = ((*sink).mark)(sink, &mark);
        return if given == NP_OK { NP_OK } else { me.fault(c_text("the host refused the mark\0")) };
    }
    me.sort();
    let mut mark = np_mark { bytes, state: NP_MARK_SCORED, mark: 10000, full: 10000, reason: NOTHING };
    let mut i = 0;
    while i < me.count {
        let cost = if me.cost < mark.mark { me.cost } else { mark.mark };
        if me.tell(&*me.list.add(i), cost, sink) != NP_OK {
            return me.fault(c_text("the host refused a finding\0"));
        }
        mark.mark -= cost;
        i += 1;
    }
    let strokes = np_figure {
        bytes: size_of::<np_figure>() as u32,
        zone: NP_NO_ZONE,
        value: me.strokes as f64,
        key: c_text("new_plugin.strokes\0"),
        unit: NOTHING,
    };
    if ((*sink).mark)(sink, &mark) != NP_OK || ((*sink).figure)(sink, &strokes) != NP_OK {
        return me.fault(c_text("the host refused the mark\0"));
    }
    NP_OK
}

unsafe extern "C" fn destroy(instance: *mut c_void) {
    free((*(instance as *mut Scorer)).list as *mut c_void);
    free(instance);
}

static DOOR: np_scorer = np_scorer { bytes: size_of::<np_scorer>() as u32, reserved: 0, create, begin, consume, finish, destroy };

// What the trainer offers in its settings, and a rule pack or a scenario may set.
static PARAMETERS: Shared<[np_parameter_use; 2]> = Shared([
    np_parameter_use {
        key: MOST,
        unit: c_text("mm/s\0"),
        text: c_text("A stroke that is faster on average is hurried.\0"),
        needed: 0,
        kind: NP_USE_NUMBER,
        default_number: 60.0,
        minimum: 10.0,
        maximum: 500.0,
        default_text: null(),
        choices: null(),
    },
    np_parameter_use {
        key: POINTS,
        unit: NOTHING,
        text: c_text("What one hurried stroke costs, of 100.\0"),
        needed: 0,
        kind: NP_USE_NUMBER,
        default_number: 2.0,
        minimum: 0.0,
        maximum: 100.0,
        default_text: null(),
        choices: null(),
    },
]);

#[no_mangle]
pub static needlepoint_plugin: Shared<np_plugin> = Shared(np_plugin {
    bytes: size_of::<np_plugin>() as u32,
    abi_major: NP_ABI_MAJOR,
    abi_minor: NP_ABI_MINOR,
    kind: NP_PLUGIN_SCORER,
    finding_bytes: size_of::<np_finding>() as u32,
    host_bytes: size_of::<np_host>() as u32,
    parameter_use_bytes: size_of::<np_parameter_use>() as u32,
    door_bytes: size_of::<np_scorer>() as u32,
    id: c_text("new_plugin\0"),
    version: c_text("0.1.0\0"),
    name_key: c_text("New plugin\0"),
    parameters: core::ptr::addr_of!(PARAMETERS.0) as *const np_parameter_use,
    parameter_count: 2,
    door: core::ptr::addr_of!(DOOR) as *const c_void,
});
